# SPDX-License-Identifier: EUPL-1.2
"""When an act is refused, its form says why; what was typed stays where it is."""

from django import forms

from sluitend.core.errors import BadInput, Conflict


def refuse(form: forms.Form, refusal: BadInput | Conflict) -> int:
    """Say at the form why an act was refused; return the status of the answer."""
    field = refusal.field if isinstance(refusal, BadInput) else ""
    form.add_error(field if field in form.fields else None, str(refusal))
    return 409 if isinstance(refusal, Conflict) else 422
