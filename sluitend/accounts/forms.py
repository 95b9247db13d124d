# SPDX-License-Identifier: EUPL-1.2
"""Forms for signing in and for one's own working days and leave."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from sluitend.accounts import tries
from sluitend.accounts.keeping import KeptForm
from sluitend.accounts.models import EVERY_WEEKDAY, Person, pattern_of
from sluitend.accounts.organisation import configuration

TOO_SOON = "too-soon"
WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


def too_soon(soon: tries.TooSoon) -> forms.ValidationError:
    """Return what is said to who tried too often, at the password and at the second step."""
    sentence = _(
        "There were too many tries. Wait %(wait)s and try again. Can you not wait? "
        "Your administrator can let you in on this device."
    )
    return forms.ValidationError(sentence, code=TOO_SOON, params={"wait": soon.wait})


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
        # Where people sign in at their organisation, the first thing on the page is the way there.
        address.widget.attrs["autofocus"] = not configuration.is_there()
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
        self.tried: tries.Attempt | None = None
        password.error_messages["required"] = _("Fill in your password.")

    def was_right(self) -> None:
        """Give the try back: address and password belong together."""
        if self.tried is not None:
            tries.was_right(self.tried)

    def clean(self) -> Any:
        """Check both, unless there were too many tries: then nothing is compared at all."""
        email = self.cleaned_data.get("username")
        if email and self.cleaned_data.get("password") and self.request is not None:
            try:
                self.tried = tries.begin(self.request, email)
            except tries.TooSoon as soon:
                raise too_soon(soon) from soon
        cleaned = super().clean()
        if email and not configuration.may_sign_in_here(email):
            raise self.get_invalid_login_error()
        return cleaned


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
