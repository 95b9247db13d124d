# SPDX-License-Identifier: EUPL-1.2
"""The page on writing packs is enough to write one: its example is loaded from the page itself."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from sluitend import routing
from sluitend.policy import routes
from sluitend.policy.faults import Fault
from sluitend.policy.loader import load_path
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
