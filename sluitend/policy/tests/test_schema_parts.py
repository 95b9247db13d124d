# SPDX-License-Identifier: EUPL-1.2
"""Parts of the schema that calculate: when something is due, holidays, contacts, texts."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from sluitend.policy.schema.base import Text, Validity, citations
from sluitend.policy.schema.due import Due
from sluitend.policy.schema.facts import Document, Fact, Measured
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Channel
from sluitend.policy.schema.settings import Feature, Holiday

DUE: TypeAdapter[Any] = TypeAdapter(Due)


@pytest.mark.parametrize(
    ("due", "last_day"),
    [
        ({"shape": "date", "date": "2026-10-18"}, date(2026, 10, 18)),
        ({"shape": "quarter", "quarter": "2026-Q1"}, date(2026, 3, 31)),
        ({"shape": "quarter", "quarter": "2026-Q4"}, date(2026, 12, 31)),
        ({"shape": "quarter-range", "first": "2026-Q2", "last": "2026-Q3"}, date(2026, 9, 30)),
        ({"shape": "year", "year": 2026}, date(2026, 12, 31)),
        ({"shape": "duration", "amount": 8, "unit": "weeks", "after": "Verzoek"}, None),
        ({"shape": "phase", "phase": "Fase 2"}, None),
        ({"shape": "ongoing", "review_months": 12}, None),
        ({"shape": "ongoing"}, None),
    ],
)
def test_due_shape_names_its_last_day(due: dict[str, Any], last_day: date | None) -> None:
    assert DUE.validate_python(due).last_day() == last_day


@pytest.mark.parametrize(
    "due",
    [
        {"shape": "quarter-range", "first": "2026-Q3", "last": "2026-Q2"},
        {"shape": "quarter", "quarter": "2026-Q5"},
        {"shape": "duration", "amount": 0, "unit": "weeks", "after": "x"},
        {"shape": "soon"},
    ],
)
def test_impossible_due_is_refused(due: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DUE.validate_python(due)


def holiday(when: dict[str, Any], **more: Any) -> Holiday:
    return Holiday.model_validate(
        {"id": "h", "name": "H", "source": "wet", "status": "law", "when": when, **more}
    )


@pytest.mark.parametrize(
    ("when", "year", "days"),
    [
        ({"rule": "month-day", "day": "12-25"}, 2026, [date(2026, 12, 25)]),
        ({"rule": "month-day", "day": "04-27", "sunday_moves": -1}, 2025, [date(2025, 4, 26)]),
        ({"rule": "month-day", "day": "04-27", "sunday_moves": -1}, 2026, [date(2026, 4, 27)]),
        ({"rule": "easter", "days": 39}, 2026, [date(2026, 5, 14)]),
        ({"rule": "easter", "days": -2}, 2027, [date(2027, 3, 26)]),
        ({"rule": "dates", "dates": ["2026-05-15", "2027-05-07"]}, 2026, [date(2026, 5, 15)]),
        ({"rule": "month-day", "day": "02-29"}, 2028, [date(2028, 2, 29)]),
        ({"rule": "month-day", "day": "02-29"}, 2026, []),
    ],
)
def test_holiday_falls_on_its_day(when: dict[str, Any], year: int, days: list[date]) -> None:
    assert list(holiday(when).in_year(year)) == days


def test_holiday_counts_only_in_its_years() -> None:
    found = holiday({"rule": "month-day", "day": "05-05"}, from_year=2020, to_year=2025)
    assert [year for year in range(2018, 2028) if found.in_year(year)] == list(range(2020, 2026))


@pytest.mark.parametrize(
    ("kind", "value", "href"),
    [
        ("phone", "070-3614747", "tel:0703614747"),
        ("phone", "+31 (0)70 361 47 47", "tel:+310703614747"),
        ("phone", "112", "tel:112"),
        ("mail", "info@example.invalid", "mailto:info@example.invalid"),
        ("web", "www.example.invalid/melden", "https://www.example.invalid/melden"),
        ("form", "https://example.invalid/f", "https://example.invalid/f"),
        ("visit", "Voorbeeldstraat 1", ""),
    ],
)
def test_channel_opens_in_a_browser(kind: Any, value: str, href: str) -> None:
    assert Channel(kind=kind, value=value).href == href


@pytest.mark.parametrize(
    "script", ["javascript:alert(1).x/://", "data:text.html,a/://", "JAVASCRIPT:a.b/://"]
)
def test_no_address_of_a_contact_or_source_is_a_script(script: str) -> None:
    assert Channel(kind="web", value=script).href == f"https://{script}"
    document = {"id": "d", "title": "D"}
    fact = {"id": "f", "kind": "theme", "name": "F", "source": "wet", "status": "law"}
    for model, given in ((Document, document), (Fact, fact)):
        model.model_validate(given | {"url": "https://example.invalid/a"})
        with pytest.raises(ValidationError, match="url"):
            model.model_validate(given | {"url": script})


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "bel"), ("mail", "info"), ("web", "javascript:alert(1)"), ("web", "a b.nl"), ("phone", "1")],
)
def test_channel_refuses_a_value_of_another_kind(kind: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        Channel(kind=kind, value=value)


def test_validity_counts_both_ends() -> None:
    validity = Validity(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    assert validity.holds_on(date(2026, 1, 1))
    assert validity.holds_on(date(2026, 12, 31))
    assert not validity.holds_on(date(2027, 1, 1))
    with pytest.raises(ValidationError):
        Validity(valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))


@pytest.mark.parametrize("given", [{}, {"value": 1, "words": "x"}, {"min": 1}, {"min": 5, "max": 1}])
def test_figure_is_one_of_number_range_and_words(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Measured.model_validate(given)


def test_feature_that_is_off_says_why() -> None:
    basis = {"id": "f", "name": "F", "source": "plan", "status": "design-choice"}
    with pytest.raises(ValidationError):
        Feature.model_validate({**basis, "enabled": False})


def test_text_falls_back_to_dutch_and_plain_string_is_dutch() -> None:
    assert Text.model_validate("Hallo").text("en") == "Hallo"
    assert Text(nl="Hallo", en="Hello").text("en-gb") == "Hello"
    assert Text(nl="Hallo", en="Hello").text("nl") == "Hallo"


def test_source_names_one_or_more_places() -> None:
    found = [(place.document, place.section) for place in citations("plan §6.1; wmo art. 1.2.2; gids")]
    assert found == [("plan", "§6.1"), ("wmo", "art. 1.2.2"), ("gids", "")]


def test_part_that_is_off_or_unknown_is_not_used() -> None:
    basis = {"name": "F", "source": "plan", "status": "design-choice"}
    pack = Pack.model_validate(
        {
            "pack": {"id": "p", "version": "1", "title": "P"},
            "features": [
                {"id": "aan", "enabled": True, **basis},
                {"id": "uit", "enabled": False, "reason": "Klein", **basis},
            ],
            "texts": [{"id": "welkom", "text": "Welkom", "feature": "uit"}],
            "holidays": [
                {
                    "id": "kerst",
                    "name": "Kerst",
                    "source": "wet",
                    "status": "law",
                    "when": {"rule": "month-day", "day": "12-25"},
                }
            ],
        }
    )
    assert (pack.feature("aan"), pack.feature("uit"), pack.feature("weg")) == (True, False, False)
    assert not pack.used(pack.texts[0])
    assert pack.text("welkom") == "Welkom"
    assert pack.text("weg") == ""
    assert not pack.calendar(2026, 2027).is_working_day(date(2026, 12, 25))
    assert pack.calendar(2026, 2027).is_working_day(date(2026, 12, 24))
