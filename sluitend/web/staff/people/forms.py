# SPDX-License-Identifier: EUPL-1.2
"""Forms for who looks after people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.keeping import KeptForm
from sluitend.accounts.models import Person
from sluitend.accounts.services import check_standing_in
from sluitend.core import clock
from sluitend.core.errors import BadInput
from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import Role
from sluitend.shell.forms import Hinted
from sluitend.web.staff.people import rights, shown

NOW, LATER = "now", "later"


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was sent for a form to check, also when that is nothing at all; None when asked for."""
    return request.POST if request.method == "POST" else None


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """Return a field for one day."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Fill in a date."),
            "invalid": _("This is not a date. Write it as 31-12-2026."),
        },
        **more,
    )


class PlaceForm(KeptForm):
    """A form that asks for the municipality when there is something to choose."""

    def __init__(self, *args: Any, places: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place, shown.place_name(place)) for place in sorted(places)]
        field = forms.ChoiceField(
            label=_("Municipality"),
            choices=choices,
            error_messages={"required": _("Choose a municipality."), "invalid_choice": _("Choose one here.")},
        )
        if len(choices) == 1:
            field.widget, field.initial = forms.HiddenInput(), choices[0][0]
        self.fields["municipality"] = field


class PersonForm(PlaceForm):
    """Somebody new."""

    name = forms.CharField(
        label=_("First name and last name"),
        max_length=120,
        error_messages={"required": _("Fill in the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address at work"),
        help_text=_("With this address they sign in."),
        max_length=254,
        error_messages={
            "required": _("Fill in the e-mail address."),
            "invalid": _("This is not an e-mail address."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class RoleForm(PlaceForm):
    """A role, from one day and perhaps to another."""

    role = forms.ChoiceField(
        label=_("Which role?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    start = day_field(_("First day"))
    end = day_field(
        _("Last day"), required=False, help_text=_("Leave this empty when you do not know it yet.")
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"].initial = clock.today()
        roles = [role for role in pack.roles if pack.used(role)]
        see = [_choice(role) for role in roles if rights.sees_dossiers(pack, role)]
        others = [_choice(role) for role in roles if not rights.sees_dossiers(pack, role)]
        choice: Any = self.fields["role"]
        choice.choices = [(_("Sees dossiers"), see), (_("Sees no dossier"), others)]

    def clean_start(self) -> date:
        """Nobody had a right yesterday that is given today."""
        start: date = self.cleaned_data["start"]
        if start < clock.today():
            raise forms.ValidationError(_("The first day cannot lie in the past."))
        return start

    def clean_end(self) -> date | None:
        """Say it here already, before anybody is asked to confirm."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data["end"]
        if start and end and end < start:
            raise forms.ValidationError(_("The last day lies before the first day."))
        found: date | None = end
        return found


class EndRoleForm(KeptForm):
    """When a role ends."""

    when = forms.ChoiceField(
        label=_("When does it end?"),
        choices=[
            (NOW, Hinted(_("Now"), _("From this moment on the role gives no access."))),
            (LATER, Hinted(_("After a last day"), _("Until then nothing changes."))),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when the role ends.")},
    )
    last_day = day_field(_("Last day"), required=False, help_text=_("Only when the role does not end now."))

    def clean(self) -> dict[str, Any]:
        """Ask for the day when it ends later."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("when") == NOW and data.get("last_day"):
            self.add_error("when", _("You chose “Now”, and filled in a last day too. Choose one of the two."))
        if data.get("when") == LATER and not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Fill in the last day."))
        return data


class DeputyForm(KeptForm):
    """Who stands in, and when."""

    deputy = forms.ChoiceField(
        label=_("Who stands in?"), error_messages={"required": _("Choose who stands in.")}
    )
    start = day_field(
        _("First day"),
        required=False,
        help_text=_("Leave both days empty for always: on each working day on which the other is away."),
    )
    end = day_field(_("Last day"), required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["deputy"]
        named = [(str(person.pk), person.name) for person in people]
        choice.choices = [("", _("Choose somebody")), *named]

    def clean(self) -> dict[str, Any]:
        """Say it here already, before anybody is asked to confirm."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                check_standing_in(data["start"], data["end"])
            except BadInput as refusal:
                self.add_error(refusal.field, str(refusal))
        return data


class ReasonForm(KeptForm):
    """Why somebody takes a list along."""

    reason = forms.CharField(
        label=_("Why do you need this list?"),
        help_text=_("The reason is kept in the journal."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write down why you need the list.")},
    )


def _choice(role: Role) -> tuple[str, Hinted]:
    about = role.description.text(rights.language()) if role.description else ""
    return role.id, Hinted(rights.name(role), about)
