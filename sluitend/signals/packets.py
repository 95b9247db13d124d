# SPDX-License-Identifier: EUPL-1.2
"""What of a signal can be offered to a partner. The guard decides what of it goes."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.dossiers import access
from sluitend.dossiers.models import Dossier
from sluitend.handover.packet import Field, Packet
from sluitend.policy.schema.pack import Pack
from sluitend.privacy.vaults import Illegible
from sluitend.sharing import Urgency
from sluitend.signals import identifiers, selectors
from sluitend.signals.models import SourceKind, ThreeWay
from sluitend.signals.selectors import Content

# Stands for what exists but is not opened: enough for the guard to say whether it could go.
SEALED = "…"
# What is sealed apart, and the right that opens it.
APART = {
    "reporter-name": selectors.READ_REPORTER,
    "reporter-contact": selectors.READ_REPORTER,
    "safe-contact": selectors.READ_SAFE_CONTACT,
}
# The partner reads Dutch; so does the packet.
LANGUAGE = "nl"


def packet(
    content: Content,
    dossier: Dossier,
    pack: Pack,
    *,
    question: str = "",
    urgency: Urgency = Urgency.NORMAL,
    danger: str = "",
) -> Packet:
    """Return all that a signal can offer, with the reporter and the safe contact still sealed.

    Who hands it over as acute says that there is danger now, and in `danger` which.
    """
    told = {"question": question}
    if urgency is Urgency.ACUTE:
        told |= {"acute": ThreeWay.YES, "danger": danger}
    with translation.override(LANGUAGE):
        return _packet(content, dossier, pack, told)


def _packet(content: Content, dossier: Dossier, pack: Pack, told: Mapping[str, str]) -> Packet:
    signal, find = content.signal, pack.find
    forms = ", ".join(found.name.text(LANGUAGE) for form in signal.forms if (found := find("forms", form)))
    place = find("municipalities", dossier.municipality)
    named = dict.fromkeys(identifiers.KINDS, "")
    for kind, text in content.identifiers:
        if isinstance(text, Illegible):
            continue
        named[kind] = f"{named[kind]}; {text}" if named[kind] else text
    signs = [found.name.text(LANGUAGE) for one in content.indicators if (found := find("indicators", one))]
    offered = {
        "reference": dossier.reference,
        "question": told["question"],
        "municipality": place.name if place else "",
        "received": f"{clock.local_date(signal.received_at):%d-%m-%Y}",
        "forms": forms,
        "minor": _three(content.answers.minor),
        "acute": _three(told.get("acute", content.answers.acute)),
        "danger": told.get("danger", ""),
        "source-kind": str(SourceKind(signal.source_kind).label),
        "signs": "\n".join(signs),
        "facts": content.facts,
        "circumstances": content.circumstances,
        "interpretation": content.interpretation,
        "address": named[identifiers.ADDRESS],
        "kvk": named[identifiers.KVK],
        "phone": named[identifiers.PHONE],
        "plate": named[identifiers.PLATE],
        "source-note": content.source_note,
        "safe-contact": SEALED if signal.safe_contact else "",
        "reporter-name": SEALED if signal.reporter_name else "",
        "reporter-contact": SEALED if signal.reporter_contact else "",
    }
    known = {field.id for field in pack.sharing_fields}
    # What cannot be read does not go: a partner would take the sentence for what was reported.
    readable = {name: value for name, value in offered.items() if not isinstance(value, Illegible)}
    fields = [Field(name, value) for name, value in readable.items()] + _added(content)
    return Packet(tuple(field for field in fields if field.value and field.id in known))


def _added(content: Content) -> list[Field]:
    """Return what was learned later as facts with their day and their sort of source."""
    fields = []
    for one in content.additions:
        if one.note and not isinstance(one.note, Illegible):
            when, source = f"{clock.local_date(one.at):%d-%m-%Y}", SourceKind(one.source_kind).label
            fields.append(
                Field(
                    "facts",
                    _("Added on %(day)s (%(source)s): %(note)s")
                    % {"day": when, "source": source, "note": one.note},
                )
            )
        if one.source_note and not isinstance(one.source_note, Illegible):
            fields.append(Field("source-note", one.source_note))
    return fields


def openable(offered: Packet, by: Actor, dossier: Dossier) -> tuple[Packet, tuple[str, ...]]:
    """Return what of it this actor can hand over, and the rights that the rest needs.

    Who hands over opens what is sealed apart; without the right to do so it stays behind.
    """
    needed = {field.id: APART[field.id] for field in offered.fields if _is_sealed(field)}
    lacking = [right for right in dict.fromkeys(needed.values()) if not access.may(by, right, dossier)]
    left = tuple(field for field in offered.fields if needed.get(field.id) not in lacking)
    return Packet(left), tuple(lacking)


def opens_apart(offered: Packet, allowed: frozenset[str]) -> bool:
    """Return whether handing this over opens what lies apart: the reporter, or the safe contact."""
    return any(_is_sealed(field) and field.id in allowed for field in offered.fields)


def shown(offered: Packet) -> Packet:
    """Return the packet as it is shown before it goes: what is sealed says so."""
    sealed = _("Is opened only when it is handed over.")
    return Packet(
        tuple(replace(field, value=sealed) if _is_sealed(field) else field for field in offered.fields)
    )


def unsealed(offered: Packet, allowed: frozenset[str], by: Actor, dossier: Dossier, *, reason: str) -> Packet:
    """Return the packet with what is sealed apart opened, as far as it may go; each look is journalled."""
    opened: dict[str, str] = {}
    if {"reporter-name", "reporter-contact"} & allowed & set(offered.ids):
        name, contact = selectors.identity(by, dossier, reason=reason)
        opened |= {"reporter-name": name, "reporter-contact": contact}
    if "safe-contact" in allowed & set(offered.ids):
        opened["safe-contact"] = selectors.safe_contact(by, dossier, reason=reason)
    return Packet(
        tuple(
            Field(field.id, opened.get(field.id, "") if _is_sealed(field) else field.value)
            for field in offered.fields
        )
    )


def _is_sealed(field: Field) -> bool:
    """Whether it is still to be opened; anybody may have written the very same sign in another field."""
    return field.id in APART and field.value == SEALED


def _three(value: str) -> str:
    return {ThreeWay.YES: _("Yes"), ThreeWay.NO: _("No")}.get(ThreeWay(value), _("Not known"))
