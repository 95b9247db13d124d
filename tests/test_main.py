# SPDX-License-Identifier: EUPL-1.2
"""The command line answers in sentences."""

import sys

import django.core.management
import pytest

from sluitend import __main__
from sluitend.core.errors import BadInput


def test_what_the_domain_refuses_is_a_sentence_and_exit_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_arguments: list[str]) -> None:
        message = "Choose a pack."
        raise BadInput(message)

    monkeypatch.setattr(django.core.management, "execute_from_command_line", refuse)
    monkeypatch.setattr(sys, "argv", ["sluitend", "check"])

    with pytest.raises(SystemExit) as ended:
        __main__.main()

    assert ended.value.code == "sluitend: Choose a pack."
