# SPDX-License-Identifier: EUPL-1.2
"""Only ways for which the pack has a channel."""

from datetime import date
from typing import Any

import pytest

from sluitend.handover.ways import WayOut, ways_to
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner
from sluitend.policy.selectors import InForce
from sluitend.policy.tests.real_packs import loaded_lisse, pack_of

TODAY = date(2026, 6, 2)
PACK = pack_of(loaded_lisse())


def partner(*channels: dict[str, Any], **changed: Any) -> Partner:
    given = {
        "id": "p",
        "name": "P",
        "source": "plan §1",
        "status": "plan",
        "channels": channels,
        **changed,
    }
    return Partner.model_validate(given)


def ways(found: Partner, kind: str = "report", pack: Any = PACK) -> dict[str, WayOut]:
    return {way.way: way for way in ways_to(pack, found, kind=kind, today=TODAY)}


def test_phone_only_is_phone_only() -> None:
    assert set(ways(partner({"kind": "phone", "value": "0900-0000"}))) == {"phone"}


def test_plain_mail_carries_a_link_and_never_the_packet() -> None:
    found = ways(partner({"kind": "mail", "value": "a@example.invalid"}))
    assert set(found) == {"link"}
    assert found["link"].code_by == ()


def test_mail_and_phone_give_a_link_with_a_code_by_phone() -> None:
    found = ways(
        partner(
            {"kind": "mail", "value": "a@example.invalid"},
            {"kind": "phone", "value": "0900-0000", "last_checked": "2026-01-01"},
        )
    )
    assert list(found) == ["phone", "link"]
    assert [contact.value for contact in found["link"].code_by] == ["0900-0000"]
    assert found["link"].code_by[0].checked


def test_secure_mail_may_carry_the_packet() -> None:
    assert "mail" in ways(partner({"kind": "mail", "value": "a@example.invalid", "secure": True}))


def test_form_and_post_are_ways_of_their_own() -> None:
    found = ways(
        partner({"kind": "form", "value": "www.example.invalid"}, {"kind": "post", "value": "Postbus 1"})
    )
    assert set(found) == {"form", "paper"}


def test_no_channel_is_no_way() -> None:
    assert ways(partner()) == {}


@pytest.mark.parametrize("days", [{"valid_to": "2026-06-01"}, {"valid_from": "2026-06-03"}])
def test_a_channel_counts_while_it_is_valid(days: dict[str, str]) -> None:
    assert ways(partner({"kind": "phone", "value": "0900-0000", **days})) == {}


def test_a_channel_for_reports_serves_no_advice() -> None:
    found = partner({"kind": "phone", "value": "0900-0000", "purposes": ["report"]})
    assert set(ways(found)) == {"phone"}
    assert ways(found, kind="advice") == {}


def test_a_number_that_nobody_checked_for_a_year_is_marked() -> None:
    found = ways(partner({"kind": "phone", "value": "0900-0000"}, last_checked="2025-01-01"))
    assert not found["phone"].contacts[0].checked


def test_a_part_is_reached_through_the_whole(lisse: InForce) -> None:
    part = lisse.pack.find("partners", "shop-jeugd")
    assert set(ways(part, pack=lisse.pack)) == {"phone", "link"}


def test_a_partner_of_which_nobody_knows_a_contact_has_no_way(lisse: InForce) -> None:
    assert ways(lisse.pack.find("partners", "heit-prostitutie"), pack=lisse.pack) == {}


def test_pack_that_has_links_switched_off_makes_none() -> None:
    off = tuple(
        one.model_copy(update={"enabled": False}) if one.id == "partner-link" else one
        for one in PACK.features
    )
    silent = Pack.model_construct(**{**dict(PACK), "features": off})
    mail, phone = {"kind": "mail", "value": "a@example.invalid"}, {"kind": "phone", "value": "0900-0000"}
    assert set(ways(partner(mail, phone))) == {"phone", "link"}
    assert set(ways(partner(mail, phone), pack=silent)) == {"phone"}
