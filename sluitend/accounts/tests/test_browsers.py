# SPDX-License-Identifier: EUPL-1.2
"""A browser is told in two words, and only in ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.accounts.browsers import recognise

ON_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
)
ON_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "told"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
        (f"{ON_WINDOWS} Safari/537.36", ("Chrome", "Windows")),
        (f"{ON_WINDOWS} Safari/537.36 Edg/140.0.0.0", ("Edge", "Windows")),
        (f"{ON_WINDOWS} Safari/537.36 OPR/120.0.0.0", ("Opera", "Windows")),
        (f"{ON_IPHONE} Version/18.5 Mobile/15E148 Safari/604.1", ("Safari", "iPhone")),
        (f"{ON_IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1", ("Chrome", "iPhone")),
        (f"{ON_IPHONE} FxiOS/140.0 Mobile/15E148 Safari/605.1.15", ("Firefox", "iPhone")),
        (
            "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0.0.0 "
            "Mobile Safari/537.36",
            ("Samsung Internet", "Android"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18 Safari/605.1.15",
            ("Safari", "Mac"),
        ),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_common_browsers_are_told_apart(user_agent: str, told: tuple[str, str]) -> None:
    assert recognise(user_agent) == told


@given(st.text(max_size=400))
def test_nothing_that_somebody_else_wrote_comes_out(user_agent: str) -> None:
    told = recognise(f"{user_agent} Firefox/1 {user_agent}")
    assert all(len(word) <= 20 and word.replace(" ", "").isalpha() for word in told if word)
