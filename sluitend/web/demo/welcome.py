# SPDX-License-Identifier: EUPL-1.2
"""What the demo says when it starts: where it is, how to sign in, and the codes that are known once."""

import json
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from sluitend.core.codes import show_code
from sluitend.handover import doors
from sluitend.handover.models import Link
from sluitend.policy.schema.pack import Pack
from sluitend.signals import selectors as signals
from sluitend.web.demo.case import Kept
from sluitend.web.demo.cast import PASSWORD, logins

NOBODY = UUID(int=0)


def keep(kept: Kept, file: Path) -> None:
    """Store the codes of a filled demo, for this account only. Real instances never store a code."""
    data = {
        "receipt_code": kept.receipt_code,
        "link_id": str(kept.link_id or ""),
        "link_code": kept.link_code,
    }
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(data, out)


def recall(file: Path) -> Kept:
    """Return the codes that were stored."""
    data = json.loads(file.read_text())
    return Kept(data["receipt_code"], UUID(data["link_id"]) if data["link_id"] else None, data["link_code"])


def welcome(kept: Kept, pack: Pack) -> str:
    """Return the text for the screen; a code that no longer opens is left out."""
    parts = [
        f"Sluitend demo. Begin here: {_address('web:start')}\nAll people, places and signals are made up.",
        _sign_ins(pack),
        _receipt(kept),
        _link(kept),
        "Stop with Ctrl-C; `make demo RESET=1` starts over.",
    ]
    text = "\n\n".join(part for part in parts if part)
    return "\n" + "\n".join(f"  {line}".rstrip() for line in text.splitlines()) + "\n"


def _sign_ins(pack: Pack) -> str:
    found = logins(pack)
    width = max(len(one.role) for one in found)
    lines = [f"  {one.role:<{width}}  {one.email}" for one in found]
    head = f"Staff sign in at {_address('accounts:sign-in')}\n  password  {PASSWORD}  (the same for all)"
    return "\n".join([head, *lines])


def _receipt(kept: Kept) -> str:
    if not kept.receipt_code or signals.open_receipt(kept.receipt_code) is None:
        return ""
    code = show_code(kept.receipt_code)
    return f"A reporter comes back at {_address('signals:receipt-enter')}\n  code  {code}"


def _link(kept: Kept) -> str:
    link = Link.objects.select_related("handover").filter(pk=kept.link_id or NOBODY).first()
    if not doors.usable(link) or link is None:
        return ""
    mail = settings.EMAIL_FILE_PATH
    return "\n".join(
        [
            f"A partner has a mail in {mail} and opens what was handed over at",
            f"  {doors.address_of(link.pk)}",
            f"  code  {kept.link_code}",
        ]
    )


def _address(door: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse(door)
