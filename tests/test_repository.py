# SPDX-License-Identifier: EUPL-1.2
"""What holds for every file of the repository, whichever room it is in."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LICENSED = {
    ".py",
    ".js",
    ".mjs",
    ".css",
    ".html",
    ".txt",
    ".yaml",
    ".yml",
    ".sh",
    ".po",
    ".typ",
    ".toml",
    ".in",
    ".md",
}
# Compiled by a tool, or text that is served or measured as it is.
WITHOUT_LICENCE_LINE = re.compile(
    r"requirements/.*\.txt$|/migrations/|LICENSE|/templates/.*\.txt$|/resources?/|/data/", re.IGNORECASE
)
SPDX = "SPDX-License-Identifier: EUPL-1.2"
LONGEST_FILE, LONGEST_FUNCTION = 500, 60
# Joined here, so that this file does not contain what it looks for.
FORBIDDEN = {
    "a path of somebody's machine": re.compile(
        r"(?<![\w.])/(?:" + "|".join(("wo" + "rk", "ho" + "me", "ro" + "ot")) + r")/"
    ),
    "an address of a package index": re.compile(
        "|".join(
            (
                "registry" + r"\.npmjs",
                "py" + r"pi\.org",
                "python" + "hosted",
                "index" + "-url",
                "find" + "-links",
            )
        )
    ),
    "a resolved address in a lock file": re.compile('"resol' + r'ved": *"http'),
}


@cache
def files() -> tuple[Path, ...]:
    """Return the files that are, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(path for name in listed.splitlines() if (path := ROOT / name).is_file())


def text_of(path: Path) -> str:
    """Return a file's text; nothing for one that is no text."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def named(path: Path) -> str:
    """Return the file's name in the repository."""
    return str(path.relative_to(ROOT))


def test_every_source_file_starts_with_its_licence() -> None:
    without = [
        named(path)
        for path in files()
        if path.suffix in LICENSED
        and not WITHOUT_LICENCE_LINE.search(named(path))
        and text_of(path).strip()
        and SPDX not in "\n".join(text_of(path).splitlines()[:3])
    ]
    assert not without


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = FORBIDDEN[what]
    found = [
        f"{named(path)}:{number}"
        for path in files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


def python_files() -> list[Path]:
    """Return our Python, without what Django generates."""
    return [path for path in files() if path.suffix == ".py" and "/migrations/" not in named(path)]


def test_no_file_and_no_function_is_longer_than_a_reader_holds() -> None:
    too_long = []
    for path in python_files():
        text = text_of(path)
        if (lines := text.count("\n")) > LONGEST_FILE:
            too_long.append(f"{named(path)}: {lines} lines")
        too_long += [
            f"{named(path)}:{node.lineno} {node.name}: {lines} lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
        ]
    assert not too_long


def test_nobody_uses_framework_signals_or_the_admin() -> None:
    pattern = re.compile(
        r"^\s*(?:from|import) django\.(?:dispatch|db\.models\.signals|contrib\.admin)\b", re.MULTILINE
    )
    assert not [named(path) for path in python_files() if pattern.search(text_of(path))]


def test_no_form_takes_its_fields_from_a_model() -> None:
    pattern = re.compile(r"\bModelForm\b|\bmodelform_factory\b|\bmodelformset_factory\b")
    assert pattern.search("class PersonForm(forms.Model" + "Form):")
    assert not [named(path) for path in python_files() if pattern.search(text_of(path))]


@pytest.mark.parametrize("group", ["run", "test", "setup", "node", "lock"])
def test_every_dependency_has_a_reason_and_every_pin_a_hash(group: str) -> None:
    wanted = (ROOT / f"requirements/{group}.in").read_text().splitlines()
    lines = [line for line in wanted if line.strip() and not line.startswith(("#", "-r "))]
    assert lines
    assert not [line for line in lines if not re.search(r" # \S.{9,}", line)]
    pins = re.split(r"\n(?=\S)", (ROOT / f"requirements/{group}.txt").read_text())
    assert not [pin.splitlines()[0] for pin in pins if "==" in pin and "--hash=sha256:" not in pin]


def test_every_wanted_dependency_is_pinned() -> None:
    for group in ("run", "test", "setup", "node", "lock"):
        pinned = (ROOT / f"requirements/{group}.txt").read_text().lower()
        for line in (ROOT / f"requirements/{group}.in").read_text().splitlines():
            if name := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line):
                normal = re.sub(r"[-_.]+", "-", name[0]).lower()
                assert re.search(rf"^{re.escape(normal)}==", pinned, re.MULTILINE), f"{group}: {normal}"


def test_the_lock_file_of_npm_has_a_hash_for_every_package() -> None:
    import json

    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if name and "integrity" not in package]
