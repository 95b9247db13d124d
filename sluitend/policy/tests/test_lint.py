# SPDX-License-Identifier: EUPL-1.2
"""Checks over the whole pack: references, circles, contacts, sums, what is missing."""

import pytest

from sluitend.policy.faults import Fault
from sluitend.policy.loader import Loaded
from sluitend.policy.tests.conftest import SMALL_PACK, LoadSmall


def found(loaded: Loaded, words: str) -> Fault:
    matching = [fault for fault in loaded.faults if words in fault.what]
    assert len(matching) == 1, [fault.what for fault in loaded.faults]
    return matching[0]


@pytest.mark.parametrize(
    ("change", "where", "remedy"),
    [
        (("zvh: zvh-voorbeeld", "zvh: zvh-vorbeeld"), "municipalities/GM9999.zvh", "`zvh-voorbeeld`"),
        (("department: oov", "department: oovc"), "roles/aandachtsfunctionaris.department", "`oov`"),
        (
            ("department: oov", "department: signaleren"),
            "roles/aandachtsfunctionaris.department",
            "define it in `facts`; known: `oov`",
        ),
        (
            ("owners: [{role: aandachtsfunctionaris}]", "owners: [{role: aandachtfunctionaris}]"),
            "commitments/meldroute.owners[0].role",
            "did you mean `aandachtsfunctionaris`?",
        ),
        (("serves: [GM9999]", "serves: [GM9998]"), "pack.serves[0]", "did you mean `GM9999`?"),
        (("from_state: received", "from_state: recieved"), "moves/received-closed.from_state", "`received`"),
        (("source: plan §9", "source: plaan §9"), "partners/zvh-voorbeeld.source", "did you mean `plan`?"),
        (("source: plan §9", "source: plan §9; wet 1"), "partners/zvh-voorbeeld.source", "to `documents`"),
    ],
)
def test_reference_to_nothing_is_an_error_with_a_suggestion(
    load_small: LoadSmall, change: tuple[str, str], where: str, remedy: str
) -> None:
    loaded = load_small(*change)
    fault = next(fault for fault in loaded.errors if fault.where == where)
    assert remedy in fault.remedy
    assert fault.line > 0
    assert not loaded.ok


@pytest.mark.parametrize(
    ("about", "remedy"),
    [
        ("partners:zvh-vorbeeld", "did you mean `zvh-voorbeeld`?"),
        ("partnrs:zvh-voorbeeld", "did you mean `partners`"),
    ],
)
def test_gap_about_nothing_is_an_error(load_small: LoadSmall, about: str, remedy: str) -> None:
    gap = f"gaps:\n  - {{id: g, section: plan, kind: missing, name: G, text: T, about: ['{about}']}}\n"
    [fault] = load_small(extra=gap).errors
    assert fault.where == "gaps/g.about[0]"
    assert remedy in fault.remedy


def test_forms_that_are_each_others_parent_are_a_circle(load_small: LoadSmall) -> None:
    rest = "name: Naam, source: plan, status: plan"
    extra = f"forms:\n  - {{id: een, parent: twee, {rest}}}\n  - {{id: twee, parent: een, {rest}}}\n"
    loaded = load_small(extra=extra)
    assert [fault.where for fault in loaded.errors] == ["forms/een.parent", "forms/twee.parent"]
    assert "lies above itself" in loaded.errors[0].what


def test_partner_without_channel_is_a_gap_not_an_error(load_small: LoadSmall) -> None:
    start, end = SMALL_PACK.index("    channels:"), SMALL_PACK.index("    source: plan §9")
    loaded = load_small(SMALL_PACK[start:end], "")
    assert found(loaded, "has no channel").level == "warning"
    assert loaded.ok


def test_partner_that_says_why_it_has_no_channel_is_no_gap(load_small: LoadSmall) -> None:
    partner = "{id: riec, name: RIEC, source: plan, status: plan, no_channel_reason: Staat niet in het plan}"
    loaded = load_small(extra=f"partners:\n  - {partner}\n")
    assert not [fault for fault in loaded.faults if "riec" in fault.what and "channel" in fault.what]


@pytest.mark.parametrize(
    ("checked", "what"),
    [
        ("2025-06-01", "was last checked on 2025-06-01, more than a year ago"),
        ("2026-07-01", "which is still to come"),
    ],
)
def test_contact_that_is_old_is_a_warning(load_small: LoadSmall, checked: str, what: str) -> None:
    loaded = load_small("2026-01-15", checked)
    fault = found(loaded, what)
    assert (fault.level, fault.where) == ("warning", "partners/zvh-voorbeeld.channels[0].last_checked")


def test_contact_checked_a_year_ago_today_is_not_old(load_small: LoadSmall) -> None:
    loaded = load_small("2026-01-15", "2025-06-02")
    assert not [fault for fault in loaded.faults if "checked" in fault.what]


def test_contact_nobody_checked_is_a_warning(load_small: LoadSmall) -> None:
    loaded = load_small('        last_checked: "2026-01-15"\n', "")
    assert found(loaded, "nobody noted when `0900-0000` was last checked").level == "warning"


def test_contact_past_its_date_is_told_twice_over(load_small: LoadSmall) -> None:
    loaded = load_small("value: 0900-0000", 'value: 0900-0000\n        valid_to: "2026-05-31"')
    assert found(loaded, "was valid until 2026-05-31").level == "warning"
    assert found(loaded, "no channel of partner `zvh-voorbeeld` is valid today").level == "warning"


def figures(whole: int, parts: list[int]) -> str:
    rest = "unit: meldingen, area: regio, period: '2024', source: plan, status: plan"
    rows = [f"  - {{id: deel-{n}, name: Naam, value: {value}, {rest}}}" for n, value in enumerate(parts)]
    ids = ", ".join(f"deel-{n}" for n in range(len(parts)))
    total = f"{{id: totaal, name: Naam, value: {whole}, breakdowns: [{{by: vorm, parts: [{ids}]}}], {rest}}}"
    return "figures:\n" + "\n".join([*rows, f"  - {total}"]) + "\n"


def test_sum_that_adds_up_is_silent(load_small: LoadSmall) -> None:
    loaded = load_small(extra=figures(53, [29, 10, 4, 2, 3, 5]))
    assert not [fault for fault in loaded.faults if "by vorm" in fault.what]


def test_sum_that_does_not_add_up_is_warned_of_and_not_corrected(load_small: LoadSmall) -> None:
    loaded = load_small(extra=figures(54, [29, 10, 4, 2, 3, 5]))
    fault = found(loaded, "by vorm: 29 + 10 + 4 + 2 + 3 + 5 = 53, but `totaal` says 54")
    assert (fault.level, fault.where) == ("warning", "figures/totaal.breakdowns[0]")
    assert loaded.pack is not None
    assert loaded.pack.find("figures", "totaal").value == 54
    assert loaded.ok


def test_sum_uses_the_value_published_last(load_small: LoadSmall) -> None:
    text = figures(54, [29, 10, 4, 2, 3, 5]).replace(
        "value: 54,",
        'value: 54, revisions: [{published: "2025-03-01", value: 53}, {published: "2024-03-01", value: 50}],',
    )
    loaded = load_small(extra=text)
    assert not [fault for fault in loaded.faults if "by vorm" in fault.what]


def test_sum_over_words_cannot_be_checked(load_small: LoadSmall) -> None:
    text = figures(53, [29, 24]).replace("value: 24,", "words: enkele,")
    assert found(load_small(extra=text), "not all values are numbers").level == "warning"


def test_municipality_without_zvh_is_a_gap(load_small: LoadSmall) -> None:
    loaded = load_small("    zvh: zvh-voorbeeld\n", "")
    assert found(loaded, "Voorbeeldstad has no Zorg- en Veiligheidshuis").level == "warning"


@pytest.mark.parametrize(
    ("change", "what", "level"),
    [
        (("  serves: [GM9999]\n", ""), "serves no municipality", "error"),
        (("    receives_signals: true\n", ""), "no role receives new signals", "error"),
        (("Voorbeeldstad", "Voorbeeldstad"), "no route map", "warning"),
    ],
)
def test_pack_that_is_not_whole(
    load_small: LoadSmall, change: tuple[str, str], what: str, level: str
) -> None:
    assert found(load_small(*change), what).level == level


def test_abstract_layer_need_not_be_whole(load_small: LoadSmall) -> None:
    loaded = load_small("  serves: [GM9999]\n", "  abstract: true\n")
    assert not [fault for fault in loaded.faults if "serves no" in fault.what or "route map" in fault.what]


def test_texts_without_english_are_counted_once(load_small: LoadSmall) -> None:
    assert not [fault for fault in load_small().faults if "English" in fault.what]
    loaded = load_small("  serves:", "  languages: [nl, en]\n  serves:")
    fault = found(loaded, "texts have no English")
    assert fault.level == "warning"


def test_dead_end_in_the_life_of_a_dossier_is_an_error(load_small: LoadSmall) -> None:
    loaded = load_small(
        "from_state: received\n    to_state: closed", "from_state: closed\n    to_state: closed"
    )
    assert [fault.where for fault in loaded.errors if "can never be closed" in fault.what]


def test_errors_stand_before_warnings(load_small: LoadSmall) -> None:
    loaded = load_small("zvh: zvh-voorbeeld", "zvh: zvh-vorbeeld")
    assert [fault.level for fault in loaded.faults] == sorted(fault.level for fault in loaded.faults)


LOOKING_UP = """\
route_maps:
  - id: kaart
    name: Kaart
    start: nu
    questions: [{id: nu, kind: yesno, text: Nu?, next: {"*": null}}]
    inputs: [{id: plaats, kind: place, text: Waar?}]
    lookups: [{id: huis, field: veilig_thuis, missing: Niets bekend.}]
    source: plan
    status: plan
rules:
  - id: altijd
    otherwise: true
    steps: [{partner: zvh-voorbeeld, order: 9, why: Bel.}]
    source: plan
    status: plan
  - id: zoek
    when: {nu: "yes"}
    steps: [{lookup: huis, of: [plaats], order: 1, why: Bel.}]
    source: plan
    status: plan
"""


def test_place_that_a_rule_looks_up_in_vain_is_a_gap(load_small: LoadSmall) -> None:
    loaded = load_small("route_maps: []\n", "", extra=LOOKING_UP)
    fault = found(loaded, "Voorbeeldstad has no Veilig Thuis, and a rule looks it up")
    assert (fault.level, fault.where) == ("warning", "municipalities/GM9999")


def test_house_that_no_rule_looks_up_is_not_missed_where_veilig_thuis_takes_signals(
    load_small: LoadSmall,
) -> None:
    loaded = load_small("    zvh: zvh-voorbeeld\n", "    veilig_thuis: zvh-voorbeeld\n")
    assert not [fault for fault in loaded.faults if "Zorg- en Veiligheidshuis" in fault.what]


@pytest.mark.parametrize(
    ("permissions", "words"),
    [
        ("people.manage@signals, dossier.read-own@signals", "goes with no right on dossiers"),
        ("people.manage@signals, reporter.read@signals", "goes with no right on dossiers"),
        ("people.manage@signals, dossier.inspect@care", "goes with no right on dossiers"),
        ("figures.published@signals, dossier.register@signals", "goes with no right on dossiers"),
        ("people.manage@signals, access.review@signals", "are in one role"),
    ],
)
def test_rights_that_must_not_meet_in_one_role(load_small: LoadSmall, permissions: str, words: str) -> None:
    role = f"{{id: beheer, name: Beheer, permissions: [{permissions}], source: plan, status: plan}}"
    loaded = load_small("roles:\n", f"roles:\n  - {role}\n")
    fault = found(loaded, words)
    assert (fault.level, fault.where) == ("error", "roles/beheer.permissions")
    assert fault.remedy


def test_administrator_cannot_get_at_dossiers_by_standing_in_for_a_role(load_small: LoadSmall) -> None:
    beside = "deputy_of: aandachtsfunctionaris, permissions: [people.manage@signals], source: plan"
    loaded = load_small("roles:\n", f"roles:\n  - {{id: beheer, name: Beheer, {beside}, status: plan}}\n")
    assert found(loaded, "goes with no right on dossiers").level == "error"


def test_administrator_and_reader_of_figures_without_dossiers_are_fine(load_small: LoadSmall) -> None:
    rest = "source: plan, status: plan"
    manages = f"{{id: beheer, name: Beheer, permissions: [people.manage@signals, pack.read@signals], {rest}}}"
    reads = f"{{id: raad, name: Raad, permissions: [figures.published@signals], {rest}}}"
    loaded = load_small("roles:\n", f"roles:\n  - {manages}\n  - {reads}\n")
    assert not [fault for fault in loaded.faults if fault.where.startswith(("roles/beheer", "roles/raad"))]
