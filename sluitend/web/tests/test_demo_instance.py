# SPDX-License-Identifier: EUPL-1.2
"""The demo's folder: kept between starts, thrown away only when asked, never somebody's real data."""

from pathlib import Path

import pytest

from sluitend.web.demo import instance


def prepared(folder: Path, *, reset: bool = False, **more: str) -> dict[str, str]:
    """Prepare a demo in the folder; return the environment that its processes get."""
    environ = {"SLUITEND_DATA": str(folder), **more}
    instance.prepare(environ, port=8123, reset=reset)
    return environ


def test_secret_is_private_and_stays_the_same_between_starts(tmp_path: Path) -> None:
    first = prepared(tmp_path / "demo")
    secret = Path(first["SLUITEND_SECRET_KEY_FILE"])
    before = secret.read_text()
    prepared(tmp_path / "demo")
    assert secret.read_text() == before
    assert len(before) >= 50
    assert secret.stat().st_mode & 0o077 == 0
    assert (tmp_path / "demo").stat().st_mode & 0o077 == 0


def test_reset_starts_over(tmp_path: Path) -> None:
    prepared(tmp_path / "demo")
    (tmp_path / "demo" / "sluitend.sqlite3").write_text("old")
    prepared(tmp_path / "demo", reset=True)
    assert not (tmp_path / "demo" / "sluitend.sqlite3").exists()


@pytest.mark.parametrize("reset", [False, True])
def test_folder_that_no_demo_made_is_left_alone(tmp_path: Path, reset: bool) -> None:
    (tmp_path / "sluitend.sqlite3").write_text("real")
    with pytest.raises(instance.NotADemo, match="was not made by a demo"):
        prepared(tmp_path, reset=reset)
    assert (tmp_path / "sluitend.sqlite3").read_text() == "real"


def test_settings_of_a_real_instance_are_not_used(tmp_path: Path) -> None:
    environ = prepared(tmp_path / "demo", SLUITEND_PG_NAME="real", SLUITEND_KEYS="/real/keys")
    assert "SLUITEND_PG_NAME" not in environ
    assert "SLUITEND_KEYS" not in environ
    assert environ["SLUITEND_URL"] == "http://127.0.0.1:8123"
