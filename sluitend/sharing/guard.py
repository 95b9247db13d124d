# SPDX-License-Identifier: EUPL-1.2
"""The sharing guard: one pure, total function over a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from sluitend.sharing.decision import Allowed, Decision, Step, Withheld
from sluitend.sharing.table import Explanation, Field, Ground, GuardTable, PartnerRule
from sluitend.sharing.words import (
    WALLS,
    Consent,
    ConsentRule,
    FourEyes,
    Informed,
    InformRule,
    Kind,
    Minor,
    Moment,
    Reason,
    Secrecy,
    StepId,
    Urgency,
    When,
)

_WALL_REASON = {
    Secrecy.BIBOB: Reason.WALL_BIBOB,
    Secrecy.WPG: Reason.WALL_WPG,
    Secrecy.WGS: Reason.WALL_WGS,
}


@dataclass(frozen=True, slots=True)
class _Question:
    """All circumstances of one sharing, except the fields."""

    kind: Kind
    partner_role: str
    purpose: str
    consent: Consent
    urgency: Urgency
    informed: Informed
    minor: Minor
    secrecy: Secrecy
    conflict_of_duties: bool
    reporter_agrees: bool

    @property
    def acute(self) -> bool:
        return self.urgency is Urgency.ACUTE


def decide(
    table: GuardTable,
    *,
    kind: Kind,
    fields: Iterable[str],
    partner_role: str,
    purpose: str,
    consent: Consent,
    urgency: Urgency = Urgency.NORMAL,
    informed: Informed = Informed.NO,
    minor: Minor = Minor.UNKNOWN,
    secrecy: Secrecy = Secrecy.NONE,
    conflict_of_duties: bool = False,
    reporter_agrees: bool = False,
) -> Decision:
    """Say which of `fields` may go to a partner of this role, which stay behind and why.

    Total: every combination has an answer, and what the table does not know stays behind.
    `purpose` is a pack id. `consent` is that of the possible victim; it lifts secrecy or
    accepts care and is never the ground. `conflict_of_duties` says that the weighing of a
    professional under secrecy was recorded. `reporter_agrees` is about the reporter's own identity.
    """
    question = _Question(
        kind,
        partner_role,
        purpose,
        consent,
        urgency,
        informed,
        minor,
        secrecy,
        conflict_of_duties,
        reporter_agrees,
    )
    rule = table.rules.get(partner_role)
    allowed: list[Allowed] = []
    withheld: list[Withheld] = []
    for field_id in dict.fromkeys(fields):
        reason = _reason(table, rule, question, table.fields.get(field_id))
        if reason is None:
            allowed.append(Allowed(field_id, table.label(field_id)))
        else:
            why = _why(table, field_id, reason)
            withheld.append(Withheld(field_id, table.label(field_id), reason, why))
    going = tuple(table.fields[item.field] for item in allowed)
    return Decision(
        kind=kind,
        partner_role=partner_role,
        purpose=purpose,
        allowed=tuple(allowed),
        withheld=tuple(withheld),
        steps=tuple(_steps(table, rule, question, going)) if rule and going else (),
        ground=_ground(table, rule, question) if rule and going else None,
        notes=rule.notes if rule else (),
    )


def _why(table: GuardTable, field_id: str, reason: Reason) -> Explanation:
    if reason is Reason.NEVER:
        never = table.groups[table.fields[field_id].group].never
        if never is not None:
            return never
    return table.explain(reason)


def _reason(
    table: GuardTable, rule: PartnerRule | None, question: _Question, field: Field | None
) -> Reason | None:
    """Return why the field stays behind, or None when it may go. The first reason found counts."""
    if rule is None:
        return Reason.UNKNOWN_ROLE
    if field is None:
        return Reason.UNKNOWN_FIELD
    if table.groups[field.group].never is not None:
        return Reason.NEVER
    return _reason_of_door(rule, question) or (
        _reason_in_advice(table, field)
        if question.kind is Kind.ADVICE
        else _reason_of_group(rule, question, field) or _reason_of_person(rule, question, field)
    )


def _reason_of_door(rule: PartnerRule, question: _Question) -> Reason | None:
    """What closes the door for every field alike. The emergency line has no such door."""
    if rule.never_blocked:
        return None
    if question.kind not in rule.kinds:
        return Reason.KIND
    if question.secrecy in WALLS - rule.passes:
        return _WALL_REASON[question.secrecy]
    if question.kind is Kind.REPORT and question.purpose not in rule.purposes:
        return Reason.PURPOSE
    return None


def _reason_in_advice(table: GuardTable, field: Field) -> Reason | None:
    if field.identifying:
        return Reason.IDENTIFYING
    return None if field.group in table.advice_groups else Reason.NOT_NEEDED


def _reason_of_group(rule: PartnerRule, question: _Question, field: Field) -> Reason | None:
    """Data minimisation: the group goes only under a condition that the rule names and that holds."""
    holds = {
        When.ALWAYS: True,
        When.ACUTE: question.acute,
        When.VICTIM_AGREES: question.consent is Consent.GIVEN,
        When.REPORTER_AGREES: question.reporter_agrees,
    }
    named = {when for when in When if field.group in rule.groups(when)}
    if any(holds[when] for when in named):
        return None
    return _missing(named)


def _missing(named: set[When]) -> Reason:
    if {When.ACUTE, When.VICTIM_AGREES} <= named:
        return Reason.ONLY_AGREES_OR_ACUTE
    if When.VICTIM_AGREES in named:
        return Reason.ONLY_VICTIM_AGREES
    if When.ACUTE in named:
        return Reason.ONLY_ACUTE
    return Reason.ONLY_REPORTER_AGREES if When.REPORTER_AGREES in named else Reason.NOT_NEEDED


def _reason_of_person(rule: PartnerRule, question: _Question, field: Field) -> Reason | None:
    """Consent and secrecy protect the person, so they hold back only what may point to one."""
    if rule.never_blocked or not field.identifying or question.consent is Consent.GIVEN:
        return None
    lifted = question.acute or question.conflict_of_duties
    if rule.consent is ConsentRule.NEEDED:
        return Reason.CONSENT
    if rule.consent is ConsentRule.UNLESS_VITAL and not lifted:
        return Reason.CONSENT
    if question.secrecy is Secrecy.PROFESSIONAL and not lifted:
        return Reason.PROFESSIONAL_SECRECY
    return None


def _ground(table: GuardTable, rule: PartnerRule, question: _Question) -> Ground | None:
    if question.kind is Kind.ADVICE:
        return table.advice_ground
    if question.acute and rule.vital_ground is not None:
        return rule.vital_ground
    return rule.ground


def _steps(
    table: GuardTable, rule: PartnerRule, question: _Question, going: tuple[Field, ...]
) -> Iterable[Step]:
    """Yield what to do beside the sharing. In acute danger and to the emergency line all of it follows."""
    later = question.acute or rule.never_blocked
    first = Moment.AFTER if later else Moment.BEFORE
    if question.kind is Kind.ADVICE:
        if any(field.free_text for field in going):
            yield _step(table, StepId.READ_FOR_NAMES, Moment.BEFORE)
        return
    if rule.four_eyes is not FourEyes.NONE:
        yield _step(table, StepId.SECOND_READER, first if rule.four_eyes is FourEyes.BEFORE else Moment.AFTER)
    if rule.deconflict:
        yield _step(table, StepId.DECONFLICT, first)
    if any(field.identifying for field in going):
        yield from _steps_for_person(table, rule, question, first)


def _steps_for_person(
    table: GuardTable, rule: PartnerRule, question: _Question, first: Moment
) -> Iterable[Step]:
    asks = rule.inform is InformRule.BEFOREHAND
    if question.minor is not Minor.NO and (asks or rule.consent is not ConsentRule.NOT_NEEDED):
        yield _step(table, StepId.MINOR, first)
    if asks and question.informed is Informed.NO:
        child = question.minor is Minor.YES
        yield _step(table, StepId.INFORM, first, days=rule.recheck_days, child=child)
    if asks and question.informed is Informed.POSTPONED:
        yield _step(table, StepId.RECHECK, Moment.AFTER, days=rule.recheck_days)
    if question.consent is Consent.REFUSED:
        yield _step(table, StepId.WEIGH_REFUSAL, first)
    if question.consent is not Consent.GIVEN:
        if question.conflict_of_duties:
            yield _step(table, StepId.RECORD_CONFLICT, first)
        elif question.acute:
            yield _step(table, StepId.RECORD_VITAL, Moment.AFTER)


def _step(
    table: GuardTable, step: StepId, moment: Moment, days: int | None = None, *, child: bool = False
) -> Step:
    return Step(step, moment, table.explain_step(step, later=moment is Moment.AFTER, child=child), days)
