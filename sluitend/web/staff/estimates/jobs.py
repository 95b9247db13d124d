# SPDX-License-Identifier: EUPL-1.2
"""Estimates that are being worked out, each in a process of its own, so that no page waits for one.

A job has a name that cannot be guessed; whichever process of ours is asked for it finds it by that name.
Nothing is written but the socket at which it tells how far it is.
"""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from sluitend.core.errors import Conflict
from sluitend.web.staff.estimates import parts, worker
from sluitend.web.staff.estimates.parts import Answer, Question

# As many at once: one computes, the others wait.
MOST = 6
_NAME = re.compile(r"[0-9a-f]{32}")
_SALT = "sluitend.web.estimates"
_LIFETIME = timedelta(hours=12)
# A page waits no longer for a process that other work leaves little time.
_PATIENCE_SECONDS = 2.0
_children: list[subprocess.Popen[bytes]] = []


class GoneError(Exception):
    """There is no such job (any more): it was stopped, it failed, or the machine was started anew."""


class Told(NamedTuple):
    """How far a job is; `waits` for another one."""

    answer: Answer
    waits: bool


def start(question: Question) -> str:
    """Begin to work out a question and return the name of its job. Raises `Conflict` with too many."""
    # Those that ended are still to be taken notice of.
    _children[:] = [child for child in _children if child.poll() is None]
    folder = _folder()
    if len(list(_living(folder))) >= MOST:
        raise Conflict(_("Too many estimates are waiting at the moment. Try again in a few minutes."))
    name = secrets.token_hex(16)
    path = folder / name
    with _inside(folder) as short, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{short}/{name}")
        listener.listen()
        child = subprocess.Popen(
            [sys.executable, "-m", worker.__name__, str(listener.fileno()), str(path), str(folder / "lock")],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            # No secret of ours, and one core.
            env={"PYTHONPATH": str(settings.BASE_DIR), "OPENBLAS_NUM_THREADS": "1"},
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
    _children.append(child)
    asked = {"text": question.text, "resamples": question.resamples, "seed": question.seed}
    if child.stdin is not None:
        with child.stdin as pipe:
            pipe.write(json.dumps(asked).encode())
    return name


def ask(question: Question, name: str) -> Told:
    """Return how far a job is; of one that other work leaves no time, or that only begins, nothing is known.

    Raises `GoneError`, also when what it told is of another question.
    """
    try:
        said = _say(name, worker.TELL)
    except TimeoutError:
        return Told(Answer(), waits=False)
    if not said:
        raise GoneError
    told = json.loads(said)
    if told["answer"] is None:
        return Told(Answer(), waits=told["waits"])
    answer = parts.from_data(question, told["answer"])
    if answer is None:
        raise GoneError
    return Told(answer, waits=False)


def stop(name: str) -> None:
    """End a job; nothing happens when it is gone."""
    try:
        _say(name, worker.STOP)
    except (GoneError, TimeoutError):
        return


def sealed(question: Question, answer: Answer) -> str:
    """Return what is ready as text that only we can have made."""
    return signing.dumps(parts.as_data(question, answer), salt=_SALT, compress=True)


def opened(question: Question, text: str) -> Answer | None:
    """Return what was ready of this very question; None when it is another, changed or too old."""
    try:
        data = signing.loads(text, salt=_SALT, max_age=_LIFETIME)
    except signing.BadSignature:
        return None
    return parts.from_data(question, data)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "estimates"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _inside(folder: Path) -> Iterator[str]:
    """Yield a short path to a folder: that of a socket may have no more than a hundred signs."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{number}"
    finally:
        os.close(number)


def _say(name: str, word: bytes) -> bytes:
    """Return what a job answers. Raises `GoneError`, and `TimeoutError` when it is there but too busy."""
    if not _NAME.fullmatch(name):
        raise GoneError
    with _inside(_folder()) as short, socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(_PATIENCE_SECONDS)
        try:
            asking.connect(f"{short}/{name}")
            asking.sendall(word)
            return b"".join(iter(lambda: asking.recv(65536), b""))
        except TimeoutError:
            raise
        except OSError as error:
            raise GoneError from error


def _living(folder: Path) -> Iterator[Path]:
    """Yield the sockets behind which there is a process; remove the others."""
    with _inside(folder) as short:
        for path in folder.iterdir():
            if not _NAME.fullmatch(path.name):
                continue
            with socket.socket(socket.AF_UNIX) as asking:
                asking.settimeout(_PATIENCE_SECONDS)
                try:
                    asking.connect(f"{short}/{path.name}")
                except ConnectionRefusedError:
                    path.unlink(missing_ok=True)
                    continue
                except OSError:
                    # It went meanwhile, or is too busy to answer.
                    if not path.exists():
                        continue
            yield path
