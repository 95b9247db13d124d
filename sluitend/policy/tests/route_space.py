# SPDX-License-Identifier: EUPL-1.2
"""The space of cases on the shipped maps of Lisse: all answers, and contexts pair by pair."""

import itertools
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

from sluitend import routing
from sluitend.policy import routes
from sluitend.policy.loader import load
from sluitend.policy.schema.pack import Pack

MAPS = ("persoon", "locatie")
ANSWERS: dict[str, dict[str, list[Any]]] = {
    "persoon": {name: ["yes", "no", "unknown", None] for name in ("p1", "p2", "p3", "p4")},
    "locatie": {
        "l1": ["yes", "no", "unknown", None],
        "l2": ["yes", "no", "unknown", None],
        "l3": [["arbeid"], ["seksueel", "crimineel"], ["onbekend"], "unknown", None],
        "l4": ["prostitutie", "malafide", "beide", "no", "unknown", None],
        "l5": ["yes", "no", "unknown", None],
        "l6": [["adres"], ["overbewoning", "brandveiligheid"], ["vergunning"], "no", "unknown", None],
        "l7": ["yes", "no", "unknown", None],
    },
}
FORMS = ["seksueel", "arbeid", "crimineel", "orgaan", "onbekend"]
CONTEXT: dict[str, list[Any]] = {
    "forms": [["arbeid"], ["seksueel", "arbeid"], ["orgaan"], ["onbekend"], [], None],
    "minor": ["yes", "no", "unknown", None],
    "age": [12, 17, 18, 40, None],
    "municipality": ["Lisse", "Delft", "Utrecht", None],
    "residence": ["Lisse", "Den Haag", "Utrecht", "onbekend", None],
    "reporter": [
        *("boa", "bouwinspecteur", "burgerzaken", "toezichthouder", "jeugdteam", "jongerenwerker"),
        *("leerplicht", "vergunningverlener", "wijk-ggd", "wmo", "gemeente-overig", "extern-zorg"),
        *("extern-onderwijs", "extern-kinderopvang", "extern-overig", "inwoner", "onbekend", None),
    ],
    "false_papers": [True, False, None],
    "permit_application": [True, False, None],
    "smuggling_only": [True, False, None],
    "nuisance_only": [True, False, None],
}
STAFF = set(CONTEXT["reporter"][:11])
SECRET = {"jeugdteam", "wijk-ggd", "wmo"}


@cache
def lisse() -> Pack:
    pack = load("lisse").pack
    assert pack is not None
    return pack


@cache
def built(map_id: str) -> routing.RouteMap:
    return routes.build(lisse(), map_id)


def advise(map_id: str, answers: dict[str, Any], context: dict[str, Any]) -> routing.Advice:
    return routing.advise(built(map_id), answers, context)


def partners(advice: routing.Advice) -> list[str]:
    return [step.partner for step in advice.steps]


def ids(notes: Any) -> set[str]:
    return {note.id for note in notes}


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def pairwise(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Yield contexts in which every pair of values of two columns occurs; greedy, always the same."""
    names = list(columns)
    missing = {
        (a, i, b, j)
        for a, b in itertools.combinations(names, 2)
        for i in range(len(columns[a]))
        for j in range(len(columns[b]))
    }
    chance = random.Random(1)  # noqa: S311
    while missing:
        first = min(missing)
        row = {first[0]: first[1], first[2]: first[3]}
        for name in names:
            if name not in row:
                places = list(range(len(columns[name])))
                chance.shuffle(places)
                row[name] = max(places, key=lambda place: _covers(missing, row, name, place))
        missing -= {(a, row[a], b, row[b]) for a, b in itertools.combinations(names, 2)}
        yield _without_none({name: columns[name][row[name]] for name in names})


def _covers(missing: set[tuple[str, int, str, int]], row: dict[str, int], name: str, place: int) -> int:
    return sum(
        (other, at, name, place) in missing or (name, place, other, at) in missing
        for other, at in row.items()
    )


PAIRS = tuple(pairwise(CONTEXT))


def all_answers(map_id: str) -> Iterator[dict[str, Any]]:
    columns = ANSWERS[map_id]
    for values in itertools.product(*columns.values()):
        yield _without_none(dict(zip(columns, values, strict=True)))
