# SPDX-License-Identifier: EUPL-1.2
"""The secret that signs cookies and forms."""

import stat
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_from_environment(environ: Mapping[str, str]) -> str:
    """Return the secret, from a private file or from the environment; empty when there is none.

    Commands that build files need no secret, so its absence is refused at start-up and not here.
    """
    found = private_text(environ, "SLUITEND_SECRET_KEY_FILE")
    return environ.get("SLUITEND_SECRET_KEY", "") if found is None else found


def private_text(environ: Mapping[str, str], setting: str) -> str | None:
    """Return what stands in the file that a setting names; None when it names none.

    Raises `ImproperlyConfigured` for a file that others can read, or nobody.
    """
    name = environ.get(setting)
    if not name:
        return None
    file = Path(name)
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        text = file.read_text().strip()
    except OSError as problem:
        message = f"The file of {setting} cannot be read: {problem}"
        raise ImproperlyConfigured(message) from problem
    if mode & 0o077:
        message = f"{file} can be read by others. Run: chmod 600 {file}"
        raise ImproperlyConfigured(message)
    return text
