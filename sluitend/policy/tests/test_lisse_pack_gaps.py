# SPDX-License-Identifier: EUPL-1.2
"""What the plan of Lisse leaves open or contradicts is recorded, and told by the check."""

import pytest

from sluitend.policy.lint.gaps import gaps
from sluitend.policy.tests.real_packs import cited, loaded_lisse, pack_of

PACK = pack_of(loaded_lisse())


@pytest.mark.parametrize(
    ("gap_id", "kind", "sections"),
    [
        ("vaststelling", "missing", ["§inleiding"]),
        ("bedelarij-eigen-vorm", "contradiction", ["§inleiding", "§1.1"]),
        ("orgaan-toch-route", "contradiction", ["§1.1", "§bijlage 1"]),
        ("haaldelict-uitleg", "contradiction", ["§1.2"]),
        ("afbeelding-rol", "missing", ["§2.1"]),
        ("schatting-verschil", "contradiction", ["§3.1"]),
        ("shop-jeugd-leeftijd", "contradiction", ["§3.2"]),
        ("plan-of-uitvoeringsplan", "unclear", ["§4.2"]),
        ("handreiking-2021", "outdated", ["§6.1.1"]),
        ("veilig-thuis-rol", "unclear", ["§6.1.1"]),
        ("programma-naam", "contradiction", ["§6.2.1", "§8"]),
        ("convenant-of-wet", "outdated", ["§6.3.1.1"]),
        ("ovdh", "unclear", ["§6.3.1.2"]),
        ("woning-sluiten", "contradiction", ["§6.3.1.3", "§6.4"]),
        ("brp-werk-of-verblijf", "contradiction", ["§6.3.2.1"]),
        ("bibob-gevaar", "contradiction", ["§6.3.2.4"]),
        ("overleg-naam", "contradiction", ["§7", "§6.3.1.1"]),
        ("veiligheidsplan-naam", "contradiction", ["§7", "§2.4"]),
        ("stappenplan-komma", "unclear", ["§8"]),
        ("p4-nee", "missing", ["§bijlage 1"]),
        ("locatiekaart", "missing", ["§bijlage 1"]),
        ("contacten-ontbreken", "missing", ["§bijlage 1"]),
    ],
)
def test_gap_is_recorded_with_its_place(gap_id: str, kind: str, sections: list[str]) -> None:
    gap = PACK.find("gaps", gap_id)
    assert gap.kind == kind
    assert [section for document, section in cited(gap) if document == "plan"] == sections


def test_check_warns_of_each_gap_and_says_what_is_done_meanwhile() -> None:
    [fault] = [fault for fault in loaded_lisse().warnings if fault.where == "gaps/ovdh"]
    assert fault.what == "unclear: 'OVDH'"
    assert fault.remedy.endswith("meanwhile: Wij lezen ODWH.")
    assert fault.line > 0


def test_gap_of_a_part_that_is_off_is_not_warned_of() -> None:

    off = PACK.find("features", "report-by-inhabitants")
    assert not off.enabled
    gap = PACK.find("gaps", "inwoners")
    quiet = PACK.model_copy(update={"gaps": (gap.model_copy(update={"feature": off.id}),)})
    assert list(gaps(quiet)) == []
    assert len(list(gaps(PACK.model_copy(update={"gaps": (gap,)})))) == 1


def test_location_map_is_shown_as_a_reconstruction() -> None:
    location = PACK.find("route_maps", "locatie")
    assert location.status == "reconstructed"
    assert "Nog niet vastgesteld door de regio" in str(location.note)
    assert PACK.find("facts", "routekaart-locatie").status == "reconstructed"


def test_documents_that_are_not_at_hand_say_so() -> None:
    absent = {document.id for document in PACK.documents if document.absent}
    assert {"rsiv-handreiking-2021", "shop-factsheet-2024", "ivb-2024-2027", "regiovisie-2024-2028"} <= absent
    assert "plan" not in absent


def test_plan_is_not_called_adopted() -> None:
    assert not PACK.pack.adopted
