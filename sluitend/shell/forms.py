# SPDX-License-Identifier: EUPL-1.2
"""Helpers for forms. How they look lives in `templates/django/forms`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField, Field, Form
from django.utils.functional import Promise

from sluitend.core.errors import BadInput, Conflict, SluitendError


@dataclass(frozen=True, slots=True)
class Hinted:
    """The label of a choice with a line of explanation under it: `(value, Hinted("…", "…"))`."""

    label: str | Promise
    hint: str | Promise = ""

    def __str__(self) -> str:
        return str(self.label)


def sometimes(field: Field) -> Field:
    """Mark a field that other answers make needed: it is not called optional."""
    field.needed_sometimes = True  # type: ignore[attr-defined]
    return field


def refuse(form: Form, refusal: SluitendError) -> int:
    """Say at the form why an act was refused, at its field if it has one; return the status of the answer."""
    field = refusal.field if isinstance(refusal, BadInput) else ""
    form.add_error(field if field in form.fields else None, str(refusal))
    return 409 if isinstance(refusal, Conflict) else 422


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One error at the top of a form and the input that it leads to (empty: the form itself)."""

    text: str
    target: str


def error_summary(form: Form) -> list[SummaryLine]:
    """Return all errors of a form in the order of its fields, those of the whole form first."""
    lines = [SummaryLine(text, "") for text in _texts(form.non_field_errors())]
    for field in form:
        lines += [SummaryLine(_named(field, text), first_input(field)) for text in _texts(field.errors)]
    return lines


def filled_in(form: Form) -> bool:
    """Return whether the form shows again something that was filled in.

    A password is never shown again, and nothing of a form that says of itself that it `throws_away` all.
    """
    if getattr(form, "throws_away", False):
        return False
    return any(field.data for field in form.visible_fields() if field.widget_type != "password")


def first_input(field: BoundField) -> str:
    """Return the id of the (first) input of a field, where a link in the summary leads."""
    if field.is_hidden:
        return ""
    if not field.use_fieldset:
        return str(field.id_for_label)
    # A group may have nothing to choose from, such as a partner that cannot be reached in any way.
    return next((str(option.id_for_label) for option in field.subwidgets), "")


def _named(field: BoundField, text: str) -> str:
    label = str(field.label)
    return f"{label} {text}" if label.endswith(("?", ".", "!")) else f"{label}: {text}"


def _texts(errors: Iterable[object]) -> list[str]:
    return [str(error) for error in errors]
