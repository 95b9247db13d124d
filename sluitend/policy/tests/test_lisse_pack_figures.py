# SPDX-License-Identifier: EUPL-1.2
"""The numbers and contacts of the plan of Lisse, exactly as printed; and the days off of the act."""

from datetime import date
from typing import Any

import pytest

from sluitend.policy.tests.real_packs import cited, loaded_lisse, pack_of

PACK = pack_of(loaded_lisse())


@pytest.mark.parametrize(
    ("figure", "value", "unit", "period"),
    [
        ("land-slachtoffers-2024", 944, "(vermoedelijke) slachtoffers", "2024"),
        ("land-toename-2024", 76, "(vermoedelijke) slachtoffers", "2024 ten opzichte van 2023"),
        ("land-slachtoffers-2023", 868, "(vermoedelijke) slachtoffers", "2023"),
        ("regio-meldingen-2024", 53, "meldingen", "2024"),
        ("regio-meldingen-seksueel", 29, "meldingen", "2024"),
        ("regio-meldingen-crimineel", 10, "meldingen", "2024"),
        ("regio-meldingen-arbeid", 4, "meldingen", "2024"),
        ("regio-meldingen-dubbel", 2, "meldingen", "2024"),
        ("regio-meldingen-jeugdprostitutie", 3, "meldingen", "2024"),
        ("regio-meldingen-onbekend", 5, "meldingen", "2024"),
        ("regio-meldingen-jong", 22, "meldingen", "2024"),
        ("regio-meldingen-volwassen", 31, "meldingen", "2024"),
        ("regio-meldingen-lisse", 0, "meldingen", "2024"),
        ("regio-trajecten-2024", 201, "zorgtrajecten", "2024"),
        ("gemeenten-in-eenheid", 27, "gemeenten", "ten tijde van het plan"),
    ],
)
def test_figure_is_as_printed(figure: str, value: int, unit: str, period: str) -> None:
    found = PACK.find("figures", figure)
    assert (found.value, str(found.unit), str(found.period)) == (value, unit, period)


def test_estimate_is_a_range_and_868_is_not_said_to_be_printed() -> None:
    estimate = PACK.find("figures", "land-schatting")
    assert (estimate.min, estimate.max, estimate.value) == (5000, 7000, None)
    before = PACK.find("figures", "land-slachtoffers-2023")
    assert before.status == "derived"
    assert [PACK.find("figures", name).value for name in before.derived_from] == [944, 76]
    assert [figure.id for figure in PACK.figures if figure.status == "derived"] == ["land-slachtoffers-2023"]


def test_fifty_three_reports_add_up_twice_and_trajectories_stay_apart() -> None:
    reports = PACK.find("figures", "regio-meldingen-2024")
    sums = [sorted(PACK.find("figures", part).value for part in one.parts) for one in reports.breakdowns]
    assert sums == [[2, 3, 4, 5, 10, 29], [22, 31]]
    parts = {part for figure in PACK.figures for one in figure.breakdowns for part in one.parts}
    assert "regio-trajecten-2024" not in parts


def test_a_double_form_counts_as_a_category_of_its_own() -> None:
    assert PACK.find("figures", "regio-meldingen-dubbel").forms == ("seksueel", "crimineel")


def test_local_figures_are_words_not_numbers() -> None:
    local = [figure for figure in PACK.figures if ("plan", "§3.3") in cited(figure)]
    assert len(local) == 3
    assert all(figure.words is not None and figure.value is None for figure in local)


PRINTED: dict[str, list[str]] = {
    "112": ["112"],
    "nla": ["0800-5151", "www.nlarbeidsinspectie.nl/onderwerpen/melden"],
    "avim": ["0900-8844"],
    "shop": ["070-3614747", "06-14007438", "zoco@shop-denhaag.nl"],
    "zvh-haaglanden": ["070-7570900", "veiligheidshuishaaglanden@zvhh.nl"],
    "zvh-hollands-midden": ["088-3084343", "infoZVH@zvhhm.nl"],
}
NATIONAL = {
    "politie": ["0900-8844"],
    "veilig-thuis": ["0800-2000"],
    "comensha": ["033-4481186"],
    "mma": ["0800-7000"],
}


def test_every_contact_is_printed_on_the_map_or_stands_in_the_national_layer() -> None:
    found = {one.id: [channel.value for channel in one.channels] for one in PACK.partners if one.channels}
    assert found == PRINTED | NATIONAL


@pytest.mark.parametrize("partner", PRINTED)
def test_printed_contact_names_the_annex(partner: str) -> None:
    assert ("plan", "§bijlage 1") in cited(PACK.find("partners", partner))


def test_all_partners_of_the_route_are_there() -> None:
    wanted = {
        *("112", "nla", "avim", "shop", "zvh-hollands-midden", "zvh-haaglanden", "veilig-thuis"),
        *("aandachtsfunctionaris", "signalenoverleg", "heit-prostitutie", "heit-malafide", "riec"),
        *("adresonderzoek", "toezicht", "odwh", "brandweer", "bibob", "ldh", "mma", "comensha"),
    }
    assert wanted <= {partner.id for partner in PACK.partners}


def test_who_cannot_be_reached_says_why() -> None:
    for partner in PACK.partners:
        inside = partner.role is not None or partner.consultation is not None
        assert partner.channels or inside or partner.no_channel_reason, partner.id


def test_age_of_23_falls_in_both_parts_of_shop() -> None:
    assert PACK.find("partners", "shop-jeugd").ages.max == 23
    assert PACK.find("partners", "shop-volwassenen").ages.min == 23


def test_twenty_seven_municipalities_have_their_care_and_safety_house() -> None:
    by_house: dict[Any, list[str]] = {}
    for one in PACK.municipalities:
        assert one.status == "to-confirm"
        by_house.setdefault(one.zvh, []).append(one.id)
    assert {house: len(codes) for house, codes in by_house.items()} == {
        "zvh-haaglanden": 9,
        "zvh-hollands-midden": 18,
    }
    assert PACK.find("municipalities", "GM0553").name == "Lisse"
    assert PACK.find("municipalities", "GM0553").zvh == "zvh-hollands-midden"


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # 27 April 2025 is a Sunday, so the King's birthday is celebrated a day earlier.
        (2025, ["01-01", "04-18", "04-21", "04-26", "05-05", "05-29", "05-30", "06-09", "12-25", "12-26"]),
        (
            2026,
            [
                *("01-01", "01-02", "04-03", "04-06", "04-27", "05-05", "05-14", "05-15", "05-25"),
                *("12-25", "12-26"),
            ],
        ),
        (2027, ["01-01", "03-26", "03-29", "04-27", "05-05", "05-06", "05-07", "05-17", "12-25", "12-26"]),
    ],
)
def test_days_off_are_those_of_the_act_and_the_decrees(year: int, days: list[str]) -> None:
    assert sorted(PACK.holidays_in(year)) == [date.fromisoformat(f"{year}-{day}") for day in days]


def test_fifth_of_may_counts_every_year() -> None:
    assert all(date(year, 5, 5) in PACK.holidays_in(year) for year in range(2024, 2041))
