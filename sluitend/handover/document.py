# SPDX-License-Identifier: EUPL-1.2
"""The packet as a PDF that a screen reader can read too (PDF/UA-1, tagged)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sluitend.handover import paper
from sluitend.handover.calling_back import CallBack
from sluitend.handover.models import Kind
from sluitend.handover.packet import Frozen

_TEMPLATE = Path(__file__).parent / "pdf" / "packet.typ"


def packet_pdf(
    packet: Frozen, *, partner_name: str, ground: dict[str, str] | None, call_back: CallBack, more: bool
) -> bytes:
    """Return the packet as PDF in the language at hand. Nothing is written to disk.

    `more`: something stayed behind that the partner may ask for.

    The text goes to the typesetter as data, so nothing that somebody typed is run as a command.
    """
    language = (get_language() or "nl")[:2]
    values = [entry.value for entry in packet.entries]

    def make(shown: list[str]) -> bytes:
        head = _head(packet, partner_name, call_back)
        return _typeset(_data(packet, shown, language, head=head, ground=ground, more=more))

    return paper.made_of(values, make)


def _head(packet: Frozen, partner_name: str, call_back: CallBack) -> list[dict[str, str]]:
    """Return to whom, from whom and how to call back; without a number it says where to ask."""
    unknown = _("No number known; ask on the page where you opened this")
    return [
        {"label": _("To"), "value": partner_name},
        {"label": _("From"), "value": call_back.role},
        {"label": _("Call back"), "value": call_back.in_words or unknown},
        {"label": _("Reference"), "value": packet.reference},
        {"label": _("Date"), "value": date_format(date.fromisoformat(packet.made_on), "j F Y")},
    ]


def _data(
    packet: Frozen,
    shown: list[str],
    language: str,
    *,
    head: list[dict[str, str]],
    ground: dict[str, str] | None,
    more: bool,
) -> dict[str, Any]:
    """Return what the template shows; `shown` are the values of the entries as they can be printed."""
    notice = _(
        "This is a suspicion, not an established fact. Use it for your own task only and do not "
        "pass it on without asking us."
    )
    boxes = _("A □ stands for a sign that we cannot print. The page on which you opened this shows it.")
    return {
        "lang": language,
        "title": title(packet),
        "sender": _("Municipality of %(name)s") % {"name": packet.sender},
        "reference": packet.reference,
        "head": head,
        "notice": f"{notice} {boxes}" if any(paper.BOX in value for value in shown) else notice,
        "entries": [
            {"label": entry.label.text(language), "value": _paragraphs(value)}
            for entry, value in zip(packet.entries, shown, strict=True)
        ],
        "ground": ground,
        "more": more_known() if more else None,
        "next": asked_of(packet.kind),
        "words": {
            "reference": _("Reference"),
            "confidential": _("Confidential"),
            "page": _("Page"),
            "told": _("Our question") if packet.kind == Kind.ADVICE else _("What we tell you"),
            "ground": _("On what ground"),
            "source": _("Source"),
            "next": _("What we ask of you"),
        },
    }


def _typeset(data: dict[str, Any]) -> bytes:
    return paper.typeset(_TEMPLATE, packet=json.dumps(data, ensure_ascii=False))


def title(packet: Frozen) -> str:
    """Return what the packet is called."""
    return _("Request for advice") if packet.kind == Kind.ADVICE else _("Handover of a signal")


def more_known() -> str:
    """Return the sentence to who may ask for what stayed behind."""
    return _(
        "We know more than stands here. Do you need more for your task? "
        "Ask for it; we then look what we may share."
    )


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n") if part.strip()] or [""]


def asked_of(kind: str) -> list[str]:
    """Return what we ask of the partner, a sentence a line."""
    if kind == Kind.ADVICE:
        return [_("Tell us what you advise. We named nobody on purpose; please do not ask who it is.")]
    return [
        _("Let us know that you have received this."),
        _("Tell us when you do not take it up, and why."),
        _("Tell us later what became of it. The reporter only hears that, never the content."),
    ]
