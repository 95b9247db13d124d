# SPDX-License-Identifier: EUPL-1.2
"""Codes of an app are those of RFC 6238, give or take half a minute."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from sluitend.accounts.factors import qr, totp

# RFC 6238, appendix B: the last six of its eight digits, for SHA-1.
RFC_SECRET = b"12345678901234567890"
RFC = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
NOW = datetime(2026, 6, 2, 8, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.code_of(RFC_SECRET, datetime.fromtimestamp(seconds, tz=UTC)) == code


@pytest.mark.parametrize(("late", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_for_half_a_minute_more_on_either_side(late: int, counts: bool) -> None:
    code = totp.code_of(RFC_SECRET, NOW + late * totp.STEP)
    assert (totp.counter_of(RFC_SECRET, code, NOW) is not None) is counts


@pytest.mark.parametrize("typed", ["287082", " 287 082 ", "287-082", "287\u00a0082"])
def test_a_code_may_be_typed_in_groups(typed: str) -> None:
    assert totp.digits_of(typed) == "287082"


@pytest.mark.parametrize("typed", ["", "28708", "2870820", "28708a", "٢٨٧٠٨٢", "\x00"])
def test_what_is_no_code_of_an_app_is_not_tried(typed: str) -> None:
    assert totp.digits_of(typed) == ""


def test_app_gets_the_same_secret_by_camera_and_by_hand() -> None:
    secret = totp.new_secret()
    asked = urlsplit(totp.address(secret, "fenna@example.invalid"))
    told = parse_qs(asked.query)
    assert (asked.scheme, asked.netloc) == ("otpauth", "totp")
    assert asked.path == "/Sluitend:fenna%40example.invalid"
    assert (told["issuer"], told["digits"], told["period"]) == (["Sluitend"], ["6"], ["30"])
    assert base64.b32decode(told["secret"][0]) == secret
    assert base64.b32decode(totp.shown(secret).replace(" ", "")) == secret


def test_no_two_secrets_are_alike() -> None:
    assert len({totp.new_secret() for _ in range(100)}) == 100
    assert len(totp.new_secret()) * 8 == 160


def test_codes_are_spread_over_all_six_digits() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    codes = {totp.code_of(RFC_SECRET, start + number * timedelta(seconds=30)) for number in range(500)}
    assert all(len(code) == 6 for code in codes)
    assert len(codes) > 490


def test_qr_code_draws_exactly_the_dark_modules() -> None:
    code = qr.draw("otpauth://totp/Sluitend:x?secret=ABC")
    # Three finder patterns: a dark row of seven at the top left, inside a quiet zone of four.
    assert code.path.startswith("M4 4h7v1h-7z")
    assert f"M{code.side - 11} 4h7v1h-7z" in code.path
    assert code.side >= 21 + 8
