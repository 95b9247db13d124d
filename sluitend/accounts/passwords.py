# SPDX-License-Identifier: EUPL-1.2
"""Choosing a password: the first one, or another in its place."""

import re
from typing import Any

from django import forms
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluitend.accounts import tries
from sluitend.accounts.forms import TOO_SOON
from sluitend.accounts.models import Person
from sluitend.accounts.organisation import configuration
from sluitend.core.errors import NotFound
from sluitend.policy import selectors as policy

# Words that lie close at hand for everybody who works with this, whatever the municipality.
_OURS = "sluitend mensenhandel uitbuiting signaal melding gemeente wachtwoord welkom"
_SHORTEST = 4
# So many letters, or digits and signs, beside such a word are as much again to guess.
LEAST_LETTERS, LEAST_SIGNS = 6, 10


def has_own(person: Person) -> bool:
    """Return whether somebody signs in here with a password, and so can change it."""
    return person.has_usable_password() and configuration.may_sign_in_here(person.email)


class OwnWords:
    """A password is more than words that lie close at hand here: of the plan, the place, the person."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise when such a word stands in a password, and little beside it."""
        typed = left = password.casefold()
        for word in sorted(_close_at_hand(user), key=lambda word: (-len(word), word)):
            left = left.replace(word, "")
        letters = sum(sign.isalpha() for sign in left)
        signs = sum(not sign.isspace() for sign in left) - letters
        if left != typed and letters < LEAST_LETTERS and signs < LEAST_SIGNS:
            message = _(
                "This password is easy to guess for who knows you or your work: its words are names of your "
                "municipality, of your task or of yourself. Choose other words."
            )
            raise forms.ValidationError(message, code="password_of_own_words")

    def get_help_text(self) -> str:
        """Django asks every validator for this; the form says it in its own words."""
        return ""


def _close_at_hand(person: Person | None) -> set[str]:
    texts = [_OURS]
    if person is not None:
        texts += [person.name, person.email]
    try:
        pack = policy.current().pack
    except NotFound:
        # Somebody is added before a plan is in force.
        pack = None
    if pack is not None:
        texts += [name for place in pack.municipalities for name in (place.name, *place.aliases)]
        texts += [text.nl for text in (pack.pack.organisation, *(role.name for role in pack.roles)) if text]
    words = re.findall(r"[^\W\d_]+", " ".join(texts).casefold())
    return {word for word in words if len(word) >= _SHORTEST}


class NewPasswordForm(forms.Form):
    """A password of one's own, typed twice; it is never kept or shown again."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters. Four words in a row are easy to remember and hard to guess."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )
    password_again = forms.CharField(
        label=_("The same password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type the password once more.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_password(self) -> str:
        """Refuse what is easy to guess."""
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password, self._person)
        except forms.ValidationError as error:
            raise forms.ValidationError([_weakness(one) for one in error.error_list]) from error
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same: nobody sees what they type."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("password") and data.get("password_again", data["password"]) != data["password"]:
            self.add_error("password_again", _("These passwords are not the same. Type them again."))
        return data


class ChangePasswordForm(NewPasswordForm):
    """Another password in place of the one that somebody has, which they must know."""

    present_password = forms.CharField(
        label=_("The password that you have now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Fill in the password that you have now.")},
    )
    field_order = ("present_password", "password", "password_again")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request

    def clean(self) -> dict[str, Any]:
        """Compare the present password last, and count the try as one at signing in: this is a door too."""
        data = super().clean()
        if self.errors:
            return data
        try:
            tried = tries.begin(self._request, self._person.email)
        except tries.TooSoon as soon:
            message = _("There were too many tries. Wait %(wait)s and try again.")
            raise forms.ValidationError(message, code=TOO_SOON, params={"wait": soon.wait}) from soon
        if not check_password(data["present_password"], self._person.password):
            self.add_error("present_password", _("This is not the password that you have now."))
        elif data["present_password"] == data["password"]:
            tries.was_right(tried)
            self.add_error("password", _("This is the password that you have now. Choose another one."))
        else:
            tries.was_right(tried)
        return data


def _weakness(error: forms.ValidationError) -> str:
    """Return in our own plain words why a password will not do."""
    if error.code == "password_too_short":
        return gettext("This password is too short: take at least %(min_length)d characters.") % error.params
    if error.code == "password_too_common":
        return gettext("Many people use this password, so that it is easy to guess. Choose another one.")
    return " ".join(error.messages)
