# SPDX-License-Identifier: EUPL-1.2
"""Forms of the minutes: what is general, one for each item, and one for each task of last time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.keeping import KeptForm
from sluitend.cases.forms import Choices, FinishForm, day, long_text
from sluitend.shell.forms import sometimes
from sluitend.signals.forms.staff import HIGHEST_VERSION


class GeneralForm(KeptForm):
    """What belongs to no dossier, and who was there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=HIGHEST_VERSION)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=16)
    text = long_text(
        _("General notes"), rows=3, help_text=_("What belongs to no signal and no case. No names.")
    )

    def __init__(self, *args: Any, people: Choices, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if people:
            self.fields["present"] = forms.MultipleChoiceField(
                label=_("Who is there?"),
                choices=people,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(["version", "mark", "present", "text"])


class ItemNotesForm(KeptForm):
    """Notes of one item, one decision, and one action; each save can add one of each."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=HIGHEST_VERSION)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=16)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    notes = long_text(_("Notes"), rows=3)
    reason = long_text(_("In a sentence: why?"), rows=2)
    what = long_text(_("Action: what has to be done?"), rows=2)
    due = sometimes(day(_("By when?"), required=False))

    def __init__(self, *args: Any, decisions: Choices, owners: list[tuple[str, Choices]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("Decision"), choices=[("", _("Nothing decided yet")), *decisions], required=False
        )
        self.fields["owner"] = sometimes(
            forms.ChoiceField(label=_("Who does it?"), choices=[("", _("Choose …")), *owners], required=False)
        )
        self.order_fields(
            ["version", "mark", "submission", "notes", "outcome", "reason", "what", "owner", "due"]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") and not cleaned.get("outcome"):
            self.add_error("outcome", _("Choose what was decided."))
        if cleaned.get("what"):
            for name in ("owner", "due"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("An action has somebody who does it, and a day."))
        elif cleaned.get("owner"):
            self.add_error("what", _("Write what has to be done."))
        return cleaned


class FollowUpForm(FinishForm):
    """What became of a task that an earlier meeting gave; nothing chosen means that nothing is known yet."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["how"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("how") and "how" not in self.errors and cleaned.get("result"):
            self.add_error("how", _("Choose what came of it."))
        return cleaned


class FixForm(KeptForm):
    """Fixing the minutes; of a table whose results are told on, who does that and by when."""

    DONE = "done"

    def __init__(
        self, *args: Any, reports_to: str = "", owners: list[tuple[str, Choices]] | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        if not reports_to:
            return
        label = _("Who reports back what came out? It goes to: %(table)s") % {"table": reports_to}
        choices = [("", _("Choose …")), (self.DONE, _("Nobody: it has been done already")), *(owners or [])]
        self.fields["owner"] = forms.ChoiceField(label=label, choices=choices)
        self.fields["due"] = sometimes(day(_("Before which day?"), required=False))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("owner") not in (None, "", self.DONE)
            and not cleaned.get("due")
            and "due" not in self.errors
        ):
            self.add_error("due", _("An action has somebody who does it, and a day."))
        return cleaned
