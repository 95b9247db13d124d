# SPDX-License-Identifier: EUPL-1.2
"""What to look for in the journal; all of it is optional."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.models import Person
from sluitend.web.staff.timed.forms import LONGEST_REFERENCE

# A day beside the first and the last that a calendar knows is no day.
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(_FIRST), MaxValueValidator(_LAST)],
    )


class JournalForm(forms.Form):
    """Filters of the journal, in the address of the page."""

    mark_optional = False

    first = _day(_("From"))
    last = _day(_("Up to and including"))
    reference = forms.CharField(
        label=_("Reference of the dossier"), max_length=LONGEST_REFERENCE, required=False
    )
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[("", _("Everything")), ("act", _("What was done")), ("look", _("What was looked at"))],
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kw: Any) -> None:
        super().__init__(*args, **kw)
        choices = [("", _("Everybody")), *((str(one.pk), one.name) for one in people)]
        self.fields["person"] = forms.ChoiceField(label=_("Who"), choices=choices, required=False)
        self.order_fields(["first", "last", "person", "kind", "reference"])

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first day."))
        return given
