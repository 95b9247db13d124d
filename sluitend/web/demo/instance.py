# SPDX-License-Identifier: EUPL-1.2
"""The demo's own instance: a folder, a secret and settings that no real instance has.

This runs before the settings are read, so it uses the standard library only.
"""

import os
import secrets
import shutil
from collections.abc import MutableMapping
from pathlib import Path

MARKER = "this-is-a-demo"
# Written when all data is in; holds the codes that the demo shows when it starts.
FILLED = "filled.json"
DATABASE = "sluitend.sqlite3"
SECRET = "secret"  # noqa: S105 - the name of a file
_PROJECT = Path(__file__).resolve().parent.parent.parent.parent


class NotADemo(Exception):  # noqa: N818 - reads as a sentence
    """The folder holds something that no demo made; it is left alone."""


def prepare(environ: MutableMapping[str, str], *, port: int, reset: bool) -> Path:
    """Make the demo's folder and put its settings in the environment; return the folder.

    `reset` starts over, and so does a demo that was cut off while it was being filled. A folder
    that is not a demo's is refused: its data may be real.
    """
    folder = Path(environ.get("SLUITEND_DATA") or _PROJECT / "data" / "demo")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        message = f"{folder} is not empty and was not made by a demo. Name another folder in SLUITEND_DATA."
        raise NotADemo(message)
    half_filled = (folder / DATABASE).exists() and not (folder / FILLED).exists()
    if folder.exists() and (reset or half_filled):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / MARKER).touch()
    settings = {
        "SLUITEND_DEMO": "1",
        "SLUITEND_DATA": str(folder),
        "SLUITEND_SECRET_KEY_FILE": str(_secret(folder / SECRET)),
        "SLUITEND_URL": f"http://127.0.0.1:{port}",
        "SLUITEND_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    }
    environ.update(settings)
    # Keys and database of a real instance in the shell's environment are never touched.
    for name in ("SECRET_KEY", "KEYS", "CHECKPOINTS", "SQLITE", "HOSTS", "PG_NAME"):
        environ.pop(f"SLUITEND_{name}", None)
    return folder


def _secret(file: Path) -> Path:
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file
