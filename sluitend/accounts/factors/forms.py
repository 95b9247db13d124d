# SPDX-License-Identifier: EUPL-1.2
"""What is typed or sent at the second step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.accounts.factors import passkeys
from sluitend.accounts.factors.services import NAME_LENGTH


class CodeForm(forms.Form):
    """The six digits that an app shows now."""

    code = forms.CharField(
        label=_("Code from the app"),
        help_text=_("Six digits. They change every half minute."),
        max_length=40,
        error_messages={
            "required": _("Fill in the code that the app shows now."),
            "max_length": _("This is longer than a code."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class RecoveryForm(CodeForm):
    """One of the codes on a note, for who has no app or passkey at hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Recovery code")
        field.help_text = _("Ten letters and digits, such as 7K2MX-94QTB. Each code works once.")
        field.error_messages["required"] = _("Fill in one of your recovery codes.")
        field.widget.attrs.update(
            {"autocomplete": "off", "inputmode": "text", "autocapitalize": "characters"}
        )


class PasskeyForm(forms.Form):
    """What a browser answers when somebody shows a passkey; filled in by our script."""

    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    def clean(self) -> Any:
        """Say of an answer that is missing or far too long what is said of a wrong one."""
        if "credential" in self.errors:
            raise forms.ValidationError(passkeys.NOT_RIGHT)
        return super().clean()


class NewPasskeyForm(PasskeyForm):
    """A passkey that was just made, and a name by which its owner knows it."""

    name = forms.CharField(
        label=_("What do you call this passkey?"),
        help_text=_("So that you recognise it later, such as: my work telephone."),
        max_length=NAME_LENGTH,
        required=False,
        error_messages={"max_length": _("Choose a shorter name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
