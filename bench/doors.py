# SPDX-License-Identifier: EUPL-1.2
"""Makes an instance with receipts and partner links that do not open any more.

    python -m bench.doors NUMBER

Prints JSON: per door and per reason, pairs of address and code; each pair is meant for one try.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import timedelta

from bench import seed

from django.db import transaction  # isort: skip - after the settings, which `seed` reads

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core import clock, scope
from sluitend.core.base32 import ALPHABET
from sluitend.core.codes import new_code, show_code
from sluitend.core.ids import new_id
from sluitend.handover import doors
from sluitend.handover.tests.making import linked
from sluitend.policy import selectors as policy
from sluitend.signals.services import recording, triage
from sluitend.signals.views.report import SOMEBODY, report_of

ENTER = "/terug/"
LONG_AGO = timedelta(days=800)
TRIES_AT_ONE_ADDRESS = 4
Pairs = list[tuple[str, str]]


def expired_receipts(officer: Person, number: int) -> Iterator[str]:
    """Record and close reports so long ago that their receipts ended; yield their codes."""
    pack, chance = policy.current().pack, random.Random(1)  # noqa: S311 - made-up reports
    by = actor_for(officer)
    with clock.at(clock.now() - LONG_AGO):
        for one in range(number):
            intake = seed.intake_of(pack, one, chance)
            signal = recording.record_signal(
                report=report_of(pack, intake),
                municipality=seed.MUNICIPALITY,
                by=SOMEBODY,
                receipt_code=intake.receipt_code,
            )
            triage.close(dossier=signal.dossier, outcome="out-of-scope", reason="Hoort hier niet.", by=by)
            yield intake.receipt_code


def mistyped(code: str) -> str:
    """Return the code with one wrong symbol."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]


def links(officer: Person, number: int) -> Iterator[tuple[str, str]]:
    """Send links and yield address and code of each."""
    for _one in range(number):
        sent = linked(officer)
        yield f"/p/{doors.token_of(sent.link.pk)}/", sent.code


def receipt_door(officer: Person, number: int) -> dict[str, Pairs]:
    """Return tries at the public door for receipts."""
    return {
        "mistyped": [(ENTER, show_code(mistyped(new_code()))) for _one in range(number)],
        "unknown": [(ENTER, show_code(new_code())) for _one in range(number)],
        "expired": [(ENTER, show_code(code)) for code in expired_receipts(officer, number)],
    }


def packet_door(officer: Person, number: int) -> dict[str, Pairs]:
    """Return tries at the doors of partners; few at each address, or all would have to wait."""
    addresses = number // TRIES_AT_ONE_ADDRESS + 1
    with clock.at(clock.now() - doors.LIFETIME - timedelta(days=1)):
        expired = list(links(officer, addresses))
    alive = list(links(officer, addresses))
    unknown = [(f"/p/{doors.token_of(new_id())}/", show_code(new_code())) for _one in range(addresses)]
    wrong = [(address, show_code(new_code())) for address, _code in alive]
    typed = [(address, show_code(mistyped(new_code()))) for address, _code in links(officer, addresses)]
    groups = {"unknown address": unknown, "expired link": expired, "wrong code": wrong, "mistyped": typed}
    return {name: (pairs * TRIES_AT_ONE_ADDRESS)[:number] for name, pairs in groups.items()}


@scope.instance_wide("the drill makes an instance as a whole")
def main() -> None:
    """Print the tries of both doors."""
    number = int(sys.argv[1])
    seed.set_up()
    with clock.at(clock.now() - LONG_AGO - timedelta(days=1)):
        officer = seed.add_people()["fenna@example.invalid"]
    with transaction.atomic():
        found = {"receipt": receipt_door(officer, number), "packet": packet_door(officer, number)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
