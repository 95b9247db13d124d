# SPDX-License-Identifier: EUPL-1.2
"""What somebody writes to take sight of a dossier, and to judge it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.keeping import KeptForm
from sluitend.dossiers.models import TimedAccess
from sluitend.shell.forms import sometimes

LONGEST_REASON, LONGEST_REFERENCE = 1_000, 40


def _reference() -> forms.CharField:
    return forms.CharField(
        label=_("Reference of the dossier"),
        help_text=_("Eight letters and digits, for instance 7K3M-9QXA."),
        max_length=LONGEST_REFERENCE,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


def _reason(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class EmergencyForm(KeptForm):
    """Which dossier, and why now; a hidden hit needs no reference."""

    reference = _reference()
    reason = _reason(_("Why do you need this now?"), _("One or two sentences. Who judges it reads this."))

    def __init__(self, *args: Any, hidden_hit: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if hidden_hit:
            del self.fields["reference"]


class InspectionForm(KeptForm):
    """Which dossier, for which task of supervision, and why."""

    reference = _reference()
    purpose = forms.ChoiceField(
        label=_("What is the inspection for?"), choices=TimedAccess.Purpose.choices, widget=forms.RadioSelect
    )
    reason = _reason(
        _("Why do you need to see the content?"), _("For instance the number of the request. No names.")
    )


class ReviewForm(KeptForm):
    """The verdict on an emergency of somebody else."""

    verdict = forms.ChoiceField(
        label=_("Was this access justified?"), choices=TimedAccess.Verdict.choices, widget=forms.RadioSelect
    )
    note = sometimes(
        forms.CharField(
            label=_("Explanation"),
            help_text=_("If it was not justified: why, and what you do now."),
            max_length=LONGEST_REASON,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    )
