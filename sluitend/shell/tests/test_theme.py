# SPDX-License-Identifier: EUPL-1.2
"""A municipality may set its colours, as long as everybody can read what is written in them."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sluitend.policy import selectors as policy
from sluitend.shell import theme
from sluitend.shell.context import Frame

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_as_the_guideline_defines_it(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert theme.contrast(other, one) == theme.contrast(one, other)


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
    assert set(theme.refused(tokens).values()) == {reason}
    assert theme.stylesheet(tokens) == ""


@given(st.dictionaries(st.sampled_from(sorted(theme.TOKENS)), colours | st.text()))
def test_whatever_is_set_stays_readable(tokens: dict[str, str]) -> None:
    used = {name for name in tokens if name not in theme.refused(tokens)}

    assert all(theme.contrast(tokens[name], other) >= 4.5 for name in used for other in theme.TOKENS[name])
    assert theme.stylesheet(tokens).count("--sl-") == len(used)


def test_our_own_colours_pass_our_own_check() -> None:
    ours = {
        "accent": "#0e5a66",
        "accent-strong": "#0a434d",
        "accent-deep": "#0b2f37",
        "accent-tint": "#e4f0f0",
    }

    assert theme.refused(ours) == {}


def test_a_pack_without_colours_adds_no_style_sheet(lisse: Any, rf: Any) -> None:
    assert Frame(rf.get("/")).theme_url == ""


def test_the_style_sheet_of_a_pack_has_a_name_that_changes_with_it(
    client: Client, lisse: Any, rf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_purple = lisse.pack.model_copy(
        update={"theme": lisse.pack.theme.model_copy(update={"tokens": {"accent": "#7a1f5c"}})}
    )
    monkeypatch.setattr(policy, "_parsed", lambda _sha256: in_purple)

    url = Frame(rf.get("/")).theme_url
    answer = client.get(url)

    assert answer.content == b":root{--sl-accent:#7a1f5c;}\n"
    assert "immutable" in answer.headers["Cache-Control"]
