# SPDX-License-Identifier: EUPL-1.2
"""When an act is refused, its form says why; what was typed stays where it is."""

from django import forms
from django.utils.translation import gettext as _

from sluitend.core.errors import BadInput, Conflict


def refuse(form: forms.Form, refusal: BadInput | Conflict) -> int:
    """Say at the form why an act was refused; return the status of the answer."""
    field = refusal.field if isinstance(refusal, BadInput) else ""
    message = str(refusal)
    if field.startswith("step-"):
        # The page shows the steps as one list of ticks, each in its own words.
        field, message = "steps", _("Do each step that stands here, then tick it.")
    form.add_error(field if field in form.fields else None, message)
    return 409 if isinstance(refusal, Conflict) else 422
