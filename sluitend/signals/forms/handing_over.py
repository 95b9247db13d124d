# SPDX-License-Identifier: EUPL-1.2
"""Forms of handing over: what the guard needs to know, and what came of each way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.keeping import KeptForm
from sluitend.handover.models import Informed
from sluitend.sharing import Consent, Urgency
from sluitend.shell.forms import sometimes
from sluitend.signals.forms.report import LONG_TEXT, SHORT_TEXT
from sluitend.signals.forms.staff import Choices

CONSENT = [
    (Consent.NOT_ASKED, _("Not asked")),
    (Consent.GIVEN, _("Yes, agrees")),
    (Consent.REFUSED, _("No, does not agree")),
]
# What came of a call.
TAKEN, NOT_KNOWN, REFUSED, NO_ANSWER = "yes", "no", "refused", "no-answer"
URGENCY = [(Urgency.NORMAL, _("No haste")), (Urgency.URGENT, _("Haste")), (Urgency.ACUTE, _("Danger now"))]


def _text(label: Any, *, required: bool = True, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONG_TEXT, required=required, widget=widget)


class PrepareForm(KeptForm):
    """What the guard needs to know, and the steps that come first."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    question = _text(_("What do you ask of this partner?"), required=False, rows=2)
    urgency = forms.ChoiceField(label=_("Is there haste?"), choices=URGENCY, widget=forms.RadioSelect)
    danger = sometimes(
        forms.CharField(
            label=_("What is the danger?"),
            help_text=_("In one line. It goes along, and it records why you do not wait for consent."),
            max_length=SHORT_TEXT,
            required=False,
        )
    )
    consent = forms.ChoiceField(
        label=_("Does the possible victim agree?"), choices=CONSENT, widget=forms.RadioSelect
    )
    informed = forms.ChoiceField(
        label=_("Does the person concerned know of this?"), choices=Informed.choices, widget=forms.RadioSelect
    )
    inform_reason = sometimes(_text(_("Why can the person not be informed yet?"), required=False, rows=2))
    reporter_agrees = forms.BooleanField(
        label=_("The reporter agrees that their name goes along"), required=False
    )

    def __init__(
        self,
        *args: Any,
        ways: Choices,
        purposes: Choices,
        steps: Choices,
        weighing: bool,
        readers: Choices,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["way"] = forms.ChoiceField(
            label=_("By which way?"), choices=ways, widget=forms.RadioSelect
        )
        if len(purposes) > 1:
            self.fields["purpose"] = forms.ChoiceField(label=_("For which purpose?"), choices=purposes)
        if steps:
            ticks = forms.MultipleChoiceField(
                label=_("First do this, then tick it"),
                choices=steps,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.fields["steps"] = sometimes(ticks)
        if weighing:
            self.fields["weighing"] = sometimes(_text(_("How did you weigh this?"), required=False))
        if readers:
            self.fields["second_reader"] = forms.ChoiceField(label=_("Who read along?"), choices=readers)
        self.order_fields(
            [
                "submission",
                "way",
                "purpose",
                "urgency",
                "danger",
                "consent",
                "informed",
                "inform_reason",
                "question",
            ]
        )


class PhoneForm(KeptForm):
    """What came of a call."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    spoken_to = sometimes(
        forms.CharField(label=_("Whom did you speak to?"), max_length=SHORT_TEXT, required=False)
    )
    their_reference = forms.CharField(label=_("Their reference"), max_length=SHORT_TEXT, required=False)
    accepted = forms.ChoiceField(
        label=_("Do they take it on?"),
        choices=[
            (TAKEN, _("Yes, they take it on")),
            (NOT_KNOWN, _("Not known yet")),
            (REFUSED, _("No, they do not take it up")),
            (NO_ANSWER, _("Nobody answered")),
        ],
        widget=forms.RadioSelect,
    )
    refusal = sometimes(_text(_("Why do they not take it up?"), required=False, rows=2))
    call_back_on = forms.DateField(
        label=_("Call again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    advice = _text(_("Which advice did you get?"), required=False)

    def __init__(self, *args: Any, numbers: Choices, advice: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["number"] = forms.ChoiceField(label=_("Which number did you call?"), choices=numbers)
        if advice:
            answers = [(TAKEN, _("Yes")), (NO_ANSWER, _("Nobody answered"))]
            self.fields["accepted"] = forms.ChoiceField(
                label=_("Did you speak to somebody?"), choices=answers, widget=forms.RadioSelect
            )
            del self.fields["refusal"]
        else:
            del self.fields["advice"]
        self.order_fields(["number", "accepted", "refusal", "spoken_to", "advice"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        accepted = cleaned.get("accepted")
        if accepted != NO_ANSWER and not cleaned.get("spoken_to"):
            self.add_error("spoken_to", _("Write down whom you spoke to."))
        if accepted == REFUSED and not cleaned.get("refusal"):
            self.add_error("refusal", _("Write down why it is not taken up."))
        return cleaned


class LinkForm(KeptForm):
    """To which address the notice goes, and by which other way the code.

    `submission` is a ticket: a page that is loaded again makes no second link.
    """

    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, addresses: Choices, code_by: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["address"] = forms.ChoiceField(
            label=_("To which address does the notice go?"),
            help_text=_("The mail holds a link and nothing about people."),
            choices=addresses,
        )
        self.fields["code_by"] = forms.ChoiceField(
            label=_("How do you give the code?"),
            help_text=_("Never by the same mail. Call the number that stands in the plan."),
            choices=code_by,
            widget=forms.RadioSelect,
        )


class ReferenceForm(KeptForm):
    """The number that the partner's own form gave."""

    their_reference = forms.CharField(label=_("Which number did the form give?"), max_length=SHORT_TEXT)


class MailForm(KeptForm):
    """To which address the secure mail went."""

    their_reference = forms.CharField(label=_("Their reference"), max_length=SHORT_TEXT, required=False)

    def __init__(self, *args: Any, addresses: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["address"] = forms.ChoiceField(label=_("To which address did it go?"), choices=addresses)


class PaperForm(KeptForm):
    """To whom it was given or posted."""

    given_to = forms.CharField(label=_("To whom did you give or post it?"), max_length=SHORT_TEXT)


class TableForm(KeptForm):
    """To whom it was told or given at a consultation."""

    given_to = forms.CharField(
        label=_("To whom at the table did you tell or give it?"), max_length=SHORT_TEXT
    )


class HeardForm(KeptForm):
    """What the partner told by phone."""

    heard_from = forms.CharField(label=_("From whom did you hear it?"), max_length=SHORT_TEXT)


class HeardRefusalForm(HeardForm):
    """Why the partner does not take it up."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    reason = _text(_("Why do they not take it up?"))


class HeardFeedbackForm(HeardForm):
    """What became of it, as the partner told it."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    text = _text(_("What became of it?"))

    def __init__(self, *args: Any, outcomes: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("In one word"), choices=outcomes, widget=forms.RadioSelect
        )
        self.order_fields(["submission", "heard_from", "outcome", "text"])


class AnswerForm(KeptForm):
    """An answer to the partner's question."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    text = _text(_("Your answer"))


class DeclineForm(KeptForm):
    """Why no fresh link is made."""

    reason = _text(_("Why is no new link needed?"), rows=2)


class WithdrawForm(KeptForm):
    """Why the handover is taken back."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    reason = _text(_("Why do you take it back?"))
