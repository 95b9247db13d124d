# SPDX-License-Identifier: EUPL-1.2
"""What does not fit the schema is told with its line, its path by ids, and a remedy."""

import pytest

from sluitend.policy.tests.conftest import LoadSmall, small_line


@pytest.mark.parametrize(
    ("change", "where", "what", "remedy"),
    [
        (("status: plan", "status: paln"), "municipalities/GM9999.status", "`paln` is not allowed", "`plan`"),
        (("name: Signaleren", "nmae: X"), "facts/signaleren", "`name` is missing", "add `name`"),
        (("kind: phone", "kind: fone"), "partners/zvh-voorbeeld.channels[0].kind", "`fone`", "`phone`"),
        (
            ("value: 0900-0000", "value: bel ons"),
            "partners/zvh-voorbeeld.channels[0]",
            "not a phone",
            "change",
        ),
        (
            ('"2026-01-15"', '"15 januari"'),
            "partners/zvh-voorbeeld.channels[0].last_checked",
            "`last_checked`",
            'write a date in quotes, such as "2026-01-31"',
        ),
        (
            ("source: plan §1\n", "source: Plan 1\n"),
            "municipalities/GM9999.source",
            "not a valid",
            "plan §6.1",
        ),
        (("- id: arbeid", "- id: Arbeid!"), "forms/Arbeid!.id", "not a valid `id`", "lower-case letters"),
        (
            ("dossier.write@signals", "dossier.wirte@signals"),
            "roles/aandachtsfunctionaris.permissions[1]",
            "`dossier.wirte@signals` is not a valid",
            "did you mean `dossier.write@signals`",
        ),
        (
            ("shape: quarter,", "shape: quater,"),
            "commitments/meldroute.due",
            "`quater` is not allowed for `shape`",
            "did you mean `quarter`",
        ),
        (("shape: quarter, ", ""), "commitments/meldroute.due", "`shape` is missing", "add `shape`"),
        (("2026-Q1", "2026-Q5"), "commitments/meldroute.due.quarter", "not a valid `quarter`", '"2026-Q1"'),
        (
            ("receives_signals: true", 'receives_signals: "ja"'),
            "roles/aandachtsfunctionaris.receives_signals",
            "`receives_signals`",
            "write true or false",
        ),
        (
            ("roles: [case-consultation]", "roles: intake"),
            "partners/zvh-voorbeeld.roles",
            "`roles`",
            "a list",
        ),
        (
            ("[{role: aandachtsfunctionaris}]", "[{role: a, department: b}]"),
            "commitments/meldroute.owners[0]",
            "name exactly one of role, department, project, partner",
            "change it",
        ),
        (("count: 5", "count: -5"), "terms/week.count", "`count`", "sluitend pack schema"),
        (("serves: [GM9999]", "serves: [Lisse]"), "pack.serves[0]", "not a valid `serves`", "GM0553"),
    ],
)
def test_fault_names_line_path_and_remedy(
    load_small: LoadSmall, change: tuple[str, str], where: str, what: str, remedy: str
) -> None:
    loaded = load_small(*change)
    assert loaded.pack is None
    fault = next(fault for fault in loaded.faults if fault.where == where)
    assert what in fault.what
    assert remedy in fault.remedy
    assert fault.file.endswith("voorbeeld/pack.yaml")
    assert abs(fault.line - small_line(change[0].strip())) <= 4


def test_unknown_field_is_refused_with_the_name_that_was_meant(load_small: LoadSmall) -> None:
    loaded = load_small("last_checked:", "last_cheked:")
    [fault] = loaded.faults
    assert fault.line == small_line("last_checked:")
    assert fault.what == "`last_cheked` is not a known field"
    assert fault.remedy == "did you mean `last_checked`?"


def test_unknown_field_without_likeness_lists_what_is_known(load_small: LoadSmall) -> None:
    [fault] = load_small("    zvh: zvh-voorbeeld", "    zvh: zvh-voorbeeld\n    qqq: 1").faults
    assert fault.where == "municipalities/GM9999.qqq"
    assert "`veilig_thuis`" in fault.remedy


def test_field_inside_a_union_gets_a_suggestion(load_small: LoadSmall) -> None:
    loaded = load_small("quarter: 2026-Q1", "quarter: 2026-Q1, quartr: 2026-Q2")
    [fault] = loaded.faults
    assert fault.remedy == "did you mean `quarter`?"


def test_several_faults_are_all_told(load_small: LoadSmall) -> None:
    loaded = load_small(extra="forms:\n  - id: een\n  - id: twee\n")
    whats = [(fault.where, fault.what) for fault in loaded.faults]
    assert whats == [
        (f"forms/{form}", f"`{name}` is missing")
        for form in ("een", "twee")
        for name in ("source", "status", "name")
    ]
