# SPDX-License-Identifier: EUPL-1.2
"""Forms with which staff register a signal and work on it."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.keeping import KeptForm
from sluitend.shell.forms import Hinted, sometimes
from sluitend.signals.forms.report import (
    CAPACITIES,
    INVESTIGATION,
    LONG_TEXT,
    SHORT_TEXT,
)
from sluitend.signals.models import Channel, SourceKind, ThreeWay

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]
Hints = list[tuple[str, Hinted]]


def _long(label: Any, *, rows: int = 4, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONG_TEXT,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class _WhoSelect(forms.Select):
    """Marks who is asked for a capacity, so that the page shows that question to them only."""

    asked_capacity: Collection[str] = ()

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark one option."""
        option = super().create_option(*args, **kwargs)
        if str(option["value"]) in self.asked_capacity:
            option["attrs"]["data-asks-capacity"] = True
        return option


class RegisterForm(KeptForm):
    """A signal that came by phone, mail, desk or from a partner, on one screen."""

    # The ticket of this submit; see `tickets`.
    submission = forms.CharField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("How did it come in?"),
        choices=[(value, label) for value, label in Channel.choices if value != Channel.WEB],
        widget=forms.RadioSelect,
    )
    capacity = sometimes(
        forms.ChoiceField(
            label=_("Was it supervision or criminal investigation?"),
            help_text=_(
                "Information from an investigation falls under the Police Data Act and is not stored here."
            ),
            choices=CAPACITIES,
            widget=forms.RadioSelect,
            required=False,
        )
    )
    facts = _long(
        _("What was seen or heard?"),
        required=True,
        help_text=_("Only what was seen or heard, in the words of the reporter."),
    )
    acute = forms.ChoiceField(
        label=_("Is anybody in danger now?"),
        choices=ThreeWay.choices,
        widget=forms.RadioSelect,
        initial="unknown",
    )
    minor = forms.ChoiceField(
        label=_("Is someone under 18 involved?"),
        choices=ThreeWay.choices,
        widget=forms.RadioSelect,
        initial="unknown",
    )
    address = forms.CharField(label=_("Address"), max_length=SHORT_TEXT, required=False)
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    plate = forms.CharField(label=_("Number plate"), max_length=20, required=False)
    kvk = forms.CharField(label=_("KvK number of the business"), max_length=20, required=False)
    source_kind = forms.ChoiceField(
        label=_("How does the reporter know?"), choices=SourceKind.choices, initial=SourceKind.UNKNOWN
    )
    source_note = forms.CharField(label=_("From whom or from what?"), max_length=SHORT_TEXT, required=False)
    circumstances = _long(_("When and where, what else?"), rows=3)
    interpretation = _long(_("What does the reporter think of it?"), rows=3)
    reporter_name = forms.CharField(
        label=_("Name of the reporter"),
        help_text=_("Stored apart; only who has that right sees it."),
        max_length=SHORT_TEXT,
        required=False,
    )
    reporter_contact = forms.CharField(
        label=_("How to reach the reporter"), max_length=SHORT_TEXT, required=False
    )
    safe_contact = _long(_("How to reach the possible victim safely"), rows=2)

    def __init__(
        self,
        *args: Any,
        reporters: Choices,
        asked_capacity: Collection[str],
        exploitation: Choices,
        municipalities: Choices,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.asked_capacity = asked_capacity
        if not asked_capacity:
            del self.fields["capacity"]
        who = forms.ChoiceField(
            label=_("Who reported it?"), choices=[("", _("Choose …")), *reporters], widget=_WhoSelect
        )
        who.widget.asked_capacity = asked_capacity
        self.fields["reporter_group"] = who
        self.fields["forms"] = forms.MultipleChoiceField(
            label=_("Form of exploitation"),
            choices=exploitation,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        order = ["submission", "channel", "reporter_group", "capacity", "facts", "acute", "minor", "forms"]
        if len(municipalities) > 1:
            self.fields["municipality"] = forms.ChoiceField(label=_("Municipality"), choices=municipalities)
            order.insert(1, "municipality")
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reporter_group") in self.asked_capacity:
            self._check_capacity(cleaned.get("capacity", ""))
        return cleaned

    def _check_capacity(self, capacity: str) -> None:
        """Two laws, two stores: what comes from an investigation is not registered here."""
        if capacity == INVESTIGATION:
            self.add_error(
                "capacity",
                _("This falls under the Police Data Act, so it is not stored here. Do not register it."),
            )
        elif not capacity:
            self.add_error("capacity", _("Say whether it was supervision or investigation."))


# What a number in the database can hold.
HIGHEST_VERSION = 2**31 - 1


class Versioned(KeptForm):
    """Base of acts on a dossier: says on which version the user acts."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=HIGHEST_VERSION)


class AssignForm(Versioned):
    """To whom the dossier goes."""

    def __init__(self, *args: Any, people: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        # No choice is a choice: back to the role.
        to = forms.ChoiceField(label=_("Who takes it on?"), choices=people, required=False)
        self.fields["to"] = sometimes(to)


class AddForm(Versioned):
    """What was learned later: how it stands with danger and age now, and what, from whom."""

    acute = forms.ChoiceField(
        label=_("Is anybody in danger now?"), choices=ThreeWay.choices, widget=forms.RadioSelect
    )
    minor = forms.ChoiceField(
        label=_("Is someone under 18 involved?"), choices=ThreeWay.choices, widget=forms.RadioSelect
    )
    note = _long(
        _("What do you know now?"),
        help_text=_("Only what was seen, heard or found out. It is added; what was reported stays as it is."),
    )
    source_kind = forms.ChoiceField(
        label=_("How do you know?"), choices=SourceKind.choices, initial=SourceKind.UNKNOWN
    )
    source_note = forms.CharField(label=_("From whom or from what?"), max_length=SHORT_TEXT, required=False)
    address = forms.CharField(label=_("Address"), max_length=SHORT_TEXT, required=False)
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    plate = forms.CharField(label=_("Number plate"), max_length=20, required=False)
    kvk = forms.CharField(label=_("KvK number of the business"), max_length=20, required=False)


class InvolveForm(KeptForm):
    """Whom to let know of the dossier, and why."""

    def __init__(self, *args: Any, people: Choices, reasons: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["person"] = forms.ChoiceField(
            label=_("Whom do you involve?"), choices=[("", _("Choose …")), *people]
        )
        self.fields["why"] = forms.ChoiceField(
            label=_("What does this colleague do?"), choices=reasons, widget=forms.RadioSelect
        )


class NextStepForm(Versioned):
    """What is next and by when."""

    due = forms.DateField(
        label=_("By when?"),
        help_text=_("Leave open for the date that belongs to this step."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, next_steps: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["next_step"] = forms.ChoiceField(label=_("What is next?"), choices=next_steps)
        self.order_fields(["version", "next_step", "due"])


class _OutcomeSelect(forms.RadioSelect):
    """Marks the outcomes that ask for the reference of another signal."""

    asks_reference: Collection[str] = ()

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark one option."""
        option = super().create_option(*args, **kwargs)
        if str(option["value"]) in self.asks_reference:
            option["attrs"]["data-asks-reference"] = True
        return option


class _Deciding(Versioned):
    """Base of choosing an outcome; one that belongs to another signal asks which."""

    asked: Any = ""
    other = sometimes(
        forms.CharField(
            label=_("To which signal does it belong?"),
            help_text=_("Its reference, such as 7K3M-9QXA."),
            max_length=20,
            required=False,
        )
    )

    def __init__(
        self, *args: Any, outcomes: Choices | Groups | Hints, asks_reference: Collection[str], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.asks_reference = asks_reference
        widget = _OutcomeSelect()
        widget.asks_reference = asks_reference
        self.fields["outcome"] = forms.ChoiceField(label=self.asked, choices=outcomes, widget=widget)
        self.order_fields(["version", "outcome", "other", "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") not in self.asks_reference:
            cleaned["other"] = ""
        elif not cleaned.get("other"):
            self.add_error("other", _("Write the reference of the other signal."))
        return cleaned


class WeighForm(_Deciding):
    """What happens with the signal, and why; the privacy test only where the step asks for it."""

    asked = _("What happens with this signal?")
    reason = _long(
        _("Why?"),
        required=True,
        help_text=_("How concrete, recent and serious is it? One or two sentences are enough."),
    )


class PrivacyTestForm(KeptForm):
    """The privacy test of the model protocol, in four short answers."""

    goal = _long(_("For which purpose is this needed?"), required=True, rows=2)
    necessary = _long(_("Why is it necessary?"), required=True, rows=2)
    proportionate = _long(_("Why is it in proportion?"), required=True, rows=2)
    least_intrusive = _long(_("Why is there no less intrusive way?"), required=True, rows=2)


class CloseForm(_Deciding):
    """How it ended, and why; each outcome says what the reporter will read."""

    asked = _("How did it end?")
    reason = _long(_("Why is it closed?"), required=True)


class ReasonForm(Versioned):
    """A reason for an act that asks for one."""

    reason = _long(_("Why?"), required=True, rows=2)


class LookForm(KeptForm):
    """Why somebody looks at what is stored apart."""

    reason = forms.CharField(label=_("Why do you need this now?"), max_length=SHORT_TEXT)


class QuestionForm(KeptForm):
    """A question to the reporter."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    text = _long(_("Your question to the reporter"), required=True, rows=3)
