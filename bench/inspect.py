# SPDX-License-Identifier: EUPL-1.2
"""Looks into a seeded instance: queries per page, and whether keys and journal are sound.

    python -m bench.inspect FILE-WITH-SEED

Prints JSON. Statements that begin or end a transaction are counted apart: they are no queries.
"""

import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.measures import CHECK, OUTCOME, QUESTION  # noqa: E402
from sluitend.accounts.models import Person  # noqa: E402
from sluitend.accounts.tests.clients import StaffClient  # noqa: E402
from sluitend.core import scope  # noqa: E402
from sluitend.core.actor import system  # noqa: E402
from sluitend.privacy import journal, vaults  # noqa: E402
from sluitend.signals.models import Identifier, Observation, Receipt, Signal  # noqa: E402

_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
SAMPLE = 100


def queries(client: Client, path: str, *, post: bool = False, expect: int = 200) -> dict[str, int]:
    """Return how many statements and commits one request takes, when all caches are warm."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path) if post else client.get(path)
    if answer.status_code != expect:
        message = f"{path} answers {answer.status_code}"
        raise RuntimeError(message)
    words = Counter(entry["sql"].split(maxsplit=1)[0].rstrip(";") for entry in captured.captured_queries)
    return {
        "queries": sum(count for word, count in words.items() if word not in _CONTROL),
        "commits": words["COMMIT"],
    }


def all_queries(seed: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Return the counts of each page; the first request of each fills caches and is not counted."""
    staff = StaffClient(SERVER_NAME="127.0.0.1")
    visitor, nobody = (Client(SERVER_NAME="127.0.0.1") for _ in range(2))
    staff.force_login(Person.objects.get(email=seed["email"]))
    visitor.cookies["concept"] = seed["walk"]
    pages: dict[str, tuple[Client, str]] = {
        "start page": (nobody, "/"),
        "route: question": (visitor, QUESTION),
        "route: outcome": (visitor, OUTCOME),
        "worklist of 50": (staff, "/werk/"),
        "signal page": (staff, f"/werk/signaal/{seed['signals'][-1]}/"),
        "cases of 50": (staff, "/werk/casus/"),
        "meetings to come": (staff, "/werk/overleg/"),
        "meetings of 50": (staff, "/werk/overleg/?lijst=geweest"),
        "one A4": (staff, "/werk/overleg/a4/"),
        "meeting page": (staff, f"/werk/overleg/{seed['meetings'][-1]}/"),
    }
    found = {}
    for name, (client, path) in pages.items():
        queries(client, path)
        found[name] = queries(client, path)
    for draft in seed["drafts"][-2:]:
        reporter = Client(SERVER_NAME="127.0.0.1")
        reporter.cookies["concept"] = draft["cookie"]
        found["intake"] = queries(reporter, CHECK, post=True, expect=302)
    return found


def check_signals(seed: dict[str, Any]) -> dict[str, int]:
    """Open a sample with its own keys; raise when anything of it is missing or does not open."""
    chosen = random.Random(3).sample(seed["signals"], min(SAMPLE, len(seed["signals"])))  # noqa: S311
    for signal in Signal.objects.filter(pk__in=chosen):
        look = vaults.look(
            signal.pk, vaults=("content", "reporter", "safe_contact"), by=system("bench"), purpose="bench"
        )
        texts = [look.read(signal, name) for name in ("facts", "reporter_name", "safe_contact")]
        rows = [look.read_json(row, "detail") for row in Observation.objects.filter(dossier=signal.pk)]
        named = [look.read(row, "value") for row in Identifier.objects.filter(dossier=signal.pk)]
        receipt = Receipt.objects.filter(dossier=signal.pk).count()
        if not all(texts) or len(rows) != 3 or len(named) != 2 or receipt != 1:
            message = f"signal {signal.pk} is not whole"
            raise RuntimeError(message)
    return {"opened": len(chosen)}


def check_journal() -> dict[str, int]:
    """Verify all chains; raise when one is broken."""
    report = journal.verify()
    if not report.sound:
        message = f"the journal is broken: {report.breaks[:3]} {report.checkpoint_faults[:3]}"
        raise RuntimeError(message)
    return {"chains": report.chains, "entries": report.entries}


def version() -> str:
    """Return the version of the database."""
    with connection.cursor() as cursor:
        postgresql = connection.vendor == "postgresql"
        cursor.execute("SHOW server_version" if postgresql else "SELECT sqlite_version()")
        return str(cursor.fetchone()[0]).split()[0]


@scope.instance_wide("the bench looks at the instance as a whole")
def main() -> None:
    """Print what was found."""
    seed = json.loads(Path(sys.argv[1]).read_text())
    found = {**check_signals(seed), "queries": all_queries(seed), **check_journal()}
    print(
        json.dumps(
            {**found, **{name: len(seed[name]) for name in ("signals", "meetings")}, "version": version()}
        )
    )


if __name__ == "__main__":
    main()
