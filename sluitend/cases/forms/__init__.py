# SPDX-License-Identifier: EUPL-1.2
"""Forms of cases and meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.keeping import KeptForm
from sluitend.shell.forms import Hinted, sometimes
from sluitend.signals.forms.staff import Versioned

Choices = list[tuple[str, str]]
SHORT, LONG = 200, 20_000


def long_text(label: Any, *, rows: int = 3, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        max_length=LONG,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def short_text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for a few words."""
    return forms.CharField(label=label, max_length=SHORT, required=required, help_text=help_text)


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class Once(KeptForm):
    """Base of forms that make something new: a submit that comes twice makes it once."""

    submission = forms.UUIDField(widget=forms.HiddenInput)


TITLE = _("What is it called?")
TITLE_HINT = _("A few words by which you know it again. No names of people: it stands in headings.")
GOAL = _("What do you want to achieve?")
REFERENCE = _("Their reference")
CONTRIBUTION = _("What did we contribute, and what do we do?")
CONTRIBUTION_HINT = _("Only what is ours. What other partners shared stays with the partnership.")


class CaseForm(Once):
    """A new case: its sort, its name, what it is for."""

    title = short_text(TITLE, help_text=TITLE_HINT)
    goal = long_text(GOAL, help_text=_("It can be filled in later too."))

    def __init__(
        self, *args: Any, sorts: list[tuple[str, Hinted]], own_only: frozenset[str], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self._own_only = own_only
        # Who can open one sort only has nothing to choose.
        widget = forms.RadioSelect if len(sorts) > 1 else forms.HiddenInput
        self.fields["sort"] = forms.ChoiceField(label=_("Which sort of case?"), choices=sorts, widget=widget)
        if own_only:
            self.fields["their_reference"] = short_text(REFERENCE, required=False)
            self.fields["contribution"] = long_text(CONTRIBUTION, help_text=CONTRIBUTION_HINT)
        self.order_fields(["submission", "sort", "title", "goal", "their_reference", "contribution"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("sort") and cleaned["sort"] not in self._own_only:
            for name in ("their_reference", "contribution"):
                if cleaned.get(name):
                    self.add_error(name, _("This is for a case of a partnership only. Leave it empty."))
        return cleaned


class DescribeForm(Versioned):
    """What a case is called and what it is for."""

    title = short_text(TITLE, help_text=TITLE_HINT)
    goal = long_text(GOAL)

    def __init__(self, *args: Any, own_only: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if own_only:
            self.fields["their_reference"] = short_text(REFERENCE, required=False)
            self.fields["contribution"] = long_text(CONTRIBUTION, help_text=CONTRIBUTION_HINT)


class PlanLineForm(Versioned):
    """What is done under one component of the strategy."""

    text = long_text(_("What is done here?"), rows=5)


class BarrierForm(Versioned):
    """How it stands with one barrier."""

    by_whom = short_text(_("Who does that?"), required=False)
    text = long_text(_("What stands in the way, or what is missing?"), rows=4)

    def __init__(self, *args: Any, states: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["state"] = forms.ChoiceField(
            label=_("How does it stand?"), choices=states, widget=forms.RadioSelect
        )
        self.order_fields(["version", "state", "by_whom", "text"])


class TaskForm(Once):
    """A task: what, by whom, by when."""

    what = long_text(_("What has to be done?"), required=True)
    due = day(_("By when?"))

    def __init__(
        self,
        *args: Any,
        owners: list[tuple[str, Choices]],
        components: Choices,
        may_let_see: bool,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["owner"] = forms.ChoiceField(
            label=_("Who does it?"), choices=[("", _("Choose …")), *owners]
        )
        if components:
            self.fields["component"] = forms.ChoiceField(
                label=_("Which part of the plan?"), choices=[("", _("None")), *components], required=False
            )
        if may_let_see:
            self.fields["let_see"] = forms.BooleanField(
                label=_("Let this colleague see the whole dossier"),
                required=False,
                help_text=_("Only when the task cannot be done without it."),
            )
        self.order_fields(["submission", "what", "owner", "due", "component", "let_see"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("let_see") and (cleaned.get("owner") or "").startswith("partner:"):
            self.add_error("let_see", _("A partner sees no dossier. Take this tick away."))
        return cleaned


class FinishForm(KeptForm):
    """What came of a task: done, fallen away, or put off."""

    ENDS = (
        ("done", _("It is done")),
        ("dropped", _("It falls away")),
        ("later", _("It needs more time")),
    )

    how = forms.ChoiceField(label=_("What came of it?"), choices=ENDS, widget=forms.RadioSelect)
    result = sometimes(long_text(_("Short: what came of it, or why not?")))
    due = sometimes(day(_("New day"), required=False))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == "later" and not cleaned.get("due") and "due" not in self.errors:
            self.add_error("due", _("Choose by when it is done."))
        if cleaned.get("how") and not cleaned.get("result") and "result" not in self.errors:
            self.add_error("result", _("Write in a few words what came of it, or why it did not."))
        return cleaned


class DecisionForm(Once):
    """A decision of the pack's list, and why."""

    reason = long_text(_("Why?"))

    def __init__(self, *args: Any, outcomes: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What was decided?"), choices=outcomes, widget=forms.RadioSelect
        )
        self.order_fields(["submission", "outcome", "reason"])


class ToldForm(Once):
    """What a partner told of investigation or prosecution."""

    told_on = day(_("On which day did you hear it?"))
    note = long_text(_("What did they tell?"))

    def __init__(self, *args: Any, steps: list[tuple[str, Hinted]], partners: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["step"] = forms.ChoiceField(
            label=_("What is it about?"), choices=steps, widget=forms.RadioSelect
        )
        self.fields["partner_id"] = forms.ChoiceField(
            label=_("Who told it?"), choices=[("", _("Choose …")), *partners]
        )
        self.order_fields(["submission", "step", "partner_id", "told_on", "note"])


class OrganisationForm(Once):
    """An organisation that works on the case."""

    why = long_text(_("What does it take part for?"), required=True, rows=2)
    name = short_text(_("Whom do you speak with there?"), required=False)

    def __init__(self, *args: Any, partners: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["partner_id"] = forms.ChoiceField(
            label=_("Which organisation?"), choices=[("", _("Choose …")), *partners]
        )
        self.order_fields(["submission", "partner_id", "why", "name"])


class AddSignalForm(KeptForm):
    """Which signal belongs to the case."""

    def __init__(self, *args: Any, signals: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["signal"] = forms.ChoiceField(
            label=_("Which signal belongs to it?"), choices=[("", _("Choose …")), *signals]
        )


class CloseCaseForm(Versioned):
    """How a case ended, why, and what was learned."""

    reason = long_text(_("Why is it closed?"), required=True)
    evaluation = long_text(
        _("What did you learn from it?"),
        required=True,
        help_text=_("What worked, what did not, and what would you do next time? No names of people."),
    )

    def __init__(self, *args: Any, outcomes: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("How did it end?"), choices=outcomes, widget=forms.RadioSelect
        )
        self.order_fields(["version", "outcome", "reason", "evaluation"])


class CheckForm(KeptForm):
    """The check questions before a matter is escalated; "don't know" is an answer."""

    def __init__(self, *args: Any, questions: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        answers = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I don't know"))]
        for name, text in questions:
            self.fields[f"q-{name}"] = forms.ChoiceField(
                label=text, choices=answers, widget=forms.RadioSelect
            )
        self.fields["reason"] = long_text(
            _("Why do you escalate it?"),
            required=True,
            help_text=_("Also when the criteria are not all met: then say why it is needed anyway."),
        )

    def yes(self) -> set[str]:
        """Return the questions that were answered with yes."""
        return {
            name.removeprefix("q-")
            for name, value in self.cleaned_data.items()
            if name.startswith("q-") and value == "yes"
        }
