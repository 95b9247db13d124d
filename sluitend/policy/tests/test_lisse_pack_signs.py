# SPDX-License-Identifier: EUPL-1.2
"""Signs name behaviour and situations only, carry no weight, and exist for every form and desk."""

import json
import re

import pytest

from sluitend.policy.schema.base import plain
from sluitend.policy.tests.real_packs import cited, loaded_lisse, pack_of

PACK = pack_of(loaded_lisse())

# Words that tell where somebody comes from, what they believe or how they look.
FORBIDDEN = re.compile(
    r"nationalit|etnic|etnisch|ethnic|afkomst|origin\b|herkomst|huidskleur|skin|kleur|\bras\b|race\b"
    r"|geloof|religi|moslim|muslim|islam|christ|joods|jewish|voodoo|hoofddoek|headscarf|uiterlijk"
    r"|appearance|kleding draag|provocat|opgemaakt|make-up|tatoe|tattoo|migra|vluchteling|refugee"
    r"|allocht|buitenland|foreign|bronland|source country|illega(al|le) (persoon|vreemdeling)|asiel|asylum"
    r"|verblijfsstatus|residence status|roma\b|sinti|roemeen|romania|bulga|pools\b|polen|poland|hongaar"
    r"|hungar|oekra|ukrain|niger|turk|marok|morocc|surina|antill|afrika|africa|azi[eë]|asia|chine|vietna"
    r"|albani|syri|eritre|oost-europ|eastern europ|zigeuner|gypsy|accent",
    re.IGNORECASE,
)


def spoken(indicator: object) -> str:
    data = plain(indicator)  # type: ignore[arg-type]
    return " ".join(json.dumps(data.get(name, ""), ensure_ascii=False) for name in ("name", "explanation"))


@pytest.mark.parametrize("indicator", PACK.indicators, ids=lambda indicator: indicator.id)
def test_sign_names_no_origin_belief_or_looks(indicator: object) -> None:
    assert not FORBIDDEN.search(spoken(indicator)), spoken(indicator)


@pytest.mark.parametrize(
    "text", ["Heeft een andere nationaliteit", "Komt uit Oost-Europa", "Draagt een hoofddoek", "His race"]
)
def test_canary_would_sing(text: str) -> None:
    assert FORBIDDEN.search(text)


def test_no_sign_carries_a_number() -> None:
    for indicator in PACK.indicators:
        values = plain(indicator).values()
        assert not any(isinstance(value, int | float) for value in values), indicator.id


def test_each_form_has_signs_of_its_own() -> None:
    for form in ("seksueel", "arbeid", "crimineel", "orgaan", "bedelarij", "huishoudelijk", "au-pair"):
        assert sum(form in indicator.forms for indicator in PACK.indicators) >= 2, form


@pytest.mark.parametrize(
    "reporter",
    [
        *("burgerzaken", "toezichthouder", "boa", "bouwinspecteur", "vergunningverlener", "wmo", "wijk-ggd"),
        *("leerplicht", "jongerenwerker", "jeugdteam", "gemeente-overig", "extern-zorg"),
    ],
)
def test_each_desk_has_signs_that_show_there(reporter: str) -> None:
    assert sum(reporter in indicator.seen_by for indicator in PACK.indicators) >= 2


def test_places_have_their_own_signs() -> None:
    places = [indicator for indicator in PACK.indicators if indicator.sort == "surroundings"]
    assert len(places) >= 12
    assert {indicator.theme for indicator in places} == {"t8-plek"}


def test_vulnerability_is_no_sign() -> None:
    vulnerable = [indicator.id for indicator in PACK.indicators if indicator.sort == "vulnerability"]
    assert vulnerable == ["v1-lvb", "v2-schulden", "v3-alleen"]


def test_what_was_composed_from_practice_is_still_to_be_confirmed() -> None:
    for indicator in PACK.indicators:
        composed = any(document == "vakpraktijk" for document, _ in cited(indicator))
        assert (indicator.status == "to-confirm") is composed, indicator.id


def test_a_gut_feeling_is_a_sign() -> None:
    assert PACK.find("indicators", "k9-voorgevoel") is not None
