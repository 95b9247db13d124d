# SPDX-License-Identifier: EUPL-1.2
"""A hundred tries with one code, from several processes and threads at once: exactly one wins."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from sluitend.accounts.factors import codes, passkeys, services, totp
from sluitend.accounts.models import Person, SpentCode
from sluitend.accounts.tests.authenticator import Authenticator
from sluitend.accounts.tests.cast import add
from sluitend.accounts.tests.clients import fresh_code
from sluitend.core import clock
from sluitend.core.actor import system
from sluitend.core.errors import BadInput, Conflict

pytestmark = pytest.mark.django_db(transaction=True)

TRIES, THREADS, PROCESSES = 100, 20, 2
# What each process does: wait until all are there, then try from several threads.
PROGRAM = """
import sys
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from django.db import connections
from sluitend.accounts.factors import codes
from sluitend.accounts.models import Person
email, code, tries, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
person = Person.objects.get(email=email)
def attempt(_number):
    try:
        return codes.check(person, code) is not None
    finally:
        connections.close_all()
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(threads) as pool:
    print(sum(pool.map(attempt, range(tries))))
"""


@pytest.fixture
def person() -> Person:
    """Somebody at the real clock, which other processes share."""
    return add("Fenna Functionaris")


def at_once(attempt: Any) -> Counter[bool]:
    """Try a hundred times from twenty threads; count what came of it."""
    start = Barrier(THREADS)

    def some(_number: int) -> list[bool]:
        start.wait(timeout=30)
        try:
            return [attempt() for _ in range(TRIES // THREADS)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(result for results in pool.map(some, range(THREADS)) for result in results)


def environment() -> dict[str, str]:
    """Lead another process to the database and the keys of this test."""
    name = str(connection.settings_dict["NAME"])
    is_postgresql = connection.vendor == "postgresql"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "sluitend.config.settings",
        "SLUITEND_KEYS": str(settings.KEY_DIR),
        "SLUITEND_PG_NAME" if is_postgresql else "SLUITEND_SQLITE": name,
    }


def test_one_code_of_an_app_in_several_processes(person: Person) -> None:
    code = fresh_code(person)
    each = [sys.executable, "-c", PROGRAM, person.email, code, str(TRIES // PROCESSES), "10"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running: list[Any] = [subprocess.Popen(each, env=environment(), **pipes) for _ in range(PROCESSES)]
    for one in running:
        assert one.stdout.readline() == "ready\n"
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    won = [int(one.communicate(timeout=60)[0]) for one in running]
    assert sum(won) == 1
    assert [one.returncode for one in running] == [0] * PROCESSES


def test_one_code_of_an_app(person: Person) -> None:
    code = fresh_code(person)
    assert at_once(lambda: codes.check(person, code) is not None) == {True: 1, False: TRIES - 1}


def test_one_recovery_code(person: Person) -> None:
    fresh_code(person)
    code = services.renew_recovery_codes(person=person, by=system("test"))[0]
    assert at_once(lambda: codes.check(person, code) is not None) == {True: 1, False: TRIES - 1}
    # Others of the set are not used along with it: each use is a row of its own.
    assert SpentCode.objects.filter(forget_at=None).count() == 1


def test_one_answer_of_a_passkey(person: Person, settings: Any) -> None:
    settings.PUBLIC_URL = "https://signalen.example.invalid"
    device = Authenticator(settings.PUBLIC_URL)
    session: dict[str, Any] = {}
    made = passkeys.made(session, person, device.make(passkeys.ask_new(session, person)))
    services.add_passkey(person=person, made=made, name="", first=True, by=system("test"))
    answer = device.show(passkeys.ask(session, person))

    def attempt() -> bool:
        # Each request reads the session before another has written it.
        try:
            return passkeys.check(dict(session), person, answer) == person
        except BadInput:
            return False

    assert at_once(attempt) == {True: 1, False: TRIES - 1}


def test_two_who_know_the_password_do_not_both_set_up_the_first_factor(person: Person) -> None:
    def attempt() -> bool:
        secret = totp.new_secret()
        code = totp.code_of(secret, clock.now())
        try:
            services.add_app(person=person, secret=secret, code=code, first=True, by=system("test"))
        except Conflict:
            return False
        return True

    assert at_once(attempt) == {True: 1, False: TRIES - 1}
