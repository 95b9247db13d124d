# SPDX-License-Identifier: EUPL-1.2
"""Judging access once a year: each way in stays or ends, nobody judges their own, and it is signed off."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sluitend.accounts import managing, services
from sluitend.accounts.models import AccessReview, AccessVerdict, Deputy, RoleAssignment
from sluitend.accounts.reviewing import selectors
from sluitend.accounts.reviewing.selectors import KINDS, Access
from sluitend.core import clock
from sluitend.core.actor import Actor
from sluitend.core.errors import BadInput, Conflict, Refused
from sluitend.policy.schema.people import REVIEW
from sluitend.privacy import journal

STAYS, ENDS = AccessVerdict.Word.STAYS, AccessVerdict.Word.ENDS


@transaction.atomic
def judge(*, municipality: str, words: Mapping[UUID, str], by: Actor) -> AccessReview:
    """Judge ways of access, each `stays` or `ends`; what ends is over at once. Begins a review if need be.

    Raises `Conflict` when one of them is not there any more, `Refused` for one's own access.
    """
    managing.require_in(by, municipality, REVIEW)
    review = _open_review(municipality, by)
    there = {access.subject: access for access in selectors.overview(by, municipality).accesses}
    for subject, word in words.items():
        access = there.get(subject)
        if access is None:
            message = _("Somebody changed this meanwhile. Look at the list again.")
            raise Conflict(message)
        _judge_one(review, access, word, by)
    return review


@transaction.atomic
def sign_off(*, municipality: str, by: Actor) -> AccessReview:
    """Sign a review off: everything has been judged, and it does not change any more.

    Who came to judge access since the last one does not sign, while somebody of then is there.
    """
    managing.require_in(by, municipality, REVIEW)
    signers = selectors.signers(municipality)
    if signers and by.id not in {str(person.pk) for person in signers}:
        message = _("This review is signed off by who judged access before: %(names)s.")
        raise Refused(message % {"names": ", ".join(person.name for person in signers)})
    review = _open_review(municipality, by)
    left = selectors.overview(by, municipality).open
    if left:
        message = _("Not everything has been judged yet: %(names)s.")
        names = ", ".join(sorted({access.person.name for access in left}))
        raise BadInput(message % {"names": names})
    review.signed_at, review.signed_by_kind, review.signed_by_id = clock.now(), by.kind, by.id
    review.save(update_fields=["signed_at", "signed_by_kind", "signed_by_id"])
    words = list(review.verdicts.values_list("word", flat=True))
    _journal("access-review.sign", review, by, {"stays": words.count(STAYS), "ends": words.count(ENDS)})
    return review


@transaction.atomic
def record_export(*, municipality: str, reason: str, by: Actor) -> None:
    """Journal that somebody takes the list along, and why; comes before the first byte of it."""
    managing.require_in(by, municipality, REVIEW)
    if not reason.strip():
        raise BadInput(_("Write down why you need the list."), field="reason")
    journal.act(
        by=by,
        action="access-review.export",
        dossier_id=None,
        municipality=municipality,
        detail={"reason": reason.strip()},
    )


def _open_review(municipality: str, by: Actor) -> AccessReview:
    """Return the review that runs, locked until the transaction ends; begin one when none runs."""
    running = AccessReview.objects.filter(municipality=municipality, signed_at__isnull=True)
    found = running.select_for_update().first()
    if found is not None:
        return found
    review = AccessReview(
        municipality=municipality, begun_at=clock.now(), begun_by_kind=by.kind, begun_by_id=by.id
    )
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as error:
        message = _("Somebody else began this review just before you. Look at the list again.")
        raise Conflict(message) from error
    _journal("access-review.begin", review, by)
    return review


def _judge_one(review: AccessReview, access: Access, word: str, by: Actor) -> None:
    if by.id == str(access.person.pk):
        raise Refused(_("Nobody judges their own access. Somebody else who may do so judges yours."))
    if word not in AccessVerdict.Word.values:
        raise BadInput(_("Choose whether it stays or ends."))
    if access.verdict is not None and access.verdict.word == word:
        return
    judged = {"word": word, "judged_at": clock.now(), "judged_by_kind": by.kind, "judged_by_id": by.id}
    about = {"kind": access.kind, "person": access.person, "about": access.about}
    AccessVerdict.objects.update_or_create(
        review=review, subject=access.subject, defaults=judged, create_defaults={**about, **judged}
    )
    _journal(f"access-review.{word}", review, by, {**about, "person": access.person.pk})
    if word == ENDS:
        _end(access, by)


def _end(access: Access, by: Actor) -> None:
    if access.kind == KINDS.ROLE:
        services.withdraw_role(assignment=RoleAssignment.objects.get(pk=access.subject), by=by)
    else:
        services.remove_deputy(row=Deputy.objects.get(pk=access.subject), by=by)


def _journal(action: str, review: AccessReview, by: Actor, detail: dict[str, Any] | None = None) -> None:
    journal.act(
        by=by,
        action=action,
        dossier_id=None,
        municipality=review.municipality,
        object_type="access-review",
        object_id=str(review.pk),
        detail=detail,
    )
