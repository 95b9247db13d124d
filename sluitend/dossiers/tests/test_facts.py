# SPDX-License-Identifier: EUPL-1.2
"""Facts count events and lead back to nobody."""

from datetime import date
from typing import Any

import pytest

from sluitend.dossiers.models import Fact
from sluitend.dossiers.services import count_fact

DAY = date(2026, 6, 2)


def test_a_fact_holds_words_in_a_fixed_order(db: None) -> None:
    fact = count_fact(
        kind="signal-received",
        municipality="GM0553",
        day=DAY,
        dims={"reporter": "boa", "forms": ["seksueel", "arbeid", "arbeid"], "minor": False, "days": 3},
    )
    fact.refresh_from_db()
    assert fact.dims == {"days": 3, "forms": ["arbeid", "seksueel"], "minor": False, "reporter": "boa"}
    assert fact.number == 1


@pytest.mark.parametrize(
    "dims",
    [
        {"naam": "iemand"},
        {"reporter": "Jan Jansen"},
        {"forms": ["arbeid", "Voorbeeldstraat 1"]},
        {"outcome": "a" * 61},
        {"partner": "mail@example.invalid"},
    ],
)
def test_what_somebody_wrote_never_becomes_a_fact(db: None, dims: Any) -> None:
    with pytest.raises(ValueError, match="fact"):
        count_fact(kind="signal-received", municipality="GM0553", day=DAY, dims=dims)
    assert not Fact.objects.exists()


def test_a_mistake_is_taken_back_by_another_fact(db: None) -> None:
    for take_back in (False, True):
        count_fact(kind="signal-received", municipality="GM0553", day=DAY, take_back=take_back)
    assert sum(Fact.objects.values_list("number", flat=True)) == 0


def test_the_id_of_a_fact_tells_no_time(db: None) -> None:
    ids = [count_fact(kind="signal-received", municipality="GM0553", day=DAY).pk for _ in range(20)]
    assert {pk.version for pk in ids} == {4}
    assert ids != sorted(ids)


def test_nothing_in_a_fact_refers_to_a_dossier_or_a_person() -> None:
    assert not [field for field in Fact._meta.get_fields() if field.is_relation]
    assert {field.name for field in Fact._meta.get_fields()} == {
        "id",
        "kind",
        "municipality",
        "day",
        "dims",
        "number",
    }
