# SPDX-License-Identifier: EUPL-1.2
"""Forms for signing in and for one's own working days and leave."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.keeping import KeptForm
from sluitend.accounts.models import EVERY_WEEKDAY, Person, pattern_of

WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


class SignInForm(AuthenticationForm):
    """E-mail address and password; what is wrong is never told apart."""

    error_messages = {
        "invalid_login": _(
            "We do not know this combination of e-mail address and password. Check both and try again."
        ),
        "inactive": _(
            "We do not know this combination of e-mail address and password. Check both and try again."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address, password = self.fields["username"], self.fields["password"]
        address.label = _("E-mail address")
        address.error_messages["required"] = _("Fill in your e-mail address.")
        address.widget.attrs.update(
            {
                "autocomplete": "username",
                "inputmode": "email",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        )
        password.label = _("Password")
        password.error_messages["required"] = _("Fill in your password.")


class WorkingDaysForm(KeptForm):
    """The weekdays on which somebody works."""

    weekdays = forms.MultipleChoiceField(
        label=_("On which days do you work?"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one working day.")},
    )

    @classmethod
    def of(cls, person: Person) -> "WorkingDaysForm":
        """Return the form filled with the person's present days."""
        return cls(initial={"weekdays": list(pattern_of(person) or EVERY_WEEKDAY)})


class LeaveForm(KeptForm):
    """A period in which somebody is away."""

    start = forms.DateField(
        label=_("First day that you are away"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Fill in the first day."),
            "invalid": _("This is not a date. Write it as 31-12-2026."),
        },
    )
    end = forms.DateField(
        label=_("Last day that you are away"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Fill in the last day."),
            "invalid": _("This is not a date. Write it as 31-12-2026."),
        },
    )
