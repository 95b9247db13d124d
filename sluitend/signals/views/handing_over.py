# SPDX-License-Identifier: EUPL-1.2
"""Handing a signal over: which partner, by which way, what goes and what stays, and what came back."""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sluitend import routing
from sluitend.accounts.factors.fresh import ask_first
from sluitend.accounts.keeping import keeps_typed
from sluitend.accounts.rights import roles_with
from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core import clock
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.dossiers import selectors as dossiers
from sluitend.dossiers.models import Dossier
from sluitend.handover import guard, staff
from sluitend.handover.guard import Asked, Circumstances, Confirmation
from sluitend.handover.models import Kind, Way
from sluitend.handover.packet import Packet
from sluitend.handover.services import preparing
from sluitend.handover.ways import ways_to
from sluitend.policy import routes
from sluitend.policy import selectors as policy
from sluitend.policy import sharing as rules
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner, PartnerRole
from sluitend.privacy.vaults import Illegible
from sluitend.sharing import Consent, Informed, Minor, StepId, Urgency
from sluitend.shell.forms import refuse
from sluitend.signals import packets, selectors
from sluitend.signals.forms.handing_over import PrepareForm
from sluitend.signals.models import ThreeWay
from sluitend.signals.selectors import Content
from sluitend.signals.views import words

HAND_OVER = "dossier.hand-over"
PURPOSE = "hand-over"
TYPED_HERE = frozenset({"question", "danger"})
WEIGHED = frozenset({StepId.WEIGH_REFUSAL, StepId.RECORD_CONFLICT})


@dataclass(frozen=True, slots=True)
class Target:
    """A partner to choose: what it is for, why the route names it, and whether it can be reached."""

    partner: Partner
    name: str
    what_for: str
    why: str
    kinds: frozenset[str]


@never_cache
@staff_required
@require_GET
def choose(request: StaffRequest, dossier_id: UUID) -> HttpResponse:
    """Choose a partner: those of the walked route first, all others after them."""
    dossier = dossiers.get(request.actor, dossier_id, HAND_OVER)
    pack = policy.current(dossier.municipality).pack
    content = selectors.content(request.actor, dossier, purpose=PURPOSE)
    first, others = _targets(content, dossier, pack)
    forms = set(content.signal.forms)
    fitting = [one for one in others if forms & set(one.partner.forms)]
    context = {
        "dossier": dossier,
        "danger": in_danger(content),
        "first": first,
        "fitting": fitting,
        "others": [one for one in others if one not in fitting],
    }
    return render(request, "signals/hand_over.html", context)


@never_cache
@staff_required
@keeps_typed
@require_http_methods(["GET", "POST"])
def prepare(request: StaffRequest, dossier_id: UUID, partner_id: str) -> HttpResponse:
    """One prefilled screen: the packet, the ground, what stays behind and why, and what comes first."""
    dossier = dossiers.get(request.actor, dossier_id, HAND_OVER)
    pack = policy.current(dossier.municipality).pack
    kind = Kind.ADVICE if request.GET.get("soort") == Kind.ADVICE else Kind.REPORT
    content = selectors.content(request.actor, dossier, purpose=PURPOSE)
    circumstances = _circumstances(request.POST, content, pack, partner_id, kind)
    offered = packets.packet(
        content,
        dossier,
        pack,
        question=request.POST.get("question", "").strip(),
        urgency=circumstances.urgency,
        danger=circumstances.danger,
    )
    offered, lacking = packets.openable(offered, request.actor, dossier)
    if selectors.READ_REPORTER in lacking:
        circumstances = replace(circumstances, reporter_agrees=False)
    asked = guard.ask(
        dossier=dossier, partner_id=partner_id, kind=kind, packet=offered, circumstances=circumstances
    )
    form = _form(request, dossier, pack, asked, kind, content)
    if selectors.READ_REPORTER in lacking:
        del form.fields["reporter_agrees"]
    if kind == Kind.ADVICE:
        del form.fields["danger"]
    seen, status = _name_of(asked), 422
    if "confirm" in request.POST and form.is_valid():
        try:
            if request.POST.get("seen") != seen:
                raise Conflict(_("Your answers changed what goes along. Look at it again, then confirm."))
            return _prepared(request, dossier, asked, kind, offered, form.cleaned_data)
        except (BadInput, Conflict) as refusal:
            status = refuse(form, _of_one_list(refusal))
    sides = staff.sides(asked, packets.shown(offered))
    context = {
        "dossier": dossier,
        "partner": asked.partner.name.text(_language()),
        "kind": kind,
        "form": form,
        "seen": seen,
        "illegible": content.illegible,
        "child": content.answers.minor == ThreeWay.YES,
        "not_yours": [_not_yours(right, dossier, pack) for right in lacking],
        "silent": staff.by_reason(sides["stays"]),
        **sides,
    }
    return render(request, "signals/prepare.html", context, status=status if form.errors else 200)


def _of_one_list(refusal: BadInput | Conflict) -> BadInput | Conflict:
    """Return the refusal for this page, which shows the steps as one list of ticks, each in its own words."""
    if isinstance(refusal, BadInput) and refusal.field.startswith("step-"):
        return BadInput(_("Do each step that stands here, then tick it."), field="steps")
    return refusal


def _not_yours(right: str, dossier: Dossier, pack: Pack) -> str:
    """Say what stays behind because this colleague may not open it, and who may hand it over."""
    what = {
        selectors.READ_REPORTER: _(
            "Name and contact of the reporter do not go along: you may not open them."
        ),
        selectors.READ_SAFE_CONTACT: _("The safe contact does not go along: you may not open it."),
    }[right]
    able = [set(roles_with(pack, [each], dossier.compartment)) for each in (right, HAND_OVER)]
    names = [words.name(pack, "roles", role.id) for role in pack.roles if role.id in able[0] & able[1]]
    if not names:
        return what
    who = _("Is it needed? Then let one of these hand it over: %(roles)s.") % {"roles": ", ".join(names)}
    return f"{what} {who}"


def _name_of(asked: Asked) -> str:
    """Return a name for what the guard decided: who confirms one decision does not confirm another."""
    record = asked.decision.as_record()
    # What somebody typed on this very page they have seen.
    record["allowed"] = [item for item in record["allowed"] if item["field"] not in TYPED_HERE]
    return sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]


def _prepared(
    request: StaffRequest, dossier: Dossier, asked: Asked, kind: str, offered: Packet, given: dict[str, Any]
) -> HttpResponse:
    apart = packets.opens_apart(offered, asked.decision.allowed_ids)
    if apart and (first := ask_first(request, keeps=True)):
        return first
    reason = _("Handing over to %(partner)s") % {"partner": asked.partner.name.nl}
    opened = packets.unsealed(offered, asked.decision.allowed_ids, request.actor, dossier, reason=reason)
    handover = preparing.prepare(
        dossier=dossier,
        partner_id=asked.partner.id,
        kind=kind,
        way=given["way"],
        packet=opened,
        circumstances=asked.circumstances,
        confirmation=Confirmation(
            steps=frozenset(StepId(step) for step in given.get("steps", ())),
            inform_reason=given["inform_reason"],
            weighing=given.get("weighing", ""),
            second_reader=given.get("second_reader", ""),
        ),
        submission=given["submission"],
        by=request.actor,
    )
    messages.success(request, _("The packet is ready. Now hand it over."))
    return redirect("signals:handover", dossier_id=dossier.pk, handover_id=handover.pk)


def _circumstances(given: Any, content: Content, pack: Pack, partner_id: str, kind: str) -> Circumstances:
    urgent = Urgency.ACUTE if content.answers.acute == ThreeWay.YES else Urgency.NORMAL
    purposes = _purposes(pack, partner_id)
    chosen = given.get("purpose", "")
    purpose = chosen if chosen in purposes else next(iter(purposes), "")
    urgency = _one_of(Urgency, given.get("urgency"), urgent)
    # Advice is asked without anything by which somebody can be recognised: no words of one's own.
    tells = urgency is Urgency.ACUTE and kind == Kind.REPORT
    return Circumstances(
        purpose=purpose,
        consent=_one_of(Consent, given.get("consent"), Consent.NOT_ASKED),
        urgency=urgency,
        danger=given.get("danger", "").strip() if tells else "",
        informed=_one_of(Informed, given.get("informed"), Informed.NO),
        minor=Minor(content.answers.minor),
        reporter_agrees="reporter_agrees" in given,
    )


def _form(
    request: StaffRequest, dossier: Dossier, pack: Pack, asked: Asked, kind: str, content: Content
) -> PrepareForm:
    language, before = _language(), asked.decision.before
    ways = [
        (found.way, Way(found.way).label)
        for found in ways_to(pack, asked.partner, kind=kind, today=clock.today())
    ]
    initial = {
        "submission": words.fresh(),
        "way": ways[0][0] if ways else "",
        "urgency": asked.circumstances.urgency,
        "danger": asked.circumstances.danger,
        "consent": asked.circumstances.consent,
        "informed": asked.circumstances.informed,
    }
    confirms = "confirm" in request.POST
    return PrepareForm(
        request.POST if confirms else None,
        # Who looks again at the packet with other answers has not made a mistake yet.
        initial=initial | {name: _typed(request, name) for name in request.POST},
        ways=[(str(way), str(label)) for way, label in ways],
        purposes=[(one, _purpose(pack, one)) for one in _purposes(pack, asked.partner.id)],
        steps=[
            (str(step.id), step.what.text.text(language))
            for step in before
            if step.id not in WEIGHED and step.id not in (StepId.INFORM, StepId.SECOND_READER)
        ],
        weighing=any(step.id in WEIGHED for step in before),
        readers=[(str(one.pk), one.name) for one in dossiers.candidates(dossier) if one.pk != request.user.pk]
        if any(step.id is StepId.SECOND_READER for step in before)
        else [],
    )


def _targets(content: Content, dossier: Dossier, pack: Pack) -> tuple[list[Target], list[Target]]:
    """Return whom to call first and the walked route names, and all others that can be reached."""
    advised = _advised(content, pack)
    usable = [
        one
        for one in pack.partners
        if pack.used(one) and one.holds_on(clock.today()) and not one.role and _for_staff(one)
    ]
    reached = {one.id: _kinds(pack, one) for one in usable}
    named = {one.id: one for one in usable}
    language = _language()

    def target(one: Partner, why: str) -> Target:
        what_for = one.description.text(language) if one.description else ""
        return Target(one, one.name.text(language), what_for, why, reached[one.id])

    urgent = _("Somebody is in danger now: call first, recording can follow.")
    first = [target(one, urgent) for one in usable if in_danger(content) and _is_emergency(one)]
    calls = {one.partner.id for one in first}
    first += [target(named[one], why) for one, why in advised if one in named and one not in calls]
    chosen = {one.partner.id for one in first}
    served = [one for one in usable if not one.municipalities or dossier.municipality in one.municipalities]
    others = [target(one, "") for one in served if one.id not in chosen and reached[one.id]]
    return first, others


def in_danger(content: Content) -> bool:
    """Whether somebody is in danger now, as far as anybody knows."""
    return content.answers.acute == ThreeWay.YES


def _is_emergency(partner: Partner) -> bool:
    return PartnerRole.EMERGENCY in partner.roles


def _kinds(pack: Pack, partner: Partner) -> frozenset[str]:
    """Return for what this partner can be reached: an emergency number takes reports and gives no advice."""
    return frozenset(kind for kind in Kind if ways_to(pack, partner, kind=kind, today=clock.today()))


def _for_staff(partner: Partner) -> bool:
    """Tell whether municipal staff are shown this partner; a line for inhabitants only is not."""
    return not partner.audience or "internal" in partner.audience


def _advised(content: Content, pack: Pack) -> list[tuple[str, str]]:
    route = {} if isinstance(content.route, Illegible) else content.route
    map_id = route.get("map") or ""
    if map_id not in routes.map_ids(pack):
        return []
    try:
        advice = routing.advise(
            routes.build(pack, map_id), route.get("answers", {}), route.get("context", {})
        )
    except routing.BadCase:
        # The map changed since this route was walked; what was answered no longer fits it.
        return []
    return [
        (step.partner, " ".join(text.get(_language()) or text["nl"] for text in step.why))
        for step in advice.steps
    ]


def _typed(request: StaffRequest, name: str) -> Any:
    return request.POST.getlist(name) if name == "steps" else request.POST[name]


def _purposes(pack: Pack, partner_id: str) -> list[str]:
    partner = pack.find("partners", partner_id)
    if partner is None:
        raise NotFound
    rule = rules.rule_of(pack, partner)
    return [str(one) for one in rule.purposes] if rule else []


def _purpose(pack: Pack, purpose: str) -> str:
    found = pack.find("sharing_purposes", purpose)
    return found.name.text(_language()) if found else purpose


def _one_of(words_: Any, given: str | None, otherwise: Any) -> Any:
    return words_(given) if given in set(words_) else otherwise


def _language() -> str:
    return get_language() or "nl"
