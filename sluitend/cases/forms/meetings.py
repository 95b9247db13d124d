# SPDX-License-Identifier: EUPL-1.2
"""Forms of meetings: planning, inviting, the agenda, sharing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.keeping import KeptForm
from sluitend.cases.forms import Choices, Once, day, long_text, short_text
from sluitend.cases.services.meetings import MOST_AT_ONCE, Rhythm
from sluitend.shell.forms import Hinted, sometimes
from sluitend.signals.forms.staff import Versioned

RHYTHMS = [
    (Rhythm.ONCE, _("Once")),
    (Rhythm.WEEKS_2, _("Every two weeks")),
    (Rhythm.WEEKS_4, _("Every four weeks")),
    (Rhythm.MONTH, _("Every month, on the same weekday")),
    (Rhythm.HALF_YEAR, _("Every half year, on the same weekday")),
]


def _time() -> forms.TimeField:
    return forms.TimeField(
        label=_("At what time?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


PLACE = _("Where?")


class PlanForm(Once):
    """One meeting, or a series."""

    day = day(_("On which day?"), help_text=_("The first one, when it comes back."))
    at = _time()
    place = short_text(PLACE, required=False)
    rhythm = forms.ChoiceField(label=_("How often?"), choices=RHYTHMS, initial=Rhythm.ONCE)
    number = sometimes(
        forms.IntegerField(
            label=_("How many meetings?"),
            min_value=1,
            max_value=MOST_AT_ONCE,
            initial=1,
            required=False,
            error_messages={"max_value": _("Choose 2 to 12.")},
        )
    )

    def __init__(self, *args: Any, consultations: list[tuple[str, Hinted]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["consultation"] = forms.ChoiceField(
            label=_("Which consultation?"), choices=consultations, widget=forms.RadioSelect
        )
        self.order_fields(["submission", "consultation", "day", "at", "place", "rhythm", "number"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        series = cleaned.get("rhythm") not in (None, Rhythm.ONCE)
        if series and "number" not in self.errors and (cleaned.get("number") or 1) < 2:
            self.add_error("number", _("A series has two meetings or more: choose 2 to 12."))
        return cleaned


class MoveForm(Versioned):
    """Another day, time or place."""

    day = day(_("On which day?"))
    at = _time()
    place = short_text(PLACE, required=False)


class ColleagueForm(KeptForm):
    """A colleague who takes part."""

    def __init__(self, *args: Any, people: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["person"] = forms.ChoiceField(
            label=_("Which colleague?"), choices=[("", _("Choose …")), *people]
        )


class GuestForm(Once):
    """Somebody of a partner who takes part."""

    name = short_text(_("Who comes?"), help_text=_("First and last name."))

    def __init__(self, *args: Any, partners: list[tuple[str, Choices]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["partner_id"] = forms.ChoiceField(
            label=_("Of which organisation?"), choices=[("", _("Choose …")), *partners]
        )
        self.order_fields(["submission", "partner_id", "name"])


QUESTION_HINT = _(
    "In a few words: what is it, and what do you ask of the table? No names: who sits there reads this."
)


class ItemForm(Once):
    """What to put on the agenda."""

    question = long_text(_("What is it, and what do you ask?"), required=True, help_text=QUESTION_HINT)

    def __init__(self, *args: Any, about: list[tuple[str, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["about"] = forms.ChoiceField(label=_("What is it about?"), choices=about)
        self.order_fields(["submission", "about", "question"])


class ShareForm(KeptForm):
    """With whom an item is shared, after what comes first."""

    def __init__(self, *args: Any, people: list[tuple[str, Hinted]], steps: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["participants"] = forms.MultipleChoiceField(
            label=_("Who at the table sees this item?"),
            choices=people,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose who sees this item.")},
        )
        if steps:
            self.fields["steps"] = sometimes(
                forms.MultipleChoiceField(
                    label=_("First do this, then tick it"),
                    choices=steps,
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
            )


class InviteForm(Once):
    """To which address the link goes, and how the code is told."""

    address = forms.EmailField(
        label=_("To which mail address?"),
        max_length=254,
        help_text=_("The work address of who comes. A wrong one opens nothing: the code goes another way."),
    )

    def __init__(self, *args: Any, ways: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["code_by"] = forms.ChoiceField(
            label=_("How do you tell the code?"), choices=ways, widget=forms.RadioSelect
        )


class CancelForm(Versioned):
    """Why a meeting does not take place."""

    reason = long_text(_("Why does it not take place?"), required=True, rows=2)
