# SPDX-License-Identifier: EUPL-1.2
"""Builds the sharing guard's table from a pack."""

from sluitend import sharing
from sluitend.policy.schema.base import Text
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.partners import Partner
from sluitend.policy.schema.sharing import GroundText, SharingRule
from sluitend.sharing import Base, Explanation, Field, FieldGroup, Ground, GuardTable, PartnerRule, Share

ADVICE_GROUND, ADVICE_GROUND_PARTNER = "advice-ground", "advice-ground-partner"


def build(pack: Pack) -> GuardTable:
    """Return the table by which the guard decides under this pack.

    Raises `ValueError` when the rules cannot be explained or name what is not there; the lint
    reports the same, so a published pack always builds.
    """
    explanations = {
        item.id: Explanation(_text(item.text), item.source, str(item.status)) for item in pack.sharing_texts
    }
    advice = explanations.pop(ADVICE_GROUND, None)
    received = explanations.pop(ADVICE_GROUND_PARTNER, None)
    return GuardTable(
        groups=_groups(pack),
        fields={
            item.id: Field(item.id, _text(item.name), item.group, item.identifying, item.free_text)
            for item in pack.sharing_fields
        },
        rules={rule.id: _rule(rule) for rule in pack.sharing if pack.used(rule)},
        advice_groups=frozenset(group.id for group in pack.sharing_groups if group.advice),
        advice_ground=_advice_ground(advice, received) if advice else None,
        explanations=explanations,
    )


def faults(pack: Pack) -> list[str]:
    """Return what keeps the guard's table from being built, and partners that no rule covers."""
    try:
        build(pack)
    except ValueError as fault:
        return [str(fault)]
    return []


def uncovered(pack: Pack) -> list[Partner]:
    """Return the partners that would get nothing, because no sharing rule counts for them."""
    return [partner for partner in pack.partners if rule_of(pack, partner) is None]


def rule_of(pack: Pack, partner: Partner) -> SharingRule | None:
    """Return the sharing rule that counts for a partner: by its name, else by its roles in order."""
    used = [rule for rule in pack.sharing if pack.used(rule)]
    for rule in used:
        if partner.id in rule.partners:
            return rule
    for role in partner.roles:
        for rule in used:
            if role in rule.roles:
                return rule
    return None


def _groups(pack: Pack) -> dict[str, FieldGroup]:
    return {
        group.id: FieldGroup(
            group.id,
            _text(group.name),
            Explanation(_text(group.never), group.source, str(group.status)) if group.never else None,
        )
        for group in pack.sharing_groups
    }


def _rule(rule: SharingRule) -> PartnerRule:
    return PartnerRule(
        id=rule.id,
        label=_text(rule.name),
        kinds=frozenset(rule.kinds),
        purposes=frozenset(rule.purposes),
        ground=_ground(rule, rule.ground),
        vital_ground=_ground(rule, rule.vital_ground) if rule.vital_ground else None,
        consent=rule.consent,
        shares=tuple(Share(frozenset(share.groups), share.when) for share in rule.shares),
        inform=rule.inform,
        recheck_days=rule.recheck_days,
        four_eyes=rule.four_eyes,
        deconflict=rule.deconflict,
        passes=frozenset(rule.passes),
        never_blocked=rule.never_blocked,
        notes=tuple(_text(note) for note in rule.notes),
    )


def _advice_ground(advice: Explanation, received: Explanation | None) -> Ground:
    partner = received.text if received else None
    return Ground(Base.NO_PERSONAL_DATA, advice.text, advice.source, advice.status, partner)


def _ground(rule: SharingRule, ground: GroundText) -> Ground:
    partner = _text(ground.partner) if ground.partner else None
    return Ground(ground.base, _text(ground.text), rule.source, str(rule.status), partner)


def _text(text: Text) -> sharing.Text:
    return sharing.Text(text.nl, text.en or "")
