# SPDX-License-Identifier: EUPL-1.2
"""What an item of an agenda offers to tell. The guard decides what of it goes to whom."""

from django.utils import translation

from sluitend.cases.models import AgendaItem, Case
from sluitend.core.actor import Actor
from sluitend.dossiers import access
from sluitend.handover.packet import Field, Packet
from sluitend.policy.schema.pack import Pack
from sluitend.privacy import vaults
from sluitend.signals import packets, selectors

LANGUAGE = packets.LANGUAGE
PURPOSE = "agenda-share"


def packet_of(by: Actor, item: AgendaItem, pack: Pack) -> Packet:
    """Return what an item offers: of a signal what it holds, of a case its outline, and the question.

    Opening it is a look at the dossier that it is about.
    """
    dossier = item.dossier
    access.require(by, access.READ, dossier)
    if dossier.kind == "signal":
        content = selectors.content(by, dossier, purpose=PURPOSE)
        question = content.look.show(item, "question")
        return packets.packet(content, dossier, pack, question=question)
    look = vaults.look(dossier.pk, by=by, purpose=PURPOSE)
    case = Case.objects.get(pk=dossier.pk)
    with translation.override(LANGUAGE):
        names = [found.name.text(LANGUAGE) for form in case.forms if (found := pack.find("forms", form))]
        place = pack.find("municipalities", dossier.municipality)
        fields = {
            "reference": dossier.reference,
            "question": look.read(item, "question") or "",
            "municipality": place.name if place else "",
            "forms": ", ".join(names),
        }
    known = {field.id for field in pack.sharing_fields}
    return Packet(tuple(Field(name, value) for name, value in fields.items() if value and name in known))
