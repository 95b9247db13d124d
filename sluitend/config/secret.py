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
    name = environ.get("SLUITEND_SECRET_KEY_FILE")
    if not name:
        return environ.get("SLUITEND_SECRET_KEY", "")
    file = Path(name)
    try:
        mode = stat.S_IMODE(file.stat().st_mode)
        text = file.read_text().strip()
    except OSError as problem:
        message = f"The file of SLUITEND_SECRET_KEY_FILE cannot be read: {problem}"
        raise ImproperlyConfigured(message) from problem
    if mode & 0o077:
        message = f"{file} can be read by others. Run: chmod 600 {file}"
        raise ImproperlyConfigured(message)
    return text
