# SPDX-License-Identifier: EUPL-1.2
"""From which network a request comes: never from where the client says it does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.core.networks import UNKNOWN, client_address, narrow, read_networks, wide

OURS = read_networks("10.0.0.0/8, 2001:db8:ff::/48,127.0.0.1")
PROXY, VISITOR = "10.1.2.3", "198.51.100.7"


def seen(peer: str, forwarded: str | None = None, *, trusted: Any = OURS) -> str:
    meta = {"REMOTE_ADDR": peer} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    return str(client_address(meta, trusted=trusted))


@pytest.mark.parametrize("forwarded", [None, "", "203.0.113.9", "203.0.113.9, 10.1.2.3", "127.0.0.1"])
def test_what_a_peer_that_is_not_trusted_says_changes_nothing(forwarded: str | None) -> None:
    assert seen(VISITOR, forwarded) == VISITOR
    assert seen(PROXY, forwarded, trusted=()) == PROXY


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        (VISITOR, VISITOR),
        # What stands before the address that our proxy saw was said by the visitor.
        (f"203.0.113.9, {VISITOR}", VISITOR),
        (f"10.9.9.9, {VISITOR}", VISITOR),
        (f"127.0.0.1,{VISITOR}, 10.4.4.4", VISITOR),
        (f"{VISITOR}:51234", VISITOR),
        ("2001:db8:1::5", "2001:db8:1::5"),
        ("[2001:db8:1::5]:443", "2001:db8:1::5"),
        ('"[2001:db8:1::5]"', "2001:db8:1::5"),
        ("::ffff:198.51.100.7", VISITOR),
        ("fe80::1%eth0", "fe80::1"),
        # A visitor inside our own network, through our own proxies.
        ("10.9.9.9, 10.4.4.4", "10.9.9.9"),
        ("", PROXY),
        ("unknown", PROXY),
        (f"{VISITOR}, nonsense", PROXY),
        (f"{VISITOR}, nonsense, 10.4.4.4", "10.4.4.4"),
    ],
)
def test_behind_trusted_proxies_the_last_address_that_is_not_ours_counts(
    forwarded: str, expected: str
) -> None:
    assert seen(PROXY, forwarded) == expected


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.0.0.1:5000", "::ffff:127.0.0.1", "2001:db8:ff::1"])
def test_a_proxy_is_known_in_every_spelling(peer: str) -> None:
    assert seen(peer, VISITOR) == VISITOR


@pytest.mark.parametrize("peer", ["", "unix:", "x" * 5000, "256.1.1.1", "\x00"])
def test_a_peer_without_an_address_is_one_network_of_its_own(peer: str) -> None:
    address = client_address({"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": VISITOR}, trusted=OURS)
    assert (address, narrow(address), wide(address)) == (None, UNKNOWN, UNKNOWN)


def test_a_long_list_is_not_read_to_its_end() -> None:
    chain = ",".join([VISITOR, *["10.4.4.4"] * 5000])
    assert seen(PROXY, chain) == "10.4.4.4"


@pytest.mark.parametrize(
    ("address", "small", "large"),
    [
        (VISITOR, "198.51.100.7/32", "198.51.100.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
    ],
)
def test_a_visitor_and_an_organisation_have_a_network_each(address: str, small: str, large: str) -> None:
    found = client_address({"REMOTE_ADDR": address}, trusted=())
    assert (narrow(found), wide(found)) == (small, large)


@given(st.text(), st.text())
def test_any_text_at_all_can_be_read(peer: str, forwarded: str) -> None:
    meta = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    for trusted in (OURS, ()):
        assert narrow(client_address(meta, trusted=trusted))


@given(st.text())
def test_nobody_outside_can_choose_an_address_behind_a_proxy(said: str) -> None:
    """Whatever a visitor sends along, the proxy puts the address that it saw behind it."""
    assert seen(PROXY, f"{said}, {VISITOR}") == VISITOR


@pytest.mark.parametrize("text", ["10.0.0.1/8", "proxy.example", "0.0.0.0/0", "::/0", "10.0.0.0/33", "1 2"])
def test_a_list_of_networks_that_is_wrong_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_networks(f"127.0.0.1,{text}")


def test_an_empty_list_is_no_network() -> None:
    assert read_networks(" , ") == ()
