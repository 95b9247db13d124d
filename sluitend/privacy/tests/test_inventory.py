# SPDX-License-Identifier: EUPL-1.2
"""Nobody adds a field without saying what it tells about people."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sluitend.privacy import inventory
from sluitend.privacy.tests.note import Note

LIST = Path(settings.BASE_DIR) / "docs" / "privacy" / "fields.toml"
COMPLETE = {"privacy_tests.Note": {"plain": ["id"], "personal": {"title": "fictional"}}}


def test_every_field_of_every_room_is_declared() -> None:
    rooms = [model for model in inventory.own_models() if not model.__module__.endswith("tests.note")]
    assert inventory.faults(inventory.read(LIST), rooms) == []


def test_sealed_fields_declare_themselves() -> None:
    assert inventory.faults(COMPLETE, [Note]) == []


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"plain": ["id"]}, "Note.title is not in the list"),
        ({"plain": ["id", "title", "facts"]}, "Note.facts is in the list but is no unsealed field"),
        ({"plain": ["id", "title", "gone"]}, "Note.gone is in the list but is no unsealed field"),
        ({"plain": ["id", "title"], "staff": ["title"]}, "Note.title is in the list twice"),
        ({"plain": ["id"], "personal": {"title": " "}}, "Note.title is personal and not sealed: say why"),
        ({"plain": ["id", "title"], "public": []}, "'public' is no kind of field"),
    ],
)
def test_what_does_not_agree_is_named(table: dict[str, Any], expected: str) -> None:
    [fault] = inventory.faults({"privacy_tests.Note": table}, [Note])
    assert expected in fault


def test_list_of_a_model_that_went_is_named() -> None:
    assert inventory.faults(COMPLETE, []) == ["privacy_tests.Note is in the list but is no model."]
