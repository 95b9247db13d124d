# SPDX-License-Identifier: EUPL-1.2
"""The table of which an estimate is asked, from a file or pasted, and how resamples are drawn."""

from contextlib import suppress
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from sluitend import estimation
from sluitend.accounts.keeping import KeptForm
from sluitend.estimation import BadTable, CaptureTable
from sluitend.shell.forms import Hinted, sometimes
from sluitend.web.staff.estimates.parts import Question

# Ten lists have 1,023 patterns; longer than this is another file.
MOST_SIGNS = 200_000
MOST_SEED = 2**31 - 1
_RESAMPLES = (
    ("1000", Hinted(later("Precise: 1,000 samples"), later("For a report. Six lists take a minute."))),
    ("200", Hinted(later("Rough: 200 samples"), later("To look around."))),
    ("0", Hinted(later("No samples"), later("The quickest. Only one method gives an interval then."))),
)
_TOO_LONG = later("This is too long: there should be one row for each pattern of lists.")


class TableForm(KeptForm):
    """A table of counts; `question` is what it asks, once the form is valid."""

    file = forms.FileField(
        label=later("A file"),
        help_text=later("A CSV file, as a spreadsheet saves it."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )
    table = forms.CharField(
        label=later("Or paste the table"),
        help_text=later("You may copy it from a spreadsheet."),
        required=False,
        strip=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"max_length": _TOO_LONG},
    )
    subject = forms.CharField(
        label=later("Which region, which years, whose lists?"),
        help_text=later("This stands above the result and in the PDF."),
        required=False,
        max_length=200,
    )
    resamples = forms.ChoiceField(
        label=later("How precise should the intervals be?"),
        help_text=later("People are drawn by chance again and again; how results differ is the interval."),
        choices=_RESAMPLES,
        initial="1000",
        widget=forms.RadioSelect,
        error_messages={"required": later("Choose one."), "invalid_choice": later("Choose one of these.")},
    )
    seed = forms.IntegerField(
        label=later("Starting number"),
        help_text=later("With the same number the same result comes out."),
        initial=1,
        min_value=0,
        max_value=MOST_SEED,
        error_messages={
            "required": later("Fill in a number, such as 1."),
            "invalid": later("This is not a number."),
            "min_value": later("Fill in a number from 0."),
            "max_value": later("This number is too large."),
        },
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        """`too_large` when a file came that nobody took in."""
        super().__init__(*args, **kwargs)
        self._too_large = too_large
        self.question: Question | None = None
        # Set when what was sent may say who somebody is: nothing of it is shown again or kept.
        self.throws_away = False
        for name in ("file", "table", "subject"):
            sometimes(self.fields[name])

    def clean(self) -> dict[str, Any]:
        """Read the table; what is wrong stands at the table, with the row. The text of a file stays too."""
        found = super().clean() or {}
        if "table" in self.errors:
            # Too long; what came is read only for what must not be shown again.
            with suppress(BadTable):
                self._read(self.data.get(self.add_prefix("table"), "")[:MOST_SIGNS])
            return found
        file, name = found.get("file"), "table"
        text = found.get("table", "")
        try:
            if file:
                name = "file"
                if file.size > MOST_SIGNS:
                    raise BadTable("too-large")
                text = estimation.as_string(file.read())
                self._show(text)
                name = "table"
            elif self._too_large:
                name = "file"
                raise BadTable("too-large")
            elif not text.strip():
                self.add_error("table", _("Choose a file or paste a table."))
                return found
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            table = self._read(text)
        except BadTable as fault:
            gone = _("What you sent has not been kept, and is not shown again.") if self.throws_away else ""
            for said in fault.texts((get_language() or "nl")[:2]):
                self.add_error(name, f"{said} {gone}".strip())
            return found
        if not self.errors:
            self.question = Question(
                text, table, int(found["resamples"]), found["seed"], found.get("subject", "")
            )
        return found

    def _read(self, text: str) -> CaptureTable:
        """Return the table of a text; of a list of people nothing is shown again."""
        try:
            return estimation.read_csv(text)
        except BadTable as fault:
            if fault.note.code == "people":
                self.throws_away = True
                self._show("")
            raise

    def _show(self, text: str) -> None:
        """Put the text of a file where it can be read and mended."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("table")] = text
        self.data = data
