# SPDX-License-Identifier: EUPL-1.2
"""The secret that the provider gave us lies in a file that nobody else can read."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from sluitend.config.secret import private_text


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("geheim\n")
    file.chmod(0o600)
    named = {"SLUITEND_OIDC_CLIENT_SECRET_FILE": str(file)}
    assert private_text(named, "SLUITEND_OIDC_CLIENT_SECRET_FILE") == "geheim"
    file.chmod(0o640)
    with pytest.raises(ImproperlyConfigured, match="can be read by others"):
        private_text(named, "SLUITEND_OIDC_CLIENT_SECRET_FILE")
