# SPDX-License-Identifier: EUPL-1.2
"""When no page can be made at all, there is still an answer: with the number to dial, and no secret."""

import logging
from typing import Any

import pytest

from sluitend.web.last_resort import last_resort


def answer_of(application: Any) -> tuple[str, dict[str, str], str]:
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> None:
        told.extend((status, dict(headers)))

    body = b"".join(last_resort(application)({}, start)).decode()
    return told[0], told[1], body


def test_what_the_application_answers_is_left_alone() -> None:
    def well(_environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("X", "y")])
        return [b"goed"]

    assert answer_of(well) == ("200 OK", {"X": "y"}, "goed")


def test_what_it_cannot_answer_is_answered_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_environ: Any, _start: Any) -> list[bytes]:
        message = "geheim"
        raise RuntimeError(message)

    with caplog.at_level(logging.ERROR):
        status, headers, body = answer_of(broken)
    assert status == "500 Internal Server Error"
    assert "Bel 112." in body
    assert "geheim" not in body
    assert headers["Content-Length"] == str(len(body.encode()))
    assert "no page could be made" in caplog.text


def test_over_tls_it_asks_for_tls_too(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 60

    def broken(_environ: Any, _start: Any) -> list[bytes]:
        raise RuntimeError

    assert answer_of(broken)[1]["Strict-Transport-Security"] == "max-age=60"
