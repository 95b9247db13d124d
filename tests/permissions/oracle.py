# SPDX-License-Identifier: EUPL-1.2
"""What each door must answer, worked out from the pack and `doors.toml` alone.

It shares no code with the application's own checks: it reads the words of the roles, and the few
rules that docs/decisions/0026 states. What it says is committed as `table.tsv`, for people to read.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, product
from pathlib import Path
from typing import Any
from zlib import crc32

from django.urls import URLPattern, URLResolver, get_resolver

from sluitend.policy.schema.pack import Pack
from tests.permissions.world import (
    ANONYMOUS,
    EMERGENCY,
    HERE,
    INVOLVED,
    LEFT,
    NOBODY,
    OFFICER,
    OWNER,
    Kind,
    every_kind,
    everybody,
)

HERE_FOLDER = Path(__file__).parent
TABLE = HERE_FOLDER / "table.tsv"
# How an answer counts. `in` is whatever somebody gets who may come in: also a form that lacks
# something, or a signal in which this cannot be done now.
IN, SIGN_IN, REFUSED, HIDDEN, NO_METHOD = "in", "sign-in", "403", "404", "405"
ASKED = ("GET", "POST", "DELETE")
# Of one's own dossiers only: which word counts instead of the wide one.
_OWN = {"dossier.read": "dossier.read-own", "dossier.write": "dossier.write-own"}


@dataclass(frozen=True, slots=True)
class Door:
    """One address with what fills it in, and what each method needs."""

    route: str
    needs: dict[str, str]
    filled: dict[str, str] = field(default_factory=dict)
    sends: dict[str, str] = field(default_factory=dict)
    lacking: str = HIDDEN
    method_first: bool = False

    @property
    def name(self) -> str:
        """The address as people read it, with the words that fill it in."""
        name = self.route
        for key, value in self.filled.items():
            name = re.sub(rf"<\w+:{key}>", value, name)
        return f"/{name}"

    @property
    def open_to_all(self) -> bool:
        """Whether the answer does not depend on who asks."""
        return set(self.needs.values()) <= {"everybody", "nobody"}

    def kinds(self, among: list[Kind]) -> list[Kind | None]:
        """Return those kinds of dossier that have what the address names; only None when it names none."""
        if "<uuid:dossier_id>" not in self.route:
            return [None]
        return [kind for kind in among if kind.has_handover or "<uuid:handover_id>" not in self.route]

    def questions(self, pack: Pack, among: list[Kind]) -> Iterator[tuple[str, Kind | None, str]]:
        """Yield all that can be asked here: method, kind of dossier, who."""
        kinds = self.kinds(among)
        for method in ASKED:
            # A method that nobody may use is refused before any dossier is looked for: one is enough.
            yield from product((method,), kinds if method in self.needs else kinds[:1], everybody(pack))

    def in_turn(self, pack: Pack, among: list[Kind]) -> Iterator[tuple[str, Kind | None, str]]:
        """Yield a question of everybody where the answer depends on who asks; the methods take turns."""
        if self.open_to_all:
            return
        first = crc32(self.name.encode())
        for number, (kind, who) in enumerate(product(self.kinds(among), everybody(pack)), first):
            yield list(self.needs)[number % len(self.needs)], kind, who

    def sample(self, pack: Pack, among: list[Kind]) -> Iterator[tuple[str, Kind | None, str]]:
        """Yield of all questions one for each answer that a method gives about a kind of dossier.

        Who asks differs from door to door, so that over all doors everybody asks.
        """
        oracle, seen = Oracle(pack), set()
        questions = list(self.questions(pack, among))
        first = crc32(self.name.encode()) % len(questions)
        for method, kind, who in questions[first:] + questions[:first]:
            answer = (method, kind, oracle.expected(self, method, who, kind))
            if answer not in seen:
                seen.add(answer)
                yield method, kind, who


def doors() -> list[Door]:
    """Return the reviewed list of doors, those first that are not open to all."""
    data = tomllib.loads((HERE_FOLDER / "doors.toml").read_text())
    return sorted((_door(one) for one in data["door"]), key=lambda door: door.open_to_all)


def _door(one: dict[str, Any]) -> Door:
    known = {"route", "with", "sends", "lacking", "method_first", *ASKED}
    assert set(one) <= known, f"{one['route']}: {set(one) - known}"
    needs = {method: one[method] for method in ASKED if method in one}
    assert needs, one
    return Door(
        route=one["route"],
        needs=needs,
        filled=one.get("with", {}),
        sends=one.get("sends", {}),
        lacking=one.get("lacking", HIDDEN),
        method_first=one.get("method_first", False),
    )


def routes() -> list[str]:
    """Return every address that the application knows, from its URLconf."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


class Oracle:
    """Answers for everybody, from the words of their roles."""

    def __init__(self, pack: Pack) -> None:
        self._roles = {role.id: role for role in pack.roles}

    def expected(self, door: Door, method: str, who: str, kind: Kind | None) -> str:
        """Return how this door must answer."""
        needs = door.needs.get(method)
        if door.open_to_all:
            return {"everybody": IN, "nobody": HIDDEN}.get(needs or "", NO_METHOD)
        if who in (ANONYMOUS, LEFT):
            return NO_METHOD if needs is None and door.method_first else SIGN_IN
        if needs is None:
            return NO_METHOD
        if kind is not None:
            return self._on_dossier(needs, who, kind)
        if needs == "own":
            return IN if who == OFFICER else HIDDEN
        return IN if needs == "staff" or self._allowed(needs, who) else door.lacking

    def sees(self, who: str, kind: Kind) -> bool:
        """Return whether somebody may know of a dossier: also who opened it, if they may do that."""
        if who in (ANONYMOUS, LEFT):
            return False
        opened = kind.relation == EMERGENCY and self._holds("dossier.break-glass", who, kind)
        return opened or self._holds("dossier.read", who, kind)

    def knows_of(self, who: str, kind: Kind) -> bool:
        """Return whether somebody may read the reference of a dossier: also who reads its journal may."""
        if who in (ANONYMOUS, LEFT):
            return False
        return self.sees(who, kind) or self._holds("journal.read", who, kind)

    def _on_dossier(self, needs: str, who: str, kind: Kind) -> str:
        if not self.sees(who, kind):
            return HIDDEN
        return IN if needs == "dossier.read" or self._holds(needs, who, kind) else REFUSED

    def _holds(self, permission: str, who: str, kind: Kind) -> bool:
        """The word itself, here; of one's own dossiers the narrower word is enough."""
        words = self._words(who, kind.municipality)
        if f"{permission}@{kind.compartment}" in words:
            return True
        own = _OWN.get(permission)
        concerns = kind.relation in (OWNER, INVOLVED)
        return concerns and own is not None and f"{own}@{kind.compartment}" in words

    def _allowed(self, needs: str, who: str) -> bool:
        where, _, permissions = needs.partition(":")
        place = HERE if where == "here" else who.partition("@")[2] or HERE
        return any(self._somewhere(permission, who, place) for permission in permissions.split("|"))

    def _somewhere(self, permission: str, who: str, place: str) -> bool:
        words = self._words(who, place)
        return any(word == permission or word.partition("@")[0] == permission for word in words)

    def _words(self, who: str, municipality: str) -> set[str]:
        """The words of what somebody holds in a municipality: of the role that theirs replaces too."""
        name, _, place = who.partition("@")
        if name == NOBODY or (place or HERE) != municipality:
            return set()
        role = self._roles[name]
        words = set(role.permissions)
        if role.deputy_of:
            words |= set(self._roles[role.deputy_of].permissions)
        return words


def table(pack: Pack) -> str:
    """Return the whole table: a line for each door, method and kind of dossier, a column for everybody.

    States of which nobody's answer differs share a line.
    """
    oracle, people = Oracle(pack), everybody(pack)
    lines = ["\t".join(["door", "method", "dossier", *people])]
    for door in doors():
        rows: dict[tuple[str, str], dict[str, list[str]]] = {}
        for method, kind, who in door.questions(pack, every_kind(pack)):
            where = f"{kind.place} {kind.compartment} {{}} {kind.relation}" if kind else "-"
            state = kind.state if kind else ""
            cells = rows.setdefault((method, where), {}).setdefault(state, [])
            cells.append(oracle.expected(door, method, who, kind))
        for (method, where), by_state in rows.items():
            for cells, alike in groupby(sorted(by_state.items(), key=_cells), key=_cells):
                named = ",".join(state for state, _cells_ in alike) if _differ(by_state) else "any-state"
                lines.append("\t".join([door.name, method, where.format(named), *cells]))
    return "\n".join(lines) + "\n"


def _cells(row: tuple[str, list[str]]) -> list[str]:
    return row[1]


def _differ(by_state: dict[str, list[str]]) -> bool:
    return len({tuple(cells) for cells in by_state.values()}) > 1
