# SPDX-License-Identifier: EUPL-1.2
"""The page on writing packs is enough to write one: its example is loaded from the page itself."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from sluitend import routing
from sluitend.policy import needs, routes
from sluitend.policy.faults import Fault
from sluitend.policy.loader import load, load_path
from sluitend.policy.reading import read_bytes
from sluitend.policy.schema.base import Status
from sluitend.policy.schema.pack import SECTIONS, Pack
from sluitend.policy.schema.people import COMPARTMENTS

PAGE = (Path(settings.BASE_DIR) / "docs" / "policy-packs.md").read_text(encoding="utf-8")
FILE = re.compile(r"```yaml\n# packs/voorbeeldmeer/([a-z]+\.yaml)\n(.*?)```", re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, clock: object) -> Path:
    folder = tmp_path / "voorbeeldmeer"
    folder.mkdir()
    for name, content in FILE.findall(PAGE):
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def example(folder: Path) -> tuple[Pack, list[Fault]]:
    loaded = load_path(folder)
    assert loaded.pack is not None, [str(fault) for fault in loaded.faults]
    return loaded.pack, loaded.faults


def test_example_of_the_page_is_a_pack_without_errors(example: tuple[Pack, list[Fault]]) -> None:
    pack, faults = example
    assert [str(fault) for fault in faults if fault.level == "error"] == []
    own = [fault.where for fault in faults if "voorbeeldmeer" in fault.file]
    assert own == ["gaps/geen-avondnummer"]
    assert [layer.id for layer in pack.pack.layers] == ["nl", "voorbeeldmeer"]


@pytest.mark.parametrize(
    ("answers", "context", "partners"),
    [
        ({"gevaar": "yes"}, {}, ["112"]),
        ({"gevaar": "no", "politie": "yes"}, {"forms": ["arbeid"]}, ["nla"]),
        ({"gevaar": "no", "politie": "yes", "zorgen": "yes"}, {}, ["avim", "zvh-voorbeeld"]),
        ({"gevaar": "no", "politie": "no", "zorgen": "no"}, {}, ["regisseur"]),
    ],
)
def test_example_gives_advice_with_its_own_partners(
    example: tuple[Pack, list[Fault]],
    answers: dict[str, str],
    context: dict[str, object],
    partners: list[str],
) -> None:
    route_map = routes.build(example[0], "persoon")
    advice = routing.advise(route_map, answers, context)
    assert [step.partner for step in advice.steps] == partners


def test_page_names_every_section_status_and_compartment() -> None:
    named = [section for section in SECTIONS if not section.startswith("sharing_")]
    assert [section for section in named if f"`{section}`" not in PAGE] == []
    assert [status for status in Status if f"`{status}`" not in PAGE] == []
    assert [name for name in COMPARTMENTS if f"`{name}`" not in PAGE] == []


def test_every_trap_of_the_page_is_a_trap() -> None:
    table = PAGE.split("| you write | the trap | write instead |")[1].split("\n\n")[0]
    words = [word for row in table.splitlines()[2:] for word in re.findall(r"`([^`]+)`", row.split("|")[1])]
    words = [word for word in words if word not in ("112", "name:")]
    assert len(words) >= 11
    for word in words:
        assert read_bytes(f"a: {word}\n".encode(), name="x")[1], word


def test_rule_that_names_an_unknown_partner_is_told_at_its_line(folder: Path) -> None:
    file = folder / "route.yaml"
    text = file.read_text(encoding="utf-8").replace("{partner: avim,", "{partner: avmi,")
    file.write_text(text, encoding="utf-8")
    [fault] = [fault for fault in load_path(folder).faults if "avmi" in fault.what]
    assert (fault.level, fault.where) == ("warning", "rules/naar-politie.steps[0].partner")
    assert fault.line == text[: text.index("avmi")].count("\n") + 1
    assert fault.remedy == "did you mean `avim`?"


def test_rule_that_tests_an_unknown_form_is_an_error(folder: Path) -> None:
    file = folder / "route.yaml"
    text = file.read_text(encoding="utf-8").replace("forms: arbeid}", "forms: arbied}")
    file.write_text(text, encoding="utf-8")
    [fault] = [fault for fault in load_path(folder).errors if "arbied" in fault.what]
    assert fault.where == "rules/naar-arbeidsinspectie"


WORDS = PAGE.split("### Words that the product counts on")[1].split("These may be left out")[0]


def asked_for(row: str) -> list[str]:
    """Return the words that a row of the table names."""
    [line] = [line for line in WORDS.splitlines() if line.startswith(f"| {row} |")]
    return re.findall(r"`([a-z-]+)`", line.split("|")[2])


def without(folder: Path, name: str, line: str) -> Path:
    """Take one line out of a file of the example."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert text.count(line) == 1
    file.write_text(text.replace(line, ""), encoding="utf-8")
    return file


@pytest.mark.parametrize("fact", asked_for("facts"))
def test_fact_that_no_rule_concludes_is_told_once_at_the_map(folder: Path, fact: str) -> None:
    text = (folder / "route.yaml").read_text(encoding="utf-8")
    [line] = [line for line in text.splitlines(keepends=True) if f"concludes: {fact}," in line]
    file = without(folder, "route.yaml", line)
    [fault] = load_path(folder).errors
    assert (fault.file, fault.where) == (str(file), "route_maps/persoon")
    assert fault.line == text[: text.index("- id: persoon")].count("\n") + 1
    assert f"no rule concludes `{fact}`" in fault.what
    assert f"concludes: {fact}, maps: [persoon]" in fault.remedy


def test_map_without_a_last_resort_is_told_at_the_map(folder: Path) -> None:
    text = (folder / "route.yaml").read_text(encoding="utf-8")
    without(folder, "route.yaml", text[text.index("  - id: altijd-de-regisseur") :])
    [fault] = load_path(folder).errors
    assert fault.where == "route_maps/persoon"
    assert "`otherwise: true`" in fault.remedy


NEEDED = [("next_steps", step) for step in asked_for("next_steps")] + [("terms", "receipt")]


@pytest.mark.parametrize(("section", "word"), NEEDED)
def test_word_that_a_room_plans_with_is_told_at_the_header(folder: Path, section: str, word: str) -> None:
    (folder / "weg.yaml").write_text(f"{section}:\n  - {{id: {word}, remove: true}}\n", encoding="utf-8")
    found = [fault for fault in load_path(folder).errors if fault.where == "pack.extends"]
    [fault] = [fault for fault in found if f"`{word}`" in fault.what]
    assert f"`{section}` has no `{word}`: it " in fault.what
    assert f"add it to `{section}`" in fault.remedy
    assert (Path(fault.file).name, fault.line) == ("pack.yaml", 5)


def test_page_names_every_word_that_the_rooms_ask_for() -> None:
    nl = load("nl").pack
    assert nl is not None
    bare = Pack.model_construct(**{**dict(nl), "next_steps": (), "terms": ()})
    asked = {(lack.section, lack.what.strip("`")) for lack in needs.lacking(bare)}
    assert asked == set(NEEDED)
    assert needs.lacking(nl) == []


def test_pack_in_which_no_answer_of_a_partner_ends_the_waiting_is_told(folder: Path) -> None:
    pack = load("nl").pack
    assert pack is not None
    ending = [one.id for one in pack.outcomes if "feedback" in one.moments]
    lines = "".join(f"  - {{id: {outcome}, remove: true}}\n" for outcome in ending)
    (folder / "weg.yaml").write_text(f"outcomes:\n{lines}", encoding="utf-8")
    assert [fault.what for fault in load_path(folder).errors] == [
        "`outcomes` has no item with the moment `feedback` and `leads_to`: "
        "without it no answer of a partner ends the waiting"
    ]
