# SPDX-License-Identifier: EUPL-1.2
"""By which ways a packet can reach a partner: only by a channel or a table of the pack. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sluitend.handover.models import Kind, Way
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Channel, Partner

_STALE_AFTER = timedelta(days=365)
BY_LINK = "partner-link"
"""The part of a pack without which no link is made."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A channel with whether somebody checked it within a year."""

    channel: Channel
    checked: bool

    @property
    def value(self) -> str:
        """The number or address."""
        return self.channel.value


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way that is open to this partner.

    `code_by` lists the phone numbers by which the code of a link can go: another channel than the
    mail. It is empty when there is none; then the code goes in person, or the packet by another way.
    """

    way: Way
    contacts: tuple[Contact, ...]
    code_by: tuple[Contact, ...] = ()

    def has(self, value: str) -> bool:
        """Return whether this number or address is one of the way's own."""
        return any(contact.value == value for contact in self.contacts)


def reached_through(pack: Pack, partner: Partner) -> Partner:
    """Return the partner whose channels count: itself, or the organisation that it is part of."""
    seen = {partner.id}
    while not partner.channels and partner.part_of and partner.part_of not in seen:
        whole: Partner | None = pack.find("partners", partner.part_of)
        if whole is None:
            break
        partner = whole
        seen.add(partner.id)
    return partner


def ways_to(pack: Pack, partner: Partner, *, kind: str, today: date) -> list[WayOut]:
    """Return the open ways, phone first: it is the quickest, and it works when all else is down."""
    reached = reached_through(pack, partner)
    channels = [
        channel
        for channel in reached.channels
        if channel.holds_on(today) and _serves(channel, kind) and (reached.holds_on(today))
    ]
    by_kind = {
        sort: _contacts(reached, (channel for channel in channels if channel.kind == sort), today)
        for sort in ("phone", "mail", "form", "web", "post", "visit")
    }
    secure = tuple(contact for contact in by_kind["mail"] if contact.channel.secure)
    found = [
        WayOut(Way.PHONE, by_kind["phone"]),
        WayOut(Way.LINK, by_kind["mail"], code_by=by_kind["phone"]),
        WayOut(Way.FORM, by_kind["form"] + by_kind["web"]),
        WayOut(Way.MAIL, secure),
        WayOut(Way.PAPER, by_kind["post"] + by_kind["visit"]),
    ]
    there = [way for way in found if way.contacts and (way.way != Way.LINK or pack.feature(BY_LINK))]
    return [*there, WayOut(Way.TABLE, ())] if sits_at_a_table(pack, partner) else there


def sits_at_a_table(pack: Pack, partner: Partner) -> bool:
    """Whether the pack has this partner at a consultation at which signals are discussed."""
    tables = (one for one in pack.consultations if one.dossiers and pack.used(one))
    return any(partner.id in one.partners for one in tables)


def _serves(channel: Channel, kind: str) -> bool:
    if not channel.purposes:
        return True
    wanted = {"advice"} if kind == Kind.ADVICE else {"report", "care"}
    return bool(wanted & set(channel.purposes))


def _contacts(partner: Partner, channels: Iterable[Channel], today: date) -> tuple[Contact, ...]:
    return tuple(Contact(channel, _checked(partner, channel, today)) for channel in channels)


def _checked(partner: Partner, channel: Channel, today: date) -> bool:
    checked = channel.last_checked or partner.last_checked
    return checked is not None and checked >= today - _STALE_AFTER
