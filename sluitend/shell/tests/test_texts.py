# SPDX-License-Identifier: EUPL-1.2
"""Every text that a user can see exists in Dutch, and says the same with the same placeholders."""

from pathlib import Path

import django
import polib
import pytest

from sluitend.shell import texts
from sluitend.shell.tests.extraction import ROOMS, texts_of, used

DJANGO = Path(django.__file__).parent / "conf" / "locale" / "nl" / "LC_MESSAGES" / "django.mo"


def ours() -> set[str]:
    return {entry.msgid for path in texts.catalogues(ROOMS) for entry in texts.read(path)}


def of_django() -> set[str]:
    return {entry.msgid for entry in polib.mofile(str(DJANGO))}


@pytest.mark.parametrize("room", sorted(path.parent.name for path in ROOMS.glob("*/__init__.py")))
def test_every_text_of_a_room_has_a_dutch_translation(room: str) -> None:
    translated = ours() | of_django()

    missing = {f"{place}: {text}" for text, place in used(room) if text not in translated}

    assert not missing, "\n".join(sorted(missing))


def test_every_translation_is_of_a_text_that_is_used() -> None:
    rooms = {path.parent.name for path in ROOMS.glob("*/__init__.py")}
    found = {text for room in rooms for text, _place in used(room)}

    # What Django says we may say in other words.
    assert not ours() - found - of_django()


def test_extraction_sees_python_templates_and_plurals() -> None:
    found = {text for text, _place in used("shell")}

    assert {"tomorrow", "%(days)d day late", "Skip to the content"} <= found


def test_extraction_sees_texts_within_an_f_string_and_those_for_later() -> None:
    source = """f"{_('One')} {name}"; later("Two"); _(name); pgettext("month", "Three"); other("Four")"""

    assert {text for text, _line in texts_of(source)} == {"One", "Two", "Three"}


@pytest.mark.parametrize("path", texts.catalogues(ROOMS), ids=lambda path: path.parts[-5])
def test_no_translation_is_empty_doubtful_or_damaged(path: Path) -> None:
    assert list(texts.faults(path)) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="One", msgstr=""), "has no translation"),
        (polib.POEntry(msgid="One", msgstr="Een", flags=["fuzzy"]), "is marked fuzzy"),
        (polib.POEntry(msgid="Call %(number)s", msgstr="Bel"), "the placeholders differ"),
        (polib.POEntry(msgid="Call", msgstr="Bel %(number)s"), "a placeholder that the text has not"),
    ],
)
def test_faults_are_found(tmp_path: Path, entry: polib.POEntry, fault: str) -> None:
    catalogue = polib.POFile()
    catalogue.append(entry)
    path = tmp_path / "django.po"
    catalogue.save(str(path))

    assert [fault in line for line in texts.faults(path)] == [True]


def test_a_catalogue_is_compiled_beside_its_source(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text('msgid "Back"\nmsgstr "Terug"\n')

    assert texts.compile_catalogue(path) == 1
    assert [entry.msgstr for entry in polib.mofile(str(tmp_path / "django.mo"))] == ["Terug"]
