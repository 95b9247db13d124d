# SPDX-License-Identifier: EUPL-1.2
"""Contacts grow old: who has no way to be reached, and which ways nobody checked."""

from collections.abc import Iterator
from datetime import date, timedelta

from sluitend.core import clock
from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Channel, Partner

STALE_AFTER = timedelta(days=365)


def contacts(pack: Pack) -> Iterator[Finding]:
    """Warn of partners that cannot be reached and of contacts that are old or out of date."""
    today = clock.today()
    for partner in pack.partners:
        yield from _unreachable(partner, today)
        for index, channel in enumerate(partner.channels):
            yield from _aged(partner, channel, index, today)


def _unreachable(partner: Partner, today: date) -> Iterator[Finding]:
    internal = partner.role is not None or partner.consultation is not None
    if not partner.channels and not internal and partner.no_channel_reason is None:
        what = f"partner `{partner.id}` has no channel"
        yield _warning(partner, what, "add a channel, or say why there is none in `no_channel_reason`")
    elif partner.channels and not any(channel.holds_on(today) for channel in partner.channels):
        what = f"no channel of partner `{partner.id}` is valid today"
        yield _warning(partner, what, "add a channel that is valid now")


def _aged(partner: Partner, channel: Channel, index: int, today: date) -> Iterator[Finding]:
    path = ("channels", index)
    checked = channel.last_checked or partner.last_checked
    if channel.valid_to is not None and channel.valid_to < today:
        what = f"`{channel.value}` was valid until {channel.valid_to}"
        yield _warning(partner, what, "remove it, or give the present contact", path)
    elif checked is None:
        what = f"nobody noted when `{channel.value}` was last checked"
        yield _warning(partner, what, "check it, then add `last_checked`", path)
    elif checked < today - STALE_AFTER:
        what = f"`{channel.value}` was last checked on {checked}, more than a year ago"
        yield _warning(partner, what, "check it and change `last_checked`", (*path, "last_checked"))
    elif checked > today:
        what = f"`{channel.value}` was checked on {checked}, which is still to come"
        yield _warning(partner, what, "correct `last_checked`", (*path, "last_checked"))


def _warning(partner: Partner, what: str, remedy: str, path: tuple[str | int, ...] = ()) -> Finding:
    return Finding(Level.WARNING, "partners", partner.id, what, remedy, path)
