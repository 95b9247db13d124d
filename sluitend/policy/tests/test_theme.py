# SPDX-License-Identifier: EUPL-1.2
"""A municipality may set its colours, as long as everybody can read what is written in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.policy import theme
from sluitend.policy.tests.conftest import LoadSmall
from sluitend.policy.tests.real_packs import loaded_lisse, pack_of

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_as_the_guideline_defines_it(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert theme.contrast(other, one) == theme.contrast(one, other)


@given(st.dictionaries(st.sampled_from(sorted(theme.OURS)), colours | st.text()))
def test_whatever_is_set_stays_readable_alone_and_together(tokens: dict[str, str]) -> None:
    wrong = theme.refused(tokens)
    used = theme.OURS | {name: value for name, value in tokens.items() if name not in wrong}

    for name, value in used.items():
        assert all(theme.contrast(value, other) >= 4.5 for other in theme.AGAINST[name])
    assert all(theme.contrast(used[one], used[other]) >= 4.5 for one, other in theme.PAIRS)


def test_colours_that_are_written_on_each_other_are_looked_at_together() -> None:
    grey = "#6f6f6f"
    assert theme.refused({"accent": grey, "accent-tint": "#ffffff"}) == {}
    assert theme.refused({"accent": grey}) == {"accent": "contrast"}
    both = {"accent": grey, "accent-tint": "#e0e0e0"}
    assert theme.refused(both) == {"accent": "contrast", "accent-tint": "contrast"}


def test_our_own_colours_pass_our_own_check() -> None:
    assert theme.refused(theme.OURS) == {}


@pytest.mark.parametrize(
    ("tokens", "what", "remedy"),
    [
        ('accent: "#ffd400"', "`accent` #ffd400 with #e4f0f0 has a contrast of 1.2", "at least 4.5"),
        ('accent: "#6f6f6f"', "with #e4f0f0 has a contrast of 4.", "at least 4.5"),
        ("accent: rood", "`rood` is not a colour", "such as"),
        ('accnet: "#0e5a66"', "there is no token `accnet`", "did you mean `accent`"),
        ('emergency: "#00ff00"', "there is no token `emergency`", "use `accent`"),
    ],
)
def test_check_tells_a_colour_that_the_pages_would_leave_out(
    load_small: LoadSmall, tokens: str, what: str, remedy: str
) -> None:
    loaded = load_small(extra=f"theme:\n  tokens:\n    {tokens}\n")
    [fault] = [fault for fault in loaded.errors if fault.where.startswith("theme")]
    assert what in fault.what
    assert remedy in fault.remedy
    assert (fault.file.endswith("extra.yaml"), fault.line) == (True, 3)
    assert not loaded.ok


def test_lisse_has_colours_of_its_own_that_can_all_be_read() -> None:
    tokens = pack_of(loaded_lisse()).theme.tokens
    assert set(tokens) == set(theme.OURS)
    assert theme.refused(tokens) == {}
