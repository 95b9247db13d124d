# SPDX-License-Identifier: EUPL-1.2
"""Everything of the plan can be seen, with source and status; what is open comes first."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pydantic import BaseModel

from sluitend.accounts.models import Person
from sluitend.accounts.tests.cast import add
from sluitend.policy import selectors as policy
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.base import Text
from sluitend.policy.schema.due import OnDate
from sluitend.policy.schema.pack import LIST_SECTIONS, Pack
from sluitend.policy.structure import hints
from sluitend.policy.tests.real_packs import loaded_second, pack_of
from sluitend.web.staff.plan import due, views
from sluitend.web.staff.plan.labels import LABELS
from sluitend.web.staff.plan.sections import BY_NAME, SECTIONS, anchor
from sluitend.web.staff.plan.shown import Shower
from sluitend.web.staff.plan.words import NOT_IN_THE_PLAN, STATUS_KIND, WORDS, word

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, administrator: Person) -> Client:
    """Sign in as the administrator."""
    client.force_login(administrator)
    return client


def seen(page: Any) -> str:
    """Return what a page says, in one line."""
    text = html.unescape(re.sub(r"<br>|<[^>]+>", " ", page.content.decode()))
    return re.sub(r"\s+", " ", text)


def texts(value: object) -> Iterator[str]:
    """Yield all Dutch texts inside a part of the pack."""
    if isinstance(value, Text):
        yield re.sub(r"\s+", " ", value.nl).strip()
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name))
    elif isinstance(value, tuple):
        for element in value:
            yield from texts(element)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_section_shows_every_item_with_all_its_texts(admin: Client, section: Any) -> None:
    page = admin.get(section.url)
    said, source = seen(page), page.content.decode()
    for item in getattr(policy.current().pack, section.name):
        assert f'id="{anchor(section.name, item.id)}"' in source
        for text in texts(item):
            assert text in said, (item.id, text)


def test_every_section_of_the_pack_has_a_page() -> None:
    assert set(BY_NAME) == set(LIST_SECTIONS)


def test_every_item_says_how_firm_it_is_and_where_it_comes_from(admin: Client) -> None:
    shower = Shower(policy.current().pack, "nl")
    for section in SECTIONS:
        for item in getattr(policy.current().pack, section.name):
            shown = shower.item(section.name, item)
            if hasattr(item, "source"):
                assert shown.status_label, item.id
                assert shown.sources, item.id
                assert all(source.url for source in shown.sources), item.id


def test_gaps_come_first_on_the_overview(admin: Client) -> None:
    said = seen(admin.get("/beheer/plan/"))
    main = said[said.index("Wat het plan openlaat of tegenspreekt") :]
    order = [
        "Tegenspraken",
        "Na te gaan",
        "Onderdelen die uit staan",
        "Wat het plan zegt",
        "Waar het op rust",
    ]
    places = [main.index(heading) for heading in order]
    assert places == sorted(places)
    for gap in policy.current().pack.gaps:
        if gap.kind == "contradiction":
            assert gap.name.nl in said


def test_overview_shows_version_hash_contacts_and_what_is_off(admin: Client) -> None:
    in_force = policy.current()
    said = seen(admin.get("/beheer/plan/"))
    assert in_force.version in said
    assert in_force.sha256 in said
    for partner in in_force.pack.partners:
        for channel in partner.channels:
            assert channel.value in said
    assert "Nooit vastgelegd" in said
    for feature in in_force.pack.features:
        if feature.reason is not None and not feature.enabled:
            assert feature.reason.nl in said


def test_warnings_of_the_check_are_shown(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding("warning", "figures", "f1", "2 + 2 = 4, but it says 5", "check the source")  # type: ignore[arg-type]
    monkeypatch.setattr(views, "_warnings", lambda _sha256: (found,))
    assert "figures/f1: 2 + 2 = 4, but it says 5 – check the source" in seen(admin.get("/beheer/plan/"))


def test_what_the_plan_does_not_say_can_be_shown_alone(admin: Client) -> None:
    section = BY_NAME["facts"]
    items = policy.current().pack.facts
    outside = {one.id for one in items if str(one.status) in NOT_IN_THE_PLAN}
    page = admin.get(section.url, {"herkomst": "niet-in-het-plan"})
    assert {item.id for group in page.context["groups"] for item in group.items} == outside
    page = admin.get(section.url, {"herkomst": "in-het-plan"})
    shown = {item.id for group in page.context["groups"] for item in group.items}
    assert shown == {one.id for one in items} - outside


def test_links_inside_the_plan_lead_to_something(admin: Client) -> None:
    places: dict[str, set[str]] = {}
    links: set[tuple[str, str]] = set()
    for section in SECTIONS:
        source = admin.get(section.url).content.decode()
        places[section.url] = set(re.findall(r'id="([^"]+)"', source))
        links |= set(re.findall(r'href="(/beheer/plan/[^"#]+)#([^"]+)"', source))
    assert len(links) > 300
    assert [link for link in links if link[1] not in places[link[0]]] == []


@pytest.mark.parametrize("role", ["auditor", "toezichthouder-boa", "burgerzaken", "zorg", "bibob", ""])
@pytest.mark.parametrize("url", ["/beheer/plan/", "/beheer/plan/partners/"])
def test_plan_does_not_exist_for_who_may_not_see_it(lisse: Any, client: Client, role: str, url: str) -> None:
    client.force_login(add("Vera Voorbeeld", role))
    assert client.get(url).status_code == 404


def test_unknown_section_is_not_found_and_strangers_sign_in(admin: Client) -> None:
    assert admin.get("/beheer/plan/bestaat-niet/").status_code == 404
    assert Client().get("/beheer/plan/")["Location"].startswith("/inloggen/")


def test_plan_is_shown_in_english_too(admin: Client) -> None:
    admin.cookies["django_language"] = "en"
    said = seen(admin.get("/beheer/plan/open-punten/"))
    assert "What the plan leaves open or contradicts" in said
    assert str(policy.current().pack.gaps[0].text.en) in said


def test_another_pack_is_shown_by_the_same_pages() -> None:
    pack = pack_of(loaded_second())
    shower = Shower(pack, "nl")
    for section in SECTIONS:
        for item in getattr(pack, section.name):
            assert shower.item(section.name, item).title


def test_every_field_of_the_schema_has_a_label() -> None:
    waiting, known = [Pack], set()
    while waiting:
        model = waiting.pop()
        if model not in known:
            known.add(model)
            waiting.extend(_models_in(model))
    fields = {name for model in known if model is not Pack for name in model.model_fields}
    assert fields - set(LABELS) - {"nl", "en"} == set()


def _models_in(model: type[BaseModel]) -> Iterator[Any]:
    from sluitend.policy.structure import _leaves

    waiting = list(hints(model).values())
    while waiting:
        for leaf in _leaves(waiting.pop()):
            if isinstance(leaf, type) and issubclass(leaf, BaseModel):
                yield leaf
            else:
                waiting.extend(getattr(leaf, "__args__", ()))


def test_words_say_how_firm_and_unknown_words_stay_as_they_are() -> None:
    assert set(STATUS_KIND) == set(WORDS["status"])
    assert set(STATUS_KIND) > NOT_IN_THE_PLAN
    with translation.override("nl"):
        assert word("status", "to-confirm") == "Nog te bevestigen"
        assert word("permissions", "dossier.read@care") == "Dossiers inzien (zorg)"
    assert word("kind", "something-new") == "something-new"


def test_due_is_said_in_words() -> None:
    value = OnDate.model_validate({"shape": "date", "date": "2026-03-31"})
    with translation.override("nl"):
        assert due.words(value, "nl") == "uiterlijk 31 maart 2026"
