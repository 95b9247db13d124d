# SPDX-License-Identifier: EUPL-1.2
"""Files that hold secrets: written whole or not at all, and readable by their owner only."""

import os
import secrets
import stat
from pathlib import Path

from sluitend.privacy.errors import LooseKey, MissingKey

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private_folder(folder: Path) -> None:
    """Create a folder (and its parents) that only its owner may enter; refuse a loose one."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    refuse_loose(folder)


def refuse_loose(path: Path) -> None:
    """Raise `LooseKey` when anyone but the owner has any right on the path, `MissingKey` when absent."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        message = (
            f"The key {path} does not exist. Run `sluitend keys create` for a new instance, "
            "or put back the key folder that belongs to this database."
        )
        raise MissingKey(message) from None
    if mode & _OTHERS:
        wanted = PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE
        message = f"{path} is open to others (mode {mode:04o}). Run: chmod {wanted:o} {path}"
        raise LooseKey(message)


def read_private(path: Path) -> bytes:
    """Return the content of a secret file; refuse a missing or loose one."""
    refuse_loose(path)
    return path.read_bytes()


def write_new(path: Path, content: bytes, *, mode: int = PRIVATE_FILE) -> bool:
    """Write a file that must not exist yet, whole and synced. Return False when another was first."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            # A hard link never replaces, so that of two processes exactly one makes the key.
            os.link(draft, path)
        except FileExistsError:
            return False
    finally:
        draft.unlink()
    sync_folder(path.parent)
    return True


def append_synced(path: Path, content: bytes) -> None:
    """Append to a file and return only when it is on the disk."""
    fresh = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    with os.fdopen(handle, "ab") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    if fresh:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed entry of a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
