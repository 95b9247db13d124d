# SPDX-License-Identifier: EUPL-1.2
"""`sluitend pack …` as an author uses it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from sluitend.policy import publishing
from sluitend.policy.loader import load
from sluitend.policy.tests.conftest import SMALL_PACK, WriteLayer, small_line


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("pack", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def packs(write_layer: WriteLayer, tmp_path: Path, settings: Any, clock: object) -> Path:
    write_layer("voorbeeld", {"pack.yaml": SMALL_PACK})
    settings.PACK_DIR = tmp_path
    settings.PACK = "voorbeeld"
    return tmp_path


def test_check_without_errors_ends_well_and_prints_warnings(packs: Path) -> None:
    out = run("check", "voorbeeld")
    assert "warning: there is no route map" in out
    assert out.rstrip().endswith("voorbeeld 2026.1: 0 errors, 1 warning")


@pytest.mark.parametrize("by_path", [False, True])
def test_check_with_errors_exits_1_with_file_line_and_remedy(packs: Path, *, by_path: bool) -> None:
    file = packs / "voorbeeld" / "pack.yaml"
    file.write_text(SMALL_PACK.replace("name: Een week", "name: no"), encoding="utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("pack", "check", str(packs / "voorbeeld") if by_path else "voorbeeld", stdout=out)
    assert ended.value.code == 1
    assert f"{file}:{small_line('name: Een week')}: error: a bare `no`" in out.getvalue()
    assert 'remedy: write "no" in quotes' in out.getvalue()


def test_check_of_one_file(packs: Path) -> None:
    assert "0 errors" in run("check", str(packs / "voorbeeld" / "pack.yaml"))


def test_check_of_nothing_exits_1(packs: Path) -> None:
    for name in (str(packs / "weg"), "weg", "weg.yaml"):
        with pytest.raises(SystemExit) as ended:
            run("check", name)
        assert ended.value.code == 1


def test_check_without_name_takes_all_packs(packs: Path, write_layer: WriteLayer) -> None:
    write_layer("nl", {"pack.yaml": "pack: {id: nl, version: '1', title: NL, abstract: true}\n"})
    out = run("check")
    assert "nl 1: 0 errors" in out
    assert "voorbeeld 2026.1: 0 errors" in out
    assert run("check", str(packs)) == out


def test_check_as_json(packs: Path) -> None:
    [report] = json.loads(run("check", "voorbeeld", "--json"))
    assert (report["id"], report["version"], report["errors"]) == ("voorbeeld", "2026.1", 0)
    assert report["sha256"] == load("voorbeeld").sha256
    assert set(report["faults"][0]) == {"level", "file", "line", "where", "what", "remedy"}


def test_show_gives_an_overview_with_sources(packs: Path) -> None:
    out = run("show", "voorbeeld")
    assert "voorbeeld 2026.1: Voorbeeldstad" in out
    assert "zvh-voorbeeld  [plan; plan §9]" in out
    assert f"sha256: {load('voorbeeld').sha256}" in out


def test_show_of_a_section_is_yaml_that_can_be_read_back(packs: Path) -> None:
    shown = yaml.safe_load(run("show", "voorbeeld", "--section", "partners"))
    assert shown["partners"][0]["channels"][0]["last_checked"] == "2026-01-15"


def test_show_as_json_is_the_merged_pack(packs: Path) -> None:
    shown = json.loads(run("show", "voorbeeld", "--json"))
    assert shown["forms"][0]["id"] == "arbeid"
    assert list(json.loads(run("show", "voorbeeld", "--section", "theme", "--json"))) == ["theme"]


def test_show_of_a_broken_pack_prints_its_faults(packs: Path) -> None:
    (packs / "voorbeeld" / "pack.yaml").write_text("pack: no\n", encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("pack", "show", "voorbeeld", stdout=out)
    assert "a bare `no`" in out.getvalue()


def test_diff_lists_what_changed(packs: Path, write_layer: WriteLayer) -> None:
    changed = SMALL_PACK.replace("value: 0900-0000", "value: 0900-0001").replace("- id: arbeid", "- id: werk")
    other = write_layer("ander", {"pack.yaml": changed})
    out = run("diff", "voorbeeld", str(other))
    assert "- forms/arbeid" in out
    assert "+ forms/werk" in out
    assert "~ partners/zvh-voorbeeld.channels" in out
    assert out.rstrip().endswith("3 differences")
    assert len(json.loads(run("diff", "voorbeeld", str(other), "--json"))) == 3
    assert run("diff", "voorbeeld", "voorbeeld").strip() == "0 differences"


def test_schema_lets_an_item_name_only_what_it_changes(packs: Path) -> None:
    schema = json.loads(run("schema"))
    partner = schema["$defs"]["Partner"]
    assert partner["required"] == ["id"]
    assert {"remove", "replace", "append", "channels"} <= set(partner["properties"])
    assert "layers" not in schema["$defs"]["Header"]["properties"]
    assert {"type": "string", "minLength": 1} in schema["$defs"]["Text"]["anyOf"]


@pytest.mark.django_db
def test_publish_then_show_and_diff_by_version(
    packs: Path, write_layer: WriteLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_OBJECTIONS", [])
    monkeypatch.setattr(publishing, "_FOLLOWERS", [])
    assert "voorbeeld 2026.1 is in force" in run("publish", "voorbeeld")
    changed = SMALL_PACK.replace("2026.1", "2026.2").replace("Een week", "Vijf dagen")
    write_layer("voorbeeld", {"pack.yaml": changed})
    assert "terms/week.name" in run("diff", "voorbeeld@2026.1", "voorbeeld")
    assert "Een week" in run("show", "voorbeeld@2026.1", "--section", "terms")
    run("publish", "voorbeeld")
    listed = json.loads(run("versions", "voorbeeld", "--json"))
    assert [row["version"] for row in listed] == ["2026.2", "2026.1"]
    with pytest.raises(CommandError, match=r"published: voorbeeld@2026\.2, voorbeeld@2026\.1"):
        run("show", "voorbeeld@9")


@pytest.mark.django_db
def test_publish_refuses_a_pack_with_errors(packs: Path) -> None:
    broken = SMALL_PACK.replace("zvh: zvh-voorbeeld", "zvh: niemand")
    (packs / "voorbeeld" / "pack.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(CommandError):
        run("publish", "voorbeeld")
