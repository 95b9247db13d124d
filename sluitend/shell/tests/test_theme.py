# SPDX-License-Identifier: EUPL-1.2
"""The colours of the pack reach the pages, those that are refused do not."""

from typing import Any

import pytest
from django.test import Client

from sluitend.policy import selectors as policy
from sluitend.policy import theme as rules
from sluitend.shell import theme
from sluitend.shell.context import Frame


def test_a_readable_colour_is_used() -> None:
    assert theme.stylesheet({"accent": "#7a1f5c"}) == ":root{--sl-accent:#7a1f5c;}\n"


@pytest.mark.parametrize(
    ("tokens", "reason"),
    [
        ({"accent": "#ffd400"}, "contrast"),
        ({"accent": "red;}body{display:none"}, "colour"),
        ({"emergency": "#00ff00"}, "unknown"),
    ],
)
def test_what_cannot_be_read_or_may_not_be_set_is_refused(tokens: dict[str, str], reason: str) -> None:
    assert set(rules.refused(tokens).values()) == {reason}
    assert theme.stylesheet(tokens) == ""


def in_colours(lisse: Any, monkeypatch: pytest.MonkeyPatch, tokens: dict[str, str]) -> None:
    painted = lisse.pack.model_copy(update={"theme": lisse.pack.theme.model_copy(update={"tokens": tokens})})
    monkeypatch.setattr(policy, "_parsed", lambda _sha256: painted)


def test_a_pack_without_colours_adds_no_style_sheet(
    lisse: Any, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_colours(lisse, monkeypatch, {})

    assert Frame(rf.get("/")).theme_url == ""


def test_the_style_sheet_of_a_pack_has_a_name_that_changes_with_it(
    client: Client, lisse: Any, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Frame(rf.get("/")).theme_url
    in_colours(lisse, monkeypatch, {"accent": "#7a1f5c"})

    url = Frame(rf.get("/")).theme_url
    answer = client.get(url)

    assert url != before
    assert answer.content == b":root{--sl-accent:#7a1f5c;}\n"
    assert "immutable" in answer.headers["Cache-Control"]
