# SPDX-License-Identifier: EUPL-1.2
"""For which places somebody works now: the rows that the database itself will show and take.

A place is a municipality and a compartment. On PostgreSQL each statement carries the scope with it
(`core/postgresql`), and row-level security (`core/walls.py`) holds it to that; where no scope is set,
there are no rows. SQLite has no such wall: there a scope changes nothing.

A scope is no permission. It is the second wall, for the day on which a permission was forgotten.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

Place = tuple[str, str]
P = ParamSpec("P")
R = TypeVar("R")

# What the database is told. Everything; nothing.
EVERYWHERE, NOWHERE = "*", ""
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

_told: ContextVar[str] = ContextVar("sluitend_scope", default=NOWHERE)
_may_settle: ContextVar[bool] = ContextVar("sluitend_scope_of_a_request", default=False)


def told() -> str:
    """Return the scope as the database is told it: `,GM0553/,GM0553/signals,`, all, or nothing."""
    return _told.get()


@contextmanager
def within(places: Iterable[Place]) -> Iterator[None]:
    """Work within these places until the block ends; then the scope from before counts again."""
    with _telling(_text(places)):
        yield


@contextmanager
def instance_wide(why: str) -> Iterator[None]:
    """Work in all places until the block ends: in jobs and commands, and to find where a code leads."""
    if not why:
        message = "say why all places are needed"
        raise ValueError(message)
    with _telling(EVERYWHERE):
        yield


@contextmanager
def of_a_request() -> Iterator[None]:
    """Begin without any place, and let `settle` set the scope for the rest of this request."""
    token = _may_settle.set(True)
    try:
        with _telling(NOWHERE):
            yield
    finally:
        _may_settle.reset(token)


def settle(places: Iterable[Place]) -> None:
    """Work within these places until the request ends, the page of an error included."""
    if not _may_settle.get():
        message = "only a request can settle; use `within` elsewhere"
        raise RuntimeError(message)
    _told.set(_text(places))


def carried(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with the scope of this moment, for a thread: a thread begins without one."""
    text = told()

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with _telling(text):
            return function(*args, **kwargs)

    return run


@contextmanager
def _telling(text: str) -> Iterator[None]:
    token = _told.set(text)
    try:
        yield
    finally:
        _told.reset(token)


def _text(places: Iterable[Place]) -> str:
    """Write places down; who works in a municipality also reaches what lies in none of its compartments."""
    wanted = set(places)
    for word in {word for place in wanted for word in place if word}:
        if not _WORD.fullmatch(word):
            message = f"{word!r} cannot be a municipality or a compartment"
            raise ValueError(message)
    wanted |= {(municipality, "") for municipality, _compartment in wanted}
    return f",{','.join(sorted('/'.join(place) for place in wanted))}," if wanted else NOWHERE
