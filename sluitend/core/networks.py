# SPDX-License-Identifier: EUPL-1.2
"""From which network a request comes, also behind proxies. Nothing here is stored or logged.

What a client says about itself counts for nothing. A proxy that is trusted says which address it saw;
of a chain of them the last one that is not ours is the visitor.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
# What one visitor has for sure, and what one organisation or provider easily has.
_NARROW, _WIDE = {4: 32, 6: 64}, {4: 24, 6: 48}
# Nobody chains more proxies; who sends a longer list only wants us to read it.
_MOST_HOPS = 20
UNKNOWN = "unknown"


def address_of(request: HttpRequest) -> Address | None:
    """Return the address from which a visitor asks, or None when there is none to be read."""
    return client_address(request.META, trusted=read_networks(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=8)
def read_networks(text: str) -> tuple[Network, ...]:
    """Return the networks in a list with commas; raises `ValueError` with the part that is none."""
    found = []
    for part in filter(None, map(str.strip, text.split(","))):
        network = ip_network(part)
        if network.prefixlen == 0:
            message = f"{part} is every address there is"
            raise ValueError(message)
        found.append(network)
    return tuple(found)


def client_address(meta: Mapping[str, Any], *, trusted: Sequence[Network]) -> Address | None:
    """Return the address of the visitor, or None when there is none to be read.

    The peer's own, unless the peer is a trusted proxy: then the last address in `X-Forwarded-For` that
    is not a trusted proxy. What cannot be read there ends the search at the proxy that passed it on.
    """
    found = _read(str(meta.get("REMOTE_ADDR", "")))
    hops = str(meta.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]
    for hop in reversed(hops):
        if found is None or not is_among(found, trusted):
            break
        before = _read(hop)
        if before is None:
            break
        found = before
    return found


def is_among(address: Address, networks: Sequence[Network]) -> bool:
    """Return whether an address lies in one of the networks."""
    return any(address in network for network in networks)


def narrow(address: Address | None) -> str:
    """Return what one visitor has: an IPv4 address, or an IPv6 network of /64."""
    return _network(address, _NARROW)


def wide(address: Address | None) -> str:
    """Return what one organisation easily has: a /24 of IPv4, or a /48 of IPv6."""
    return _network(address, _WIDE)


def _network(address: Address | None, sizes: Mapping[int, int]) -> str:
    if address is None:
        return UNKNOWN
    return str(ip_network((address.packed, sizes[address.version]), strict=False))


def _read(text: str) -> Address | None:
    """Return an address, with or without its port; one of IPv4 that came over IPv6 is one of IPv4."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        # A zone (`%eth0`) names a card of this machine, not a network.
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
