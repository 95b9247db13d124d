# SPDX-License-Identifier: EUPL-1.2
"""The documents say what is there: every command, setting, model and target, and no dead link."""

import re
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import get_commands

import sluitend
from sluitend.web.tests.test_headers import EXACT
from tests.test_repository import ROOT, files, named, text_of

DOCUMENTS = sorted(path for path in files() if path.suffix == ".md" and "LICENSE" not in path.name)
SETTING = re.compile(r"SLUITEND_[A-Z][A-Z_]*[A-Z]")


def document(name: str) -> str:
    """Return a document's text."""
    return (ROOT / name).read_text()


def settings_in_use() -> set[str]:
    """Return every setting that the application itself reads."""
    return {
        setting
        for path in files()
        if path.suffix == ".py" and named(path).startswith("sluitend/") and "/tests/" not in named(path)
        if path.name != "test_settings.py"
        for setting in SETTING.findall(text_of(path))
    }


def test_every_setting_is_explained_and_no_other() -> None:
    explained = set(re.findall(r"^\| `(SLUITEND_[A-Z_]+)` \|", document("docs/operate.md"), re.MULTILINE))
    assert explained == settings_in_use()


def test_every_command_of_ours_is_explained() -> None:
    explained = document("docs/operate.md")
    ours = [name for name, app in get_commands().items() if app.startswith("sluitend.")]
    assert ours
    assert not [name for name in ours if f"| `sluitend {name}` |" not in explained]


def test_every_make_target_is_explained_and_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", document("Makefile"), re.MULTILINE))
    explained = set(re.findall(r"^\| `make ([a-z-]+)` \|", document("CONTRIBUTING.md"), re.MULTILINE))
    assert explained == targets


def test_every_module_that_make_runs_exists() -> None:
    modules = re.findall(r"\$\(PYTHON\) -m ([\w.]+)|/python -m ([\w.]+)", document("Makefile"))
    names = [first or second for first, second in modules]
    assert names
    paths = [ROOT / Path(*name.split(".")) for name in names]
    assert not [
        path for path in paths if not path.with_suffix(".py").exists() and not (path / "__main__.py").exists()
    ]


def test_every_model_is_in_the_glossary_and_no_other() -> None:
    explained = set(re.findall(r"^\| `(\w+\.\w+)` \|", document("docs/glossary.md"), re.MULTILINE))
    models = {model._meta.label for model in apps.get_models() if model.__module__.startswith("sluitend.")}
    assert explained == models


def test_a_proxy_of_the_example_answers_with_our_headers() -> None:
    text = document("docs/nginx.conf")
    ours = EXACT | {
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        "Strict-Transport-Security": "max-age=31536000",
        "Cache-Control": "no-store",
    }
    own = r'^map \$upstream_http_(\w+) (\$\w+) \{ "" "(.+)"; default ""; \}$'
    made = {variable: (name, value) for name, variable, value in re.findall(own, text, re.MULTILINE)}
    added = re.findall(r"^add_header (\S+) (\$\w+) always;$", text, re.MULTILINE)
    assert {name: made[variable][1] for name, variable in added} == ours
    assert all(made[variable][0] == name.lower().replace("-", "_") for name, variable in added)


def test_every_room_is_in_the_picture() -> None:
    picture = document("docs/architecture.md")
    rooms = {path.parent.name for path in (ROOT / "sluitend").glob("*/__init__.py")}
    assert rooms
    assert not [room for room in rooms if f"<b>{room}</b>" not in picture]


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:)([^)#\s]+)", text_of(path))
    assert not [target for target in targets if not (path.parent / target).exists()]


def test_decision_records_fit_on_a_screen_and_have_a_number_of_their_own() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [record.name[:4] for record in records]
    assert len(set(numbers)) == len(numbers)
    assert all(number.isdigit() for number in numbers)
    assert not [record.name for record in records if len(text_of(record).splitlines()) > 60]


# Of the words that publiccode.yml 0.7 allows, those that could ever fit this product.
CATEGORIES = {
    "compliance-management",
    "data-collection",
    "task-management",
    "whistleblowing",
    "workflow-management",
}
SCOPES = {"emergency-services", "justice", "local-authorities", "security", "society", "welfare"}


def test_public_code_file_is_complete_by_the_standard() -> None:
    public = yaml.safe_load(document("publiccode.yml"))
    assert public["publiccodeYmlVersion"] == "0.7"
    assert public["legal"]["license"] == "EUPL-1.2"
    assert {"name", "url", "platforms", "developmentStatus", "softwareType", "maintenance"} <= public.keys()
    assert set(public["categories"]) <= CATEGORIES
    assert set(public["intendedAudience"]["scope"]) <= SCOPES
    for language in public["localisation"]["availableLanguages"]:
        description = public["description"][language]
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]


def test_public_code_file_claims_no_release_and_nobody_that_does_not_exist() -> None:
    public = yaml.safe_load(document("publiccode.yml"))
    unreleased = f"## {sluitend.__version__} – not yet released" in document("CHANGELOG.md")
    assert ("softwareVersion" in public, "releaseDate" in public) == (not unreleased, not unreleased)
    assert public["maintenance"]["type"] != "none" or set(public["maintenance"]) == {"type"}
    assert public["maintenance"]["type"] == "none" or public["maintenance"]["contacts"]


def test_changelog_names_this_version() -> None:
    assert f"## {sluitend.__version__}" in document("CHANGELOG.md")


def test_the_licence_is_the_whole_text() -> None:
    text = document("LICENSE")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert all(f"## {article}. " in text for article in range(1, 16))
    assert "Appendix" in text
