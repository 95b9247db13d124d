# SPDX-License-Identifier: EUPL-1.2
"""The file of the embedded database is for its own account."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_new_database_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLUITEND_")}
    environment |= {
        "SLUITEND_DATA": str(tmp_path),
        "SLUITEND_SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "sluitend.config.settings",
    }
    command = [sys.executable, "-m", "sluitend", "migrate", "contenttypes", "--verbosity=0"]

    subprocess.run(command, env=environment, check=True, timeout=60, umask=0o022)

    made = sorted(tmp_path.glob("sluitend.sqlite3*"))
    assert made
    assert {oct(file.stat().st_mode & 0o777) for file in made} == {"0o600"}
