# SPDX-License-Identifier: EUPL-1.2
"""Constraints that keep "when" and "by whom" together: `x_at`, `x_by_kind`, `x_by_id`."""

from django.db.models import CheckConstraint, Q


def always_traced(act: str, *, name: str) -> CheckConstraint:
    """Return the constraint that a row names who did `act`; its moment is a required field."""
    return CheckConstraint(condition=_somebody(act), name=name)


def traced_once_done(act: str, *, name: str) -> CheckConstraint:
    """Return the constraint that moment and actor of `act` are filled in together or not at all."""
    done = Q(**{f"{act}_at__isnull": False}) & _somebody(act)
    not_done = Q(**{f"{act}_at__isnull": True, f"{act}_by_kind": "", f"{act}_by_id": ""})
    return CheckConstraint(condition=done | not_done, name=name)


def _somebody(act: str) -> Q:
    return Q(**{f"{act}_by_kind__gt": "", f"{act}_by_id__gt": ""})
