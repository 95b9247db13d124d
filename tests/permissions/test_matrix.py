# SPDX-License-Identifier: EUPL-1.2
"""Every door × method × person × kind of dossier: who comes in, and what nobody reads along the way."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from sluitend.core import clock as core_clock
from tests.permissions import oracle as oracles
from tests.permissions import world as worlds
from tests.permissions.oracle import Door, Oracle
from tests.permissions.world import Kind, World

DOORS = oracles.doors()
NEW = "look at the difference with care, then write it with: python -m tests.permissions"


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: Any,
    take_back: Callable[[], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Build the world once for all questions of this process."""
    take_back()
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        moment = core_clock.now()
        patch.setattr(core_clock, "_read", lambda: moment)
        with worlds.world(tmp_path_factory.mktemp("packs"), patch) as made:
            yield made


def test_each_route_of_the_application_is_a_door_in_the_list() -> None:
    known, listed = set(oracles.routes()), {door.route for door in DOORS}
    assert known - listed == set(), "these routes have no door in doors.toml"
    assert listed - known == set(), "these doors lead nowhere (any more)"
    assert len({door.name for door in DOORS}) == len(DOORS), "a door is listed twice"


def test_the_table_that_people_review_is_what_pack_and_doors_say(tmp_path: Path) -> None:
    pack = worlds.two_towns(tmp_path).pack
    assert pack is not None
    assert oracles.TABLE.read_text().splitlines() == oracles.table(pack).splitlines(), NEW


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_each_door_answers_as_the_table_says(
    world: World, door: Door, request: pytest.FixtureRequest, record_property: Any
) -> None:
    oracle, wrong, asked = Oracle(world.pack), [], 0
    for method, kind, who in questions(door, world, request.config):
        with worlds.standing(world, kind, who):
            answer = ask(world, door, method, who, kind)
        asked += 1
        got, wanted = sort_of(answer, door), oracle.expected(door, method, who, kind)
        if got != wanted:
            wrong.append(f"{method} {door.name} ({kind or '-'}) by {who}: {got}, not {wanted}")
        wrong += leaks(world, oracle, door, answer, who, kind)
    record_property("questions", asked)
    assert asked
    assert not wrong, f"{len(wrong)} of {asked} wrong:\n" + "\n".join(wrong[:20])


def questions(door: Door, world: World, config: pytest.Config) -> Iterable[tuple[str, Kind | None, str]]:
    """Return what this run asks at a door: everything, or a question of everybody and each answer once.

    Everybody asks about a signal of one's own place. A run that knows of another beside it asks only for
    one of each answer: there another database could differ.
    """
    if config.getoption("--thorough"):
        return door.questions(world.pack, worlds.every_kind(world.pack))
    each = door.sample(world.pack, worlds.some_kinds(world.pack))
    if config.getoption("--only-database"):
        return each
    return dict.fromkeys([*door.in_turn(world.pack, worlds.OF_EVERYBODY), *each])


def ask(world: World, door: Door, method: str, who: str, kind: Kind | None) -> Any:
    """Knock at a door, with a form that holds no more than it must."""
    made = world.of(kind) if kind else None
    filled = dict(door.filled)
    for name in set(re.findall(r"<(?:uuid|int):(\w+_id)>", door.route)) - set(filled):
        filled[name] = str(world.ids.get(name) or getattr(made, name))
    filled.setdefault("token", "x" * 43)
    address = re.sub(r"\(\?P<(\w+)>[^)]*\)|<\w+:(\w+)>", lambda at: filled[at[1] or at[2]], door.route)
    address = address.strip("^$").replace("\\", "")
    form = urlencode(door.sends) if method == "POST" else ""
    sent_as = "application/x-www-form-urlencoded"
    return world.client(who).generic(method, f"/{address}", form, content_type=sent_as)


def sort_of(answer: HttpResponse, door: Door) -> str:
    """Return how an answer counts."""
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].partition("?")[0] == "/inloggen/"
    if to_sign_in and not door.open_to_all:
        return oracles.SIGN_IN
    if answer.status_code in (403, 404, 405):
        return str(answer.status_code)
    return oracles.IN if answer.status_code < 500 else f"broken: {answer.status_code}"


def leaks(
    world: World, oracle: Oracle, door: Door, answer: HttpResponse, who: str, asked: Kind | None
) -> list[str]:
    """Return what a page tells of dossiers that this person may not know of, and of what lies apart."""
    # What a document holds is looked at elsewhere: its text is packed.
    text, found = answer.content.decode(errors="replace"), []
    for key, made in world.dossiers.items():
        here = asked is not None and key == (asked.municipality, asked.compartment, asked.state)
        kind = asked if here and asked else Kind(*key)
        hidden = [] if oracle.sees(who, kind) else [made.facts]
        hidden += [] if oracle.knows_of(who, kind) else [made.reference]
        for permission, word in (("reporter.read", made.reporter), ("safe-contact.read", made.safe_contact)):
            looked = here and permission in door.needs.values()
            hidden += [] if looked and oracle.expected(door, "POST", who, kind) == oracles.IN else [word]
        found += [f"{door.name} ({asked or '-'}) tells {who}: {word}" for word in hidden if word in text]
    return found
