# SPDX-License-Identifier: EUPL-1.2
"""The partner's door to a packet. How such a door works stands in `doorway`."""

from sluitend.handover.doorway import LIFETIME, SESSION, Doorway, Secrets, new_browser
from sluitend.handover.models import Link
from sluitend.handover.states import READABLE

__all__ = [
    "LIFETIME",
    "PACKETS",
    "SESSION",
    "Secrets",
    "address_of",
    "code_hash",
    "find",
    "new_browser",
    "opened_by",
    "secrets_of",
    "ticket",
    "token_of",
    "try_code",
    "usable",
]


def _still_with_partner(link: Link) -> bool:
    return link.handover.state in READABLE


PACKETS = Doorway(
    name="handover",
    model=Link,
    opens="handover_id",
    with_it="handover__dossier",
    route="handover:door",
    ready=_still_with_partner,
)
secrets_of, token_of, address_of = PACKETS.secrets_of, PACKETS.token_of, PACKETS.address_of
code_hash, find, usable = PACKETS.code_hash, PACKETS.find, PACKETS.usable
try_code, ticket, opened_by = PACKETS.try_code, PACKETS.ticket, PACKETS.opened_by
