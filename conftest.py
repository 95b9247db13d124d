# SPDX-License-Identifier: EUPL-1.2
"""Fixtures of the whole suite. Only network, clock and keys are replaced."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

from sluitend.core import clock as core_clock
from sluitend.core import scope
from sluitend.privacy import keys as privacy_keys
from tests.beginnings import Beginnings

# `quick` is for every run; `thorough` is for a night: HYPOTHESIS_PROFILE=thorough.
_SLOW_IS_FINE = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture]
hypothesis.settings.register_profile(
    "quick", deadline=None, max_examples=40, database=None, suppress_health_check=_SLOW_IS_FINE
)
hypothesis.settings.register_profile(
    "thorough", parent=hypothesis.settings.get_profile("quick"), max_examples=5000
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# While everything is loaded nothing can go; from `pytest_collection_finish` on it is looked for again.
gc.disable()

# What a test asks for when it touches the database.
DATABASE_FIXTURES = {"db", "transactional_db"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options by which `make test` shares the work between its two runs."""
    parser.addoption("--width", type=int, help="journeys that are repeated at each width: only at this one")
    parser.addoption("--thorough", action="store_true", help="ask the whole matrix of permissions")
    parser.addoption(
        "--only-database", action="store_true", help="leave out what another database cannot change"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what another database cannot change, when asked."""
    if config.getoption("--only-database"):
        apart = [item for item in items if not _depends_on_database(item)]
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if _depends_on_database(item)]


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: looking for what can go takes a tenth of all time."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _depends_on_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    asked = set(getattr(item, "fixturenames", ()))
    return bool(asked & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


LOOPBACK = ("127.", "::1", "localhost")


class OutsideNetwork(BaseException):
    """A test reached for the network. Not an `Exception`: code under test must not swallow it."""


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0] or ""
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    if host and not host.startswith(LOOPBACK):
        message = f"a test reached for {host}; only loopback and Unix sockets are there"
        raise OutsideNetwork(message)


sys.addaudithook(_only_loopback)


class FrozenClock:
    """A clock that stands still until the test moves it."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        """Return the instant at which the clock stands, in UTC."""
        return self._instant

    def set(self, instant: datetime) -> None:
        """Put the clock at an instant with a time zone."""
        if instant.tzinfo is None:
            message = "the clock needs an instant with a time zone"
            raise ValueError(message)
        self._instant = instant.astimezone(UTC)

    def set_day(self, day: date, *, hour: int = 10) -> None:
        """Put the clock at an hour of a day in Amsterdam."""
        self.set(datetime(day.year, day.month, day.day, hour, tzinfo=core_clock.AMSTERDAM))

    def advance(self, **duration: float) -> None:
        """Move the clock: `clock.advance(days=3)`."""
        self._instant += timedelta(**duration)


START = datetime(2026, 6, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """Stop the clock on Tuesday 2 June 2026, 10:00 in Amsterdam: an ordinary working day."""
    frozen = FrozenClock(START)
    monkeypatch.setattr(core_clock, "_read", frozen.now)
    return frozen


@pytest.fixture(autouse=True)
def _one_language() -> Iterator[None]:
    """Leave the language that a test chose behind: the next one begins in Dutch."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _everywhere() -> Iterator[None]:
    """Let what a test does by itself reach all places. Requests begin in none, as they do in use."""
    with scope.instance_wide("the suite looks behind the scenes"):
        yield


@pytest.fixture(scope="session", autouse=True)
def keys() -> Path:
    """Make the keys of this test process, as a running instance has them; return their folder."""
    folder = Path(settings.KEY_DIR)
    privacy_keys.create_all(folder)
    return folder


@pytest.fixture(autouse=True)
def _no_checkpoints_of_another_test() -> Iterator[None]:
    """A checkpoint outlives the database of its test; the next test would look tampered with."""
    yield
    shutil.rmtree(settings.CHECKPOINT_DIR, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _nobody_else_in_the_database(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """End sessions of threads that outlived their test a moment: PostgreSQL drops no database in use."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        yield
        return
    request.getfixturevalue("django_db_setup")
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # As who signed in at the server, and only those of its own: the server's workers end by themselves.
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = session_user"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def client() -> Any:
    """Return a test client whose `force_login` counts as signing in: with a second factor shown."""
    from sluitend.accounts.tests.clients import StaffClient

    return StaffClient()


@cache
def _layers() -> Any:
    from sluitend.policy.loader import load

    return load("lisse")


def _publish() -> None:
    from sluitend.core.actor import system
    from sluitend.policy import services

    services.publish(_layers(), by=system("test"))


def _in_force() -> Any:
    from sluitend.policy import selectors

    return selectors.current()


def _add_officer() -> None:
    from sluitend.accounts.tests.cast import add

    add("Fenna Functionaris", "aandachtsfunctionaris")


def _the_officer() -> Any:
    from sluitend.accounts.models import Person

    return Person.objects.get(name="Fenna Functionaris")


# Each begins with what the one before it made.
_beginnings = Beginnings({"lisse": (_publish, _in_force), "officer": (_add_officer, _the_officer)})


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Any:
    """Before a test opens its transaction: let what it begins with be there, and nothing else."""
    if fixturedef.argname == "_django_db_helper":
        with request.getfixturevalue("django_db_blocker").unblock(), core_clock.at(START):
            _beginnings.be_for(request)
    return (yield)


@pytest.fixture(scope="session")
def take_back(django_db_blocker: Any) -> Callable[[], None]:
    """Take back what tests begin with: before something else is put around tests."""

    def take_back() -> None:
        with django_db_blocker.unblock():
            _beginnings.take_back()

    return take_back


@pytest.fixture(scope="session")
def lisse_layers() -> Any:
    """Return the pack of Lisse as loaded from its files."""
    return _layers()


@pytest.fixture
def lisse(db: None, clock: FrozenClock) -> Any:
    """Put the pack of Lisse into force, at the stopped clock, and return it."""
    return _beginnings.get("lisse")


@pytest.fixture
def officer(lisse: Any) -> Any:
    """Return the aandachtsfunctionaris of Lisse: sees all signals, and owns what nobody else owns."""
    return _beginnings.get("officer")


@pytest.fixture
def deputy(lisse: Any) -> Any:
    """Return the plaatsvervanger: has the rights and the work of the officer, always."""
    from sluitend.accounts.tests.cast import add

    return add("Willem Waarnemer", "plaatsvervanger")


@pytest.fixture
def handler(lisse: Any) -> Any:
    """Return a behandelaar: works only on what was assigned."""
    from sluitend.accounts.tests.cast import add

    return add("Hanna Handelaar", "behandelaar")


@pytest.fixture
def boa(lisse: Any) -> Any:
    """Return a toezichthouder: sees what was shared, and in an emergency another signal."""
    from sluitend.accounts.tests.cast import add

    return add("Bo Boa", "toezichthouder-boa")


@pytest.fixture
def privacy_officer(lisse: Any) -> Any:
    """Return the functionaris gegevensbescherming: supervises, and sees content with a reason only."""
    from sluitend.accounts.tests.cast import add

    return add("Fred Functionaris", "fg")


@pytest.fixture
def administrator(lisse: Any) -> Any:
    """Return the beheerder: looks after people, sees no dossier."""
    from sluitend.accounts.tests.cast import add

    return add("Bea Beheerder", "beheerder")


@pytest.fixture
def outsider(lisse: Any) -> Any:
    """Return somebody who can sign in and has no role at all."""
    from sluitend.accounts.tests.cast import add

    return add("Otto Omstander")
