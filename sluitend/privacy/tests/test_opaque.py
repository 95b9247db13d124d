# SPDX-License-Identifier: EUPL-1.2
"""A name for what somebody may not see: it leads back for them only, for an hour, and tells nothing."""

import pytest

from conftest import FrozenClock
from sluitend.core.ids import new_id
from sluitend.privacy.opaque import hide, reveal


def test_a_name_leads_back_for_its_holder_and_purpose_only(clock: FrozenClock) -> None:
    value = new_id()
    name = hide(value, holder="vera", purpose="x")
    assert reveal(name, holder="vera", purpose="x") == value
    assert reveal(name, holder="wim", purpose="x") is None
    assert reveal(name, holder="vera", purpose="y") is None
    clock.advance(hours=1, seconds=1)
    assert reveal(name, holder="vera", purpose="x") is None


def test_a_name_tells_nothing_and_is_never_the_same(clock: FrozenClock) -> None:
    value = new_id()
    names = {hide(value, holder="vera", purpose="x") for _ in range(50)}
    assert len(names) == 50
    assert not any(value.hex in name or str(value) in name for name in names)


@pytest.mark.parametrize("name", ["", "x", "é", "a" * 10_000, "=" * 8, "AAAA" * 20, "\x00"])
def test_what_is_no_name_of_ours_leads_nowhere(name: str) -> None:
    assert reveal(name, holder="vera", purpose="x") is None


def test_a_name_with_any_change_leads_nowhere() -> None:
    name = hide(new_id(), holder="vera", purpose="x")
    for place in range(len(name) - 1):
        other = "A" if name[place] != "A" else "B"
        assert reveal(name[:place] + other + name[place + 1 :], holder="vera", purpose="x") is None
