# SPDX-License-Identifier: EUPL-1.2
"""What a partner types at the door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.handover.services.changing import LONGEST_TEXT
from sluitend.policy.schema.lifecycle import Outcome
from sluitend.shell.forms import Hinted


def _text(label: Any, hint: Any = "", *, rows: int = 4) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST_TEXT, widget=widget)


class CodeForm(forms.Form):
    """The code that came by another channel."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("You got it from us by phone or in person. Capitals, spaces and dashes do not matter."),
        max_length=80,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class DoorForm(forms.Form):
    """Base of what is sent from the packet's page; `submission` names one submit."""

    use_required_attribute = False
    submission = forms.UUIDField(widget=forms.HiddenInput)


class QuestionForm(DoorForm):
    """A question to the municipality."""

    question = _text(_("Your question"), _("We answer within one working day."), rows=3)


class RefusalForm(DoorForm):
    """Why the partner does not take it up."""

    reason = _text(_("Why do you not take this up?"), _("So that we can look for another way."), rows=3)


class FeedbackForm(DoorForm):
    """What became of it: a word for the count and for the reporter, and text for us alone."""

    text = _text(
        _("What can you tell us?"),
        _("Only the municipality reads this. The reporter never does."),
    )

    def __init__(self, *args: Any, outcomes: list[Outcome], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What became of it?"),
            choices=[(one.id, _choice(one, language)) for one in outcomes],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what became of it.")},
        )
        self.order_fields(["submission", "outcome", "text"])


class AdviceForm(DoorForm):
    """What the partner advises."""

    text = _text(_("Your advice"), _("Please do not ask who it is about."))


def _choice(outcome: Outcome, language: str) -> Hinted:
    hint = outcome.explanation.text(language) if outcome.explanation else ""
    return Hinted(outcome.name.text(language), hint)
