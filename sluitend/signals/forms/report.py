# SPDX-License-Identifier: EUPL-1.2
"""The report as a visitor writes it: one form per screen.

There is no field for citizen service number, nationality, ethnicity, religion or residence
status, and there never is one here. What was seen stays apart from what it may mean.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.core.errors import BadInput
from sluitend.signals import identifiers
from sluitend.signals.models import SourceKind, ThreeWay

LONG_TEXT = 10_000
SHORT_TEXT = 300
INVESTIGATION = "investigation"
CAPACITIES = [("supervision", _("Supervision")), (INVESTIGATION, _("Criminal investigation"))]


class _Long(forms.CharField):
    """A text in the writer's own words; its length is bounded, its line breaks stay."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class CapacityForm(forms.Form):
    """A boa either supervises (AVG) or investigates (Wpg): two laws, two stores."""

    capacity = forms.ChoiceField(
        label=_("Did you see this as a supervisor or during a criminal investigation?"),
        help_text=_(
            "Information from an investigation falls under the Police Data Act and is not stored here."
        ),
        choices=CAPACITIES,
        widget=forms.RadioSelect,
    )


class FactsForm(forms.Form):
    """What was seen or heard."""

    facts = _Long(
        label=_("What did you see or hear?"),
        help_text=_(
            "Write only what you saw or heard yourself or were told. What you think of it comes later."
        ),
        rows=8,
    )


class CircumstancesForm(forms.Form):
    """When, where and around it."""

    circumstances = _Long(
        label=_("When and where was it, and what else happened?"),
        help_text=_(
            "For example: the day and time, the place, who else was there, whether it happened before."
        ),
        required=False,
    )


class SourceForm(forms.Form):
    """How the reporter knows."""

    source_kind = forms.ChoiceField(
        label=_("How do you know this?"), choices=SourceKind.choices, widget=forms.RadioSelect
    )
    source_note = forms.CharField(
        label=_("From whom or from what did you hear it?"),
        help_text=_("A function or a relation is enough, such as 'a neighbour'."),
        max_length=SHORT_TEXT,
        required=False,
    )


class InterpretationForm(forms.Form):
    """What the reporter thinks, kept apart from the facts."""

    interpretation = _Long(
        label=_("What do you think is going on?"),
        help_text=_("A gut feeling is enough. We keep this apart from what you saw or heard."),
        required=False,
    )


class _Folded(forms.CheckboxSelectMultiple):
    """Groups of ticks that open one by one: the whole list would be many screens long.

    The first group is open, and each in which something is ticked.
    """

    template_name = "signals/_folded_choices.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add which groups are open."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["widget"]["opened"] = [
            group for group, options, index in groups if not index or any(one["selected"] for one in options)
        ]
        return context


class SignsForm(forms.Form):
    """Signs from the pack's list, per form of exploitation. Ticks are not added up."""

    def __init__(
        self, *args: Any, groups: Iterable[tuple[str, list[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicators"] = forms.MultipleChoiceField(
            label=_("Which of these did you see?"),
            help_text=_("Tick only what you saw or heard. One sign can be enough, and none is fine too."),
            choices=[(name, options) for name, options in groups],
            widget=_Folded,
            required=False,
        )


class RecognitionForm(forms.Form):
    """Things that can be recognised again exactly."""

    address = forms.CharField(
        label=_("Address"),
        help_text=_("Postcode and number, or street, number and place."),
        max_length=SHORT_TEXT,
        required=False,
    )
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("A number that has to do with the situation, not your own."),
        max_length=40,
        required=False,
    )
    plate = forms.CharField(label=_("Number plate"), max_length=20, required=False)
    kvk = forms.CharField(
        label=_("KvK number of the business"), help_text=_("Eight digits."), max_length=20, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_identifiers(self, cleaned)
        return cleaned


class ReporterForm(forms.Form):
    """Who reports. Naming oneself is a choice, except where the pack says otherwise."""

    reporter_name = forms.CharField(
        label=_("Your name"),
        help_text=_("You may leave this empty. Your name is stored apart and only few people may see it."),
        max_length=SHORT_TEXT,
        required=False,
    )
    reporter_contact = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("A work phone number or e-mail address. You can also come back with the code you get."),
        max_length=SHORT_TEXT,
        required=False,
    )


class SafeContactForm(forms.Form):
    """How the possible victim can be reached without danger."""

    safe_contact = _Long(
        label=_("How can the possible victim be reached safely?"),
        help_text=_(
            "Only if you know: how, when, through whom, a code word. "
            "No address of a shelter. Nobody contacts a victim automatically."
        ),
        rows=4,
        required=False,
    )


class MinorForm(forms.Form):
    """Whether somebody under 18 is concerned."""

    minor = forms.ChoiceField(
        label=_("Is someone under 18 involved?"), choices=ThreeWay.choices, widget=forms.RadioSelect
    )


def check_identifiers(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Say at each field why what was typed cannot be an address, a phone, a plate or a KvK number."""
    for kind in identifiers.KINDS:
        if text := cleaned.get(kind):
            try:
                # An address without a place is one in the municipality itself, whichever that is.
                identifiers.normalise(kind, text, place="-")
            except BadInput as refusal:
                form.add_error(kind, str(refusal))
