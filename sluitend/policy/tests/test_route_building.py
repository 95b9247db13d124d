# SPDX-License-Identifier: EUPL-1.2
"""Maps built from a pack that has nothing in common with the shipped ones: only YAML differs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sluitend import routing
from sluitend.policy import routes
from sluitend.policy.faults import Level
from sluitend.policy.loader import Loaded
from sluitend.policy.schema.pack import Pack

LoadSmall = Callable[..., Loaded]

ROUTES = """\
partners:
  - id: meldpunt
    name: Meldpunt Voorbeeld
    roles: [intake]
    channels:
      - {kind: mail, value: oud@example.invalid, valid_to: "2025-12-31", last_checked: "2025-12-01"}
      - {kind: mail, value: nieuw@example.invalid, valid_from: "2026-01-01", last_checked: "2026-01-15"}
    source: plan §9
    status: plan
  - {id: was, name: Opgeheven, valid_to: "2025-06-30", roles: [advice], source: plan §9, status: plan}
  - {id: stil, name: Stil, roles: [advice], no_channel_reason: Komt nog., source: plan §9, status: plan}
reporters:
  - {id: buur, kind: inhabitant, name: Buur, source: plan §9, status: plan}
  - {id: ambtenaar, kind: internal, name: Ambtenaar, source: plan §9, status: plan}
  - {id: wie-weet, kind: unknown, name: Zeg ik niet, source: plan §9, status: plan}
features:
  - {id: extra, name: Extra, enabled: false, reason: Niet hier., source: plan §9, status: plan}
route_maps:
  - id: alles
    name: Eén kaart
    source: plan §9
    status: plan
    start: nu
    asks: {wie: null}
    inputs:
      - {id: wie, kind: choice, values_from: reporters, text: Wie bent u?}
      - {id: waar, kind: place, text: Waar?}
      - {id: vormen, kind: many, values_from: forms, text: Welke vorm?}
    lookups:
      - {id: zvh, field: zvh, missing: "Niets bekend voor {place}."}
    questions:
      - {id: nu, kind: yesno, text: Is er nu gevaar?, next: {"*": zorgen}}
      - {id: zorgen, kind: yesno, text: Zorgen?, next: {"*": wie}}
rules:
  - id: zorgen
    when: {zorgen: "yes"}
    steps: [{lookup: zvh, of: [waar], home: true, order: 10, why: Zorgen.}]
    source: plan §9
    status: plan
  - {id: was, when: {nu: "yes"}, steps: [{partner: was, order: 5, why: Weg.}], source: plan §9, status: plan}
  - {id: stil, when: {nu: "no"}, steps: [{partner: stil, order: 6, why: Stil.}], source: plan, status: plan}
  - {id: uit, feature: extra, steps: [{partner: meldpunt, order: 1, why: Uit.}], source: plan, status: plan}
  - {id: werk, when: {vormen: arbeid}, duties: [{id: werk, text: Werk.}], source: plan §9, status: plan}
  - {id: altijd, otherwise: true, steps: [{partner: meldpunt, order: 9, why: M.}], source: plan, status: plan}
"""


@pytest.fixture
def fictional(load_small: LoadSmall) -> Pack:
    """Return a pack whose only intake is a mail address."""
    loaded = load_small("route_maps: []\n", "", extra=ROUTES)
    assert loaded.pack is not None, loaded.faults
    assert loaded.ok, loaded.errors
    return loaded.pack


def _channels(advice: routing.Advice) -> list[tuple[str, str]]:
    return [(step.partner, channel.value) for step in advice.steps for channel in step.channels]


def advise(pack: Pack, answers: dict[str, Any], context: dict[str, Any], on: date) -> routing.Advice:
    return routing.advise(routes.build(pack, "alles", on=on), answers, context)


def test_a_pack_with_one_mail_address_advises(fictional: Pack) -> None:
    advice = advise(fictional, {}, {}, date(2026, 3, 1))
    assert _channels(advice) == [("meldpunt", "nieuw@example.invalid")]


def test_channels_are_those_of_the_day(fictional: Pack) -> None:
    assert _channels(advise(fictional, {}, {}, date(2025, 12, 31))) == [("meldpunt", "oud@example.invalid")]
    assert _channels(advise(fictional, {}, {}, date(2026, 1, 1))) == [("meldpunt", "nieuw@example.invalid")]


def test_partner_that_no_longer_holds_is_a_gap(fictional: Pack) -> None:
    before = advise(fictional, {"nu": "yes"}, {}, date(2025, 6, 30))
    after = advise(fictional, {"nu": "yes"}, {}, date(2025, 7, 1))
    assert [step.partner for step in before.steps] == ["was"]
    assert [step.partner for step in after.steps] == ["meldpunt"]
    assert [gap.id for gap in after.gaps] == ["partner-ontbreekt-was"]


def test_reason_for_having_no_channel_is_told(fictional: Pack) -> None:
    advice = advise(fictional, {"nu": "no"}, {}, date(2026, 3, 1))
    assert [(gap.id, gap.text["nl"]) for gap in advice.gaps] == [("geen-contact-stil", "Komt nog.")]


def test_place_of_this_pack_only(fictional: Pack) -> None:
    day = date(2026, 3, 1)
    assert _channels(advise(fictional, {"zorgen": "yes"}, {}, day)) == [("zvh-voorbeeld", "0900-0000")]
    elsewhere = advise(fictional, {"zorgen": "yes"}, {"waar": "Lisse"}, day)
    assert _channels(elsewhere) == [("meldpunt", "nieuw@example.invalid")]
    assert [gap.text["nl"] for gap in elsewhere.gaps] == ["Niets bekend voor Lisse."]


def test_rule_of_a_part_that_is_off_does_not_count(fictional: Pack) -> None:
    advice = advise(fictional, {"nu": "no"}, {}, date(2026, 3, 1))
    assert [step.partner for step in advice.steps] == ["stil"]


def test_forms_and_reporters_are_those_of_the_pack(fictional: Pack) -> None:
    route_map = routes.build(fictional, "alles")
    assert [one.id for one in route_map.nodes["vormen"].options] == ["arbeid"]
    assert route_map.nodes["wie"].unknown == "wie-weet"
    assert [one.id for one in advise(fictional, {}, {"vormen": ["arbeid"]}, date(2026, 3, 1)).duties] == [
        "werk"
    ]
    with pytest.raises(routing.BadCase):
        advise(fictional, {}, {"vormen": ["seksueel"]}, date(2026, 3, 1))


def test_unknown_map_is_told(fictional: Pack) -> None:
    assert routes.map_ids(fictional) == ("alles",)
    with pytest.raises(routes.NoMap):
        routes.build(fictional, "persoon")


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('{"*": zorgen}', '{"yes": zorgen}', "route_maps/alles", "nothing follows the answer `no`"),
        ('{"*": zorgen}', '{"*": weg}', "route_maps/alles", "goes on to `weg`"),
        ('when: {zorgen: "yes"}', 'when: {zorg: "yes"}', "rules/zorgen", "no `zorg` here"),
        ("when: {vormen: arbeid}", "when: {vormen: werken}", "rules/werk", "no answer `werken`"),
        ("otherwise: true, steps", "steps", "", ""),
        (
            "otherwise: true, steps",
            'otherwise: true, when: {nu: "no"}, steps',
            "route_maps/alles",
            "without advice",
        ),
        ("lookup: zvh, of", "lookup: huis, of", "rules/zorgen", "no lookup `huis`"),
    ],
)
def test_fault_in_a_map_is_told_at_its_place(
    load_small: LoadSmall, old: str, new: str, where: str, what: str
) -> None:
    assert old in ROUTES
    extra = ROUTES.replace(old, new, 1)
    loaded = load_small("route_maps: []\n", "", extra=extra)
    if not what:
        assert any("without advice" in fault.what for fault in loaded.errors)
        return
    found = [(fault.where, fault.what) for fault in loaded.faults if fault.level is Level.ERROR]
    assert any(place.startswith(where) and what in words for place, words in found), found


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('when: {zorgen: "yes"}', "when: {zorgen: true}", ""),
        ('when: {zorgen: "yes"}', 'when: {any: "yes"}', "expected a list of conditions"),
        ("kind: place, text", "kind: place, values_from: forms, text", "belong to the kinds choice and many"),
        ("steps: [{partner: was,", "steps: [{partner: was, lookup: zvh,", "either a partner or a lookup"),
        ("start: nu", "shared: true", "neither"),
        ("duties: [{id: werk, text: Werk.}]", "concludes: x, ask: [wie]", "gives nothing else"),
        ("duties: [{id: werk, text: Werk.}]", "maps: [alles]", "gives at least one of"),
        ("id: waar", "id: any", "word of the grammar"),
        ("start: nu", "start: nu\n    danger: straks", "`danger` names `straks`"),
        ("asks: {wie: null}", "asks: {wie: null, wei: null}", "asks `wei`, which is no input"),
    ],
)
def test_fault_of_an_author_is_explained(load_small: LoadSmall, old: str, new: str, what: str) -> None:
    assert old in ROUTES
    loaded = load_small("route_maps: []\n", "", extra=ROUTES.replace(old, new, 1))
    assert any(what in fault.what for fault in loaded.errors), loaded.errors
    assert all(fault.line for fault in loaded.errors if what and what in fault.what)


def test_the_map_in_the_manual_works(load_small: LoadSmall) -> None:
    manual = (Path(__file__).resolve().parents[3] / "docs" / "route-maps.md").read_text(encoding="utf-8")
    example = manual.split("```yaml\n", 1)[1].split("```", 1)[0]
    loaded = load_small("route_maps: []\n", "", extra=ROUTES.split("features:", maxsplit=1)[0] + example)
    assert loaded.pack is not None, loaded.faults
    assert loaded.ok, loaded.errors
    route_map = routes.build(loaded.pack, "kompas", on=date(2026, 3, 1))
    advice = routing.advise(route_map, {"gevaar": "no"})
    assert _channels(advice) == [("meldpunt", "nieuw@example.invalid")]
