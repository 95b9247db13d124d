# SPDX-License-Identifier: EUPL-1.2
"""Registering a signal by the page, as a member of staff does."""

import re
from typing import Any

from django.test import Client

from sluitend.core.codes import read_code

ADDRESS = "/werk/nieuw/"


def fields(client: Client, **changed: Any) -> dict[str, Any]:
    """Return what the form holds when it is sent, with the ticket of the page."""
    page = client.get(ADDRESS).content.decode()
    ticket = re.search(r'name="submission" value="([^"]+)"', page)
    assert ticket is not None
    values: dict[str, Any] = {
        "submission": ticket[1],
        "channel": "phone",
        "reporter_group": "wmo",
        "facts": "Een vrouw durft haar huis niet uit.",
        "acute": "unknown",
        "minor": "unknown",
        "forms": ["onbekend"],
        "source_kind": "unknown",
    }
    return values | changed


def registered(client: Client, **changed: Any) -> Any:
    """Fill in the form and send it."""
    return client.post(ADDRESS, fields(client, **changed))


def code_of(response: Any) -> str:
    """Return the code that a page shows."""
    shown = re.search(r'data-code="([^"]+)"', response.content.decode())
    assert shown is not None, response.content.decode()
    return read_code(shown[1])
