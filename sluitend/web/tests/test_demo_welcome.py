# SPDX-License-Identifier: EUPL-1.2
"""What the demo says when it starts: somebody who never saw it knows where to begin."""

from typing import Any

import pytest

from sluitend.web.demo.case import Kept
from sluitend.web.demo.cast import PASSWORD, logins
from sluitend.web.demo.welcome import welcome

pytestmark = pytest.mark.django_db


def test_it_says_where_to_begin_and_which_word_is_the_password(lisse: Any, settings: Any) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8123"
    text = welcome(Kept("", None, ""), lisse.pack)

    assert "Begin here: http://127.0.0.1:8123/\n" in text
    assert f"password  {PASSWORD}" in text
    for one in logins(lisse.pack):
        assert one.email in text
    assert text.index("Begin here") < text.index("password") < text.index("Ctrl-C")
