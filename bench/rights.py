# SPDX-License-Identifier: EUPL-1.2
"""What the rights of who looks cost: pages as they are, beside the same pages without asking for them.

    python -m bench.rights FILE-WITH-SEED

*Without*: who looks and what they may do is known beforehand, and PostgreSQL has no row-level security
and is told no place. What a list is kept to stays, because without it the list would be another one.
Both are asked in turn, in one process, over and over; prints JSON: per page the queries of both, and
the median over the rounds of one time divided by the other (the process waits for the database, so
that its time counts too).
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.db import connection  # noqa: E402

from bench.inspect import queries  # noqa: E402
from sluitend.accounts import selectors  # noqa: E402
from sluitend.accounts.models import Person  # noqa: E402
from sluitend.accounts.tests.clients import StaffClient  # noqa: E402
from sluitend.core.postgresql.owner import as_owner  # noqa: E402

ROUNDS, REQUESTS = 12, 15


@contextmanager
def without_rights(person: Person) -> Iterator[None]:
    """Let nobody ask what this person may do, and the database hold nothing back."""
    actor = selectors.actor_for(person)
    with mock.patch.object(selectors, "actor_for", return_value=actor):
        if connection.vendor != "postgresql":
            yield
            return
        _walls("DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
        try:
            with mock.patch("sluitend.core.postgresql.base._telling", return_value=""):
                yield
        finally:
            _walls("ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def _walls(change: str) -> None:
    """Change the row-level security of each table that has policies."""
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tablename FROM pg_policies")
        tables = {row[0] for row in cursor.fetchall()} & {
            model._meta.db_table for model in apps.get_models(include_auto_created=True)
        }
        for table in sorted(tables):
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} {change}")


def timed(ask: Callable[[], Any]) -> float:
    """Return the median time of a request in milliseconds; the first ones warm up and do not count."""
    found = []
    for number in range(REQUESTS + 2):
        begun = time.perf_counter()
        if ask().status_code != 200:
            message = "the page is not the page"
            raise RuntimeError(message)
        if number >= 2:
            found.append(time.perf_counter() - begun)
    return median(found) * 1000


def main() -> None:
    """Print what was measured."""
    seed = json.loads(Path(sys.argv[1]).read_text())
    person = Person.objects.get(email=seed["email"])
    staff = StaffClient(SERVER_NAME="127.0.0.1")
    staff.force_login(person)
    pages = {"worklist of 50": "/werk/", "signal page": f"/werk/signaal/{seed['signals'][-1]}/"}
    found: dict[str, dict[str, Any]] = {name: {"with": [], "without": []} for name in pages}
    for _ in range(ROUNDS):
        for name, path in pages.items():
            found[name]["with"].append(timed(partial(staff.get, path)))
        with without_rights(person):
            for name, path in pages.items():
                found[name]["without"].append(timed(partial(staff.get, path)))
    for name, path in pages.items():
        of_page = found[name]
        of_page["queries"] = queries(staff, path)["queries"]
        of_page["ratio"] = median(
            one / other for one, other in zip(of_page["with"], of_page["without"], strict=True)
        )
        for way in ("with", "without"):
            of_page[way] = median(of_page[way])
    with without_rights(person):
        for name, path in pages.items():
            found[name]["queries_without"] = queries(staff, path)["queries"]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
