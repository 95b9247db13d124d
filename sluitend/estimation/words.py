# SPDX-License-Identifier: EUPL-1.2
"""What this room says, in Dutch and English: faults of a table, why there is no estimate, and warnings."""

from dataclasses import dataclass, field
from typing import Any

_TEXTS: dict[str, tuple[str, str]] = {
    # Faults of a table.
    "lists": (
        "Er zijn {number} lijsten; het moeten er {fewest} tot {most} zijn.",
        "There are {number} lists; it takes {fewest} to {most}.",
    ),
    "same-name": ("Elke lijst heeft een eigen naam.", "Each list has a name of its own."),
    "no-names": (
        "De eerste regel moet de namen van de lijsten hebben.",
        "The first row must hold the names of the lists.",
    ),
    "no-fit": ("De aantallen passen niet bij de lijsten.", "The counts do not fit the lists."),
    "nobody": ("Er is niemand gezien.", "Nobody was seen."),
    "too-many-people": (
        "Dit zijn te veel mensen om waar te zijn.",
        "These are too many people to be true.",
    ),
    "too-large": (
        "Het bestand is te groot: er hoort één regel te zijn voor elk patroon van lijsten.",
        "The file is too large: there should be one row for each pattern of lists.",
    ),
    "empty": ("Het bestand is leeg.", "The file is empty."),
    "people": (
        "Dit lijkt een lijst van mensen: in een kolom staan namen, datums, nummers of andere woorden. Tel "
        "eerst hoeveel mensen op dezelfde lijsten staan, en geef alleen die aantallen.",
        "This looks like a list of people: a column holds names, dates, numbers or other words. First count "
        "how many people are on the same lists, and give those counts only.",
    ),
    "no-counts": ("Er zijn namen, maar geen aantallen.", "There are names, and no counts."),
    "no-resamples": ("Er zijn geen steekproeven.", "There are no resamples."),
    "no-pattern": (
        "“{value}” is geen patroon van {number} lijsten, zoals 110.",
        "“{value}” is no pattern of {number} lists, such as 110.",
    ),
    "pattern-twice": ("Een patroon staat er twee keer.", "A pattern stands there twice."),
    "columns": (
        "Er zijn {number} kolommen; het moeten er {wanted} zijn.",
        "There are {number} columns; there should be {wanted}.",
    ),
    "no-table": ("Dit is geen tabel: {value}.", "This is no table: {value}."),
    "not-binary": (
        "In kolom {name} staat “{value}”; er hoort 0 of 1 te staan.",
        "Column {name} has “{value}”; it should be 0 or 1.",
    ),
    "not-binary-unsaid": (
        "In kolom {name} staat iets anders dan 0 of 1. Schrijf 1 voor wie erop staat, en 0 voor wie niet.",
        "Column {name} has something else than 0 or 1. Write 1 for who is on it, and 0 for who is not.",
    ),
    "not-a-count-unsaid": (
        "Waar het aantal hoort, staat iets anders dan een getal.",
        "Something else than a number stands where the count should be.",
    ),
    "not-a-count": (
        "Het aantal is “{value}”; dat is geen heel aantal mensen.",
        "The count is “{value}”; that is no whole number of people.",
    ),
    "more-rows": (
        "En nog {number} regels waarin iets niet klopt.",
        "And {number} more rows in which something is wrong.",
    ),
    "one-more-row": (
        "En nog één regel waarin iets niet klopt.",
        "And one more row in which something is wrong.",
    ),
    "dotted": (
        "Het aantal is “{value}”. Schrijf het zonder punt, zoals 1200.",
        "The count is “{value}”. Write it without a point, such as 1200.",
    ),
    "on-no-list": (
        "Niemand kan op geen enkele lijst zijn gezien: hoeveel dat er zijn, is juist de vraag.",
        "Nobody can be seen on no list: how many there are is what is asked.",
    ),
    "rows-added-up": (
        "Bij {number} regels stond hun patroon er al; de eerste is regel {row}. De aantallen zijn opgeteld.",
        "The pattern of {number} rows stood there already; the first is row {row}. Counts were added up.",
    ),
    "no-column": ("Er is geen kolom {name}.", "There is no column {name}."),
    "levels": (
        "Kolom {name} heeft {number} waarden; het moeten er 2 tot {most} zijn.",
        "Column {name} has {number} values; there should be 2 to {most}.",
    ),
    "too-many-cells": (
        "De kolommen geven samen {number} cellen; meer dan {most} gaat niet.",
        "Together the columns make {number} cells; more than {most} cannot be done.",
    ),
    "not-text": (
        "Het bestand is geen tekst. Bewaar de tabel als CSV, of kopieer haar en plak haar.",
        "The file is not text. Save the table as CSV, or copy and paste it.",
    ),
    "workbook": (
        "Dit is een werkmap van een rekenblad. Bewaar de tabel als CSV, of kopieer haar en plak haar.",
        "This is a workbook of a spreadsheet. Save the table as CSV, or copy and paste it.",
    ),
    # Why there is no estimate.
    "does-not-exist": (
        "Te veel lijsten overlappen niet: de schatting zou oneindig zijn.",
        "Too many lists do not overlap: the estimate would be infinite.",
    ),
    "not-identifiable": (
        "Het model vraagt meer dan deze gegevens kunnen zeggen.",
        "The model asks more than these data can tell.",
    ),
    "too-many-models": (
        "Bij {number} lijsten zijn er te veel modellen om ze alle te proberen.",
        "With {number} lists there are too many models to try all of them.",
    ),
    "too-many-graphs": (
        "Deze methode kan {most} lijsten aan; er zijn er {number}.",
        "This method can take {most} lists; there are {number}.",
    ),
    "no-model": ("Geen enkel model geeft een schatting.", "Not one model gives an estimate."),
    # Why a headline is withheld.
    "too-few-lists": (
        "Er zijn minder dan {number} lijsten. Dan is niet te controleren of lijsten van elkaar afhangen.",
        "There are fewer than {number} lists. Then nobody can check whether lists depend on each other.",
    ),
    "too-few-overlaps": (
        "Paren lijsten met {people} mensen of meer gemeen: {number}. Dat moeten er {wanted} zijn.",
        "Pairs of lists with {people} people or more in common: {number}. It takes {wanted}.",
    ),
    "too-few-people-twice": (
        "Mensen op meer dan één lijst: {number}. Dat moeten er {wanted} zijn.",
        "People on more than one list: {number}. It takes {wanted}.",
    ),
    "list-apart": (
        "Lijst {name} heeft met geen andere lijst iemand gemeen.",
        "List {name} has nobody in common with any other list.",
    ),
    "method-failed": (
        "De methode “{method}” geeft geen schatting.",
        "The method “{method}” gives no estimate.",
    ),
    "one-method": (
        "Maar één methode geeft een schatting: er is niets om haar mee te vergelijken.",
        "Only one method gives an estimate: there is nothing to compare it with.",
    ),
    "methods-differ": (
        "De methoden verschillen een factor {factor}; meer dan {most} is te veel.",
        "The methods differ by a factor {factor}; more than {most} is too much.",
    ),
    # Warnings with an estimate.
    "end-point-extreme": (
        "Een grens van het interval is de uiterste steekproef: trek meer steekproeven.",
        "A bound of the interval is the most extreme resample: draw more of them.",
    ),
    "resamples-without": (
        "Bij {number} van {all} steekproeven was er geen schatting; zij tellen als oneindig.",
        "Of {number} of {all} resamples there was no estimate; they count as infinite.",
    ),
    "no-interval": (
        "Er is geen interval: een grens zou oneindig zijn.",
        "There is no interval: a bound would be infinite.",
    ),
    "one-sided": (
        "Alle steekproeven liggen aan één kant van de schatting: het interval is dat van de percentielen.",
        "All resamples lie on one side of the estimate: the interval is that of percentiles.",
    ),
    "posterior-cut": (
        "De bovengrens ({most}) telt mee: de gegevens sluiten grotere aantallen niet uit.",
        "The upper limit ({most}) plays a part: the data do not rule out larger numbers.",
    ),
    "no-acceleration": (
        "Wie één persoon weglaat, houdt soms geen schatting over: het interval is dat van de percentielen.",
        "With one person left out there is at times no estimate: the interval is that of percentiles.",
    ),
    "outside": (
        "De schatting ligt buiten haar eigen interval: op deze gegevens werkt deze methode niet goed.",
        "The estimate lies outside its own interval: this method does not work well on these data.",
    ),
    "fits-badly": (
        "Het model van “{method}” past slecht bij de gegevens: zo’n verschil is bijna nooit toeval.",
        "The model of “{method}” fits the data badly: chance hardly ever makes such a difference.",
    ),
    "too-wide": (
        "Het kan net zo goed een factor {factor} meer of minder zijn; meer dan {most} is te veel.",
        "It may as well be a factor {factor} more or less; more than {most} is too much.",
    ),
    "as-good": (
        "{number} modellen passen even goed en geven {low} tot {high} mensen. Hier staat het laagste.",
        "{number} models fit as well, and give {low} to {high} people. The lowest stands here.",
    ),
    "coverage": (
        "Een interval van 95 % had in simulaties van de auteurs in 90 % van de gevallen gelijk.",
        "In simulations of the authors an interval of 95 % was right in 90 % of the cases.",
    ),
    "leans-on": (
        "De methode “{method}” leunt op lijst {name}: zonder die lijst is de schatting een factor {factor} "
        "anders.",
        "The method “{method}” leans on list {name}: without it the estimate differs by a factor {factor}.",
    ),
    # Critiques of the method; with every estimate.
    "critique-assumptions": (
        "Lijsten van hulp en politie zijn geen steekproef: wie nooit in beeld kan komen, telt niet mee. "
        "Ook gaan de methoden uit van een gesloten groep en foutloos koppelen (Whitehead e.a. 2019).",
        "Lists of care and police are no samples: who can never come into view is not counted. The methods "
        "also take for granted a closed population and linking without errors (Whitehead et al. 2019).",
    ),
    "critique-untestable": (
        "Hoe lijsten samenhangen bij mensen die niemand zag, is met geen gegevens te toetsen. De uitkomst "
        "hangt daar sterk van af (Aleshin-Guendel, Sadinle en Wakefield 2021).",
        "How lists hang together among people whom nobody saw cannot be tested with any data. The result "
        "depends on it strongly (Aleshin-Guendel, Sadinle and Wakefield 2021).",
    ),
    "critique-selection": (
        "Welk model gekozen wordt, verandert de uitkomst sterk, en met weinig overlap blijft dat zo "
        "(Binette en Steorts 2022; Silverman 2020).",
        "Which model is chosen changes the result strongly, and with little overlap that stays so "
        "(Binette and Steorts 2022; Silverman 2020).",
    ),
}
CRITIQUES = ("critique-assumptions", "critique-untestable", "critique-selection")


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell: a word of the list above, with what fills it in."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """Return it as a sentence, in Dutch (`nl`) or English."""
        dutch, english = _TEXTS[self.code]
        values = {name: _written(value, language) for name, value in self.values.items()}
        return (dutch if language == "nl" else english).format(**values)


def _written(value: Any, language: str) -> Any:
    """Return a number as it is written in the language."""
    if isinstance(value, int) and value >= 10_000:
        return f"{value:,}".replace(",", "." if language == "nl" else ",")
    if not isinstance(value, float):
        return value
    return f"{value:.3g}".replace(".", "," if language == "nl" else ".")


def note(code: str, **values: Any) -> Note:
    """Return a note with what fills it in."""
    return Note(code, values)


class EstimationError(Exception):
    """The table cannot be read, or there is no estimate of it; `note` says why."""

    def __init__(self, code: str, **values: Any) -> None:
        self.note = note(code, **values)
        super().__init__(self.note.text())


class BadTable(EstimationError):  # noqa: N818 - names read as sentences
    """A table that is malformed or impossible; `row` is its line in the file, 0 when it is about all.

    `others` are faults of the rows below it.
    """

    def __init__(self, code: str, row: int = 0, **values: Any) -> None:
        super().__init__(code, **values)
        self.row = row
        self.others: tuple[BadTable, ...] = ()

    def texts(self, language: str = "en", *, most: int = 5) -> list[str]:
        """Return a sentence for each row in which something is wrong; beyond `most`, how many more."""
        faults = [self, *self.others]
        more = len(faults) - most
        rest = [note("one-more-row") if more == 1 else note("more-rows", number=more)] if more > 0 else []
        return [*(fault.text(language) for fault in faults[:most]), *(one.text(language) for one in rest)]

    def text(self, language: str = "en") -> str:
        """Return what is wrong and in which row, as a sentence."""
        said = self.note.text(language)
        if not self.row:
            return said
        return f"{'Regel' if language == 'nl' else 'Row'} {self.row}: {said}"


class NoEstimate(EstimationError):  # noqa: N818
    """A model or a method gives no estimate for a table."""
