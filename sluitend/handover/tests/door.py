# SPDX-License-Identifier: EUPL-1.2
"""The partner's door in tests: its addresses, and what one reads there."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from sluitend.core.ids import new_id


def at(name: str, token: str, act: str = "") -> str:
    return reverse(f"handover:{name}", args=[token, act] if act else [token])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def same(answer: Any, token: str) -> tuple[int, str]:
    """What an answer tells: status and body, without what differs at every request and the address."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text(answer))
    return answer.status_code, body.replace(token, "TOKEN")


def shown(client: Client, token: str) -> str:
    return text(client.get(at("door", token)))


def feedback(**changed: str) -> dict[str, str]:
    return {"submission": str(new_id()), "outcome": "partner-took-up", "text": "Het loopt.", **changed}
