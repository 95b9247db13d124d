# SPDX-License-Identifier: EUPL-1.2
"""What is measured, on a running server: yardsticks first, then the product's own pages."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench import load
from bench.browser import FORM, Browser, signed_in
from bench.load import Request
from bench.processes import tree_seconds

CLIENTS = 8
CHECK = "/melden/controleren/"
QUESTION, OUTCOME = "/route/vraag/3/", "/route/uitkomst/"


@dataclass(frozen=True)
class Measure:
    """One line of the table: requests a second, milliseconds, processor time per request."""

    name: str
    requests: int
    per_second: float
    p50: float
    p95: float
    p99: float
    web_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        """Processor time of web server and database together."""
        return self.web_ms + self.database_ms


@dataclass(frozen=True)
class Setting:
    """A running server, what was seeded, and which processes do the work."""

    port: int
    seed: Mapping[str, Any]
    web: int
    database: int | None

    def spent(self) -> tuple[float, float]:
        """Return the processor seconds that web server and database used so far."""
        return tree_seconds(self.web), tree_seconds(self.database) if self.database else 0.0


def one(setting: Setting, name: str, make: Callable[[], Request], *, seconds: float) -> Measure:
    """Load one address; raise when any answer was not what it must be."""
    before = setting.spent()
    result = load.run(setting.port, make, clients=CLIENTS, seconds=seconds, warm=1.0)
    after = setting.spent()
    if result.wrong or not result.times:
        message = f"{name}: {len(result.wrong)} wrong answers of {result.sent}, such as {result.wrong[:3]}"
        raise RuntimeError(message)
    web, database = ((now - then) / result.sent * 1000 for now, then in zip(after, before, strict=True))
    return Measure(
        name,
        len(result.times),
        result.per_second,
        result.percentile(0.5),
        result.percentile(0.95),
        result.percentile(0.99),
        web,
        database,
    )


def everything(setting: Setting, *, seconds: float) -> Iterator[Measure]:
    """Measure all addresses, one after another."""
    for name, make in makers(setting).items():
        yield one(setting, name, make, seconds=seconds)


def makers(setting: Setting) -> dict[str, Callable[[], Request]]:
    """Return what sends the requests of each line."""
    seed = setting.seed
    officer = signed_in(setting.port, seed["email"], seed["password"], seed["app_secret"])
    staff = (("Cookie", officer.cookie),)
    visitor = (("Cookie", f"concept={seed['walk']}"),)
    signals = list(seed["signals"])
    random.Random(7).shuffle(signals)  # noqa: S311 - the same order in every run
    pages = [Request(f"/werk/signaal/{signal}/", headers=staff) for signal in signals]
    tables = [Request(f"/werk/overleg/{meeting}/", headers=staff) for meeting in seed["meetings"]]
    return {
        "hello (WSGI)": load.in_turn([Request("/_bench/wsgi/")]),
        "hello (Django view)": load.in_turn([Request("/_bench/hello/")]),
        "insert of one row": load.in_turn([Request("/_bench/insert/")]),
        "start page": load.in_turn([Request("/")]),
        "route: question": load.in_turn([Request(QUESTION, headers=visitor)]),
        "route: outcome": load.in_turn([Request(OUTCOME, headers=visitor)]),
        "intake": intakes(setting.port, seed["drafts"]),
        "worklist of 50": load.in_turn([Request("/werk/", headers=staff)]),
        "signal page": load.in_turn(pages),
        "cases of 50": load.in_turn([Request("/werk/casus/", headers=staff)]),
        "meetings of 50": load.in_turn([Request("/werk/overleg/?lijst=geweest", headers=staff)]),
        "one A4": load.in_turn([Request("/werk/overleg/a4/", headers=staff)]),
        "meeting page": load.in_turn(tables),
    }


def intakes(port: int, drafts: list[Mapping[str, str]]) -> Callable[[], Request]:
    """Return a maker that sends each prepared report once."""
    somebody = Browser(port, {"concept": drafts[0]["cookie"]})
    token = somebody.get(CHECK).token
    csrf = somebody.cookies["csrftoken"]
    body = urlencode({"csrfmiddlewaretoken": token}).encode()
    waiting = iter(drafts)

    def make() -> Request:
        draft = next(waiting, None)
        if draft is None:
            message = "all prepared reports are sent: seed more of them"
            raise RuntimeError(message)
        cookie = ("Cookie", f"csrftoken={csrf}; concept={draft['cookie']}")
        return Request(CHECK, "POST", (cookie, ("Content-Type", FORM)), body, expect=(302,))

    return make
