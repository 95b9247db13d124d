# SPDX-License-Identifier: EUPL-1.2
"""The overview of the plan, and one page for each section."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from sluitend.accounts.views import StaffRequest, staff_required
from sluitend.core.errors import NotFound
from sluitend.policy import selectors as policy
from sluitend.policy.lint import CHECKS
from sluitend.policy.lint.contacts import contacts
from sluitend.policy.lint.findings import Finding
from sluitend.policy.lint.gaps import gaps
from sluitend.policy.models import PackVersion
from sluitend.policy.schema.facts import Gap
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Channel
from sluitend.web.navigation import READ_PACK
from sluitend.web.staff.plan.sections import BY_SLUG, CHAPTERS, GAPS, Chapter, Section, address
from sluitend.web.staff.plan.shown import Shower, Shown
from sluitend.web.staff.plan.words import NOT_IN_THE_PLAN, STATUS_KIND, word

# Contradictions are what somebody has to choose between: they come first.
_GAP_ORDER = ("contradiction", "missing", "unclear", "outdated")
_SAID_ABOVE = frozenset({"version", "title", "adopted"})
INSIDE, OUTSIDE = "in-het-plan", "niet-in-het-plan"
# Both have a list of their own on the page, in the reader's language.
_SHOWN_APART = (gaps, contacts)


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a partner, with when somebody last checked it."""

    partner: str
    url: str
    kind: str
    value: str
    checked: Any


@dataclass(frozen=True, slots=True)
class Group:
    """Items of a section under one heading (empty when the section has no groups)."""

    heading: str
    anchor: str
    items: tuple[Shown, ...]


@staff_required
@require_GET
def overview(request: StaffRequest) -> HttpResponse:
    """Show the plan as the system knows it: what is open first, then all of it by section."""
    in_force = _in_force(request)
    pack, language = in_force.pack, get_language() or "nl"
    shower = Shower(pack, language)
    kinds = Counter(str(gap.kind) for gap in pack.gaps if pack.used(gap))
    context = {
        "pack": pack.pack,
        "title": pack.pack.title.text(language),
        "in_force": in_force,
        "published": policy.versions(in_force.id).get(pk=in_force.version_id),
        "number_of_versions": policy.versions(in_force.id).count(),
        "header": shower.rows(pack.pack, without=_SAID_ABOVE),
        "theme": shower.rows(pack.theme),
        "gap_figures": [
            {"value": kinds[kind], "label": word("kind", kind), "url": f"{GAPS.url}#{_heading(GAPS, kind)}"}
            for kind in _GAP_ORDER
        ],
        "contradictions": [
            shower.item("gaps", gap)
            for gap in sorted(pack.gaps, key=_of_the_plan, reverse=True)
            if gap.kind == "contradiction" and pack.used(gap)
        ],
        "gaps_url": GAPS.url,
        "gaps_count": sum(kinds.values()),
        "off": [shower.item("features", one) for one in pack.features if not one.enabled],
        "contacts": _contacts(pack, language),
        "warnings": _warnings(in_force.sha256),
        "chapters": [_counted(chapter, pack) for chapter in CHAPTERS],
        "statuses": _statuses(pack),
    }
    return render(request, "web/plan/overview.html", context)


@staff_required
@require_GET
def section(request: StaffRequest, slug: str) -> HttpResponse:
    """Show all items of one section; `?herkomst=` keeps to what the plan says, or does not say."""
    pack = _in_force(request).pack
    found = BY_SLUG.get(slug)
    if found is None:
        raise NotFound(_("The plan has no such section."))
    shower = Shower(pack, get_language() or "nl")
    origin = request.GET.get("herkomst", "")
    items = getattr(pack, found.name)
    groups = _grouped(found, [one for one in items if _fits(one, origin)], shower)
    context = {
        "section": found,
        "chapter": next((c.title for c in CHAPTERS if found in c.sections), ""),
        "groups": groups,
        "tabs": _tabs(items, origin) if found is not GAPS else [],
        "number": len(items),
        "plan_url": reverse("web:plan"),
    }
    return render(request, "web/plan/section.html", context)


def _in_force(request: StaffRequest) -> policy.InForce:
    """Return the pack in force for somebody who may look into it; for others there is no such page."""
    if not request.actor.where(READ_PACK):
        raise NotFound
    return policy.current()


def _grouped(found: Section, items: list[Any], shower: Shower) -> list[Group]:
    groups: dict[str, list[Any]] = {}
    for one in sorted(items, key=_of_the_plan, reverse=True) if found is GAPS else items:
        groups.setdefault(str(getattr(one, found.by, "")) if found.by else "", []).append(one)
    keys = sorted(groups, key=_GAP_ORDER.index) if found is GAPS else list(groups)
    return [
        Group(
            shower.group(groups[key][0], found.by) if found.by else "",
            _heading(found, key),
            tuple(shower.item(found.name, one, without=found.by) for one in groups[key]),
        )
        for key in keys
    ]


def _heading(found: Section, key: str) -> str:
    words = "".join(symbol if symbol.isalnum() else "-" for symbol in key.casefold())
    return f"groep-{found.slug}-{words}"


def _of_the_plan(gap: Gap) -> bool:
    """Whether this stands in the plan of the municipality itself, not in what it builds on."""
    return gap.section.startswith("plan ")


def _outside(item: Any) -> bool:
    return str(getattr(item, "status", "")) in NOT_IN_THE_PLAN


def _fits(item: Any, origin: str) -> bool:
    return origin not in (INSIDE, OUTSIDE) or _outside(item) == (origin == OUTSIDE)


def _tabs(items: tuple[Any, ...], origin: str) -> list[dict[str, object]]:
    outside = sum(_outside(one) for one in items)
    if not outside or outside == len(items):
        return []
    parts = (
        ("", _("Everything"), len(items)),
        (INSIDE, _("In the plan or the law"), len(items) - outside),
        (OUTSIDE, _("Not in the plan"), outside),
    )
    return [
        {
            "label": label,
            "url": f"?herkomst={one}" if one else "?",
            "count": count,
            "current": origin == one or (not one and origin not in (INSIDE, OUTSIDE)),
        }
        for one, label, count in parts
    ]


def _counted(chapter: Chapter, pack: Pack) -> dict[str, object]:
    return {
        "title": chapter.title,
        "sections": [
            {
                "title": one.title,
                "url": one.url,
                "text": one.lead,
                "number": len(getattr(pack, one.name)),
                "outside": _outside_in_words(sum(_outside(item) for item in getattr(pack, one.name))),
            }
            for one in chapter.sections
        ],
    }


def _outside_in_words(number: int) -> str:
    if not number:
        return ""
    text = ngettext("%(number)s not in the plan", "%(number)s not in the plan", number)
    return text % {"number": number}


def _statuses(pack: Pack) -> list[dict[str, object]]:
    """Return how many items have which status, over all sections."""
    sections = [getattr(pack, one.name) for chapter in CHAPTERS for one in chapter.sections]
    count = Counter(str(item.status) for items in sections for item in items if hasattr(item, "status"))
    return [
        {"label": word("status", status), "kind": kind, "number": count[status]}
        for status, kind in STATUS_KIND.items()
    ]


def _contacts(pack: Pack, language: str) -> list[Contact]:
    """Return every way to reach a partner, the ones that nobody checked first."""
    found = [
        Contact(
            partner.name.text(language),
            address("partners", partner.id),
            word("kind", channel.kind),
            channel.value,
            _checked(channel, partner.last_checked),
        )
        for partner in pack.partners
        if pack.used(partner)
        for channel in partner.channels
    ]
    return sorted(found, key=lambda one: (one.checked is not None, str(one.checked)))


def _checked(channel: Channel, of_partner: Any) -> Any:
    return channel.last_checked or of_partner


@lru_cache(maxsize=4)
def _warnings(sha256: str) -> tuple[Finding, ...]:
    """Return what the pack check says besides gaps and contacts, once for each version."""
    pack = policy.pack_of(PackVersion.objects.filter(sha256=sha256)[0])
    checks = [check for check in CHECKS if check not in _SHOWN_APART]
    return tuple(finding for check in checks for finding in check(pack))
