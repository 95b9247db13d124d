# SPDX-License-Identifier: EUPL-1.2
"""The figures as people read them: a table per database, and which aims are met."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.measures import Measure

_HOW = """\
Eight clients on loopback, closed loop over kept connections, on the same two cores as the server; figures
after 1 s of warming up, all answers checked. CPU is user and system time of web server and database
together, divided by all requests; × is that of the hello view, a Django view without middleware in the same
server processes."""
_WHAT = """\
*Intake* is the POST that sends a report whose draft was prepared: the draft is opened, the report is
encrypted, indexed and journalled, and the receipt code is safe before the answer (a redirect) goes out.
*Insert of one row* is a view without middleware that inserts one row in its own transaction with the same
settings for durability. Each *signal page* shows another signal, decrypts it, and writes the look in the
journal first. Queries leave out statements that begin or end a transaction; commits are those that write."""
_ELSEWHERE = """\
### Known of others on a two-core machine

| system | what | requests/s | × hello | queries |
|---|---|---:|---:|---:|
| Open Zaak | create a case | 33 | 188 | |
| Open Zaak | list 50 | | 386 | |
| Signalen | create a signal | 11.5 | 186 | |
| Signalen | list 50 | | 1,420 | 386 |"""
LISTS = ("cases of 50", "meetings to come", "meetings of 50")
HELLO, INSERT = "hello (Django view)", "insert of one row"


@dataclass(frozen=True)
class Figures:
    """All that one run on one database gave."""

    database: str
    version: str
    measures: Sequence[Measure]
    found: Mapping[str, Any]
    cold_start: Sequence[float]
    weights: Mapping[str, int]

    def measure(self, name: str) -> Measure:
        """Return one line of the table."""
        return next(one for one in self.measures if one.name == name)

    def times_hello(self, name: str) -> float:
        """Return the processor time of a line as a multiple of the hello view."""
        return self.measure(name).cpu_ms / self.measure(HELLO).cpu_ms


@dataclass(frozen=True)
class Aim:
    """What we want of one figure, and what it is."""

    text: str
    value: float
    limit: float
    shown: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is good enough."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def aims(figures: Figures) -> Iterator[Aim]:
    """Yield every aim with its figure."""
    rate = figures.measure("intake").per_second / figures.measure(INSERT).per_second
    yield Aim("intake at least 1/3 of the rate of the insert view", rate, 1 / 3, f"{rate:.2f}", at_least=True)
    for name, limit in (("intake", 16), ("worklist of 50", 40), ("signal page", 30)):
        times = figures.times_hello(name)
        yield Aim(f"{name} at most {limit} × the hello view", times, limit, f"{times:.1f} ×")
    count = figures.found["queries"]["worklist of 50"]["queries"]
    yield Aim("worklist at most 12 queries", count, 12, str(count))
    for name in LISTS:
        count = figures.found["queries"][name]["queries"]
        yield Aim(f"{name}: at most 15 queries", count, 15, str(count))
    slow = figures.measure("worklist of 50").p95
    yield Aim("worklist p95 at most 60 ms with 8 clients", slow, 60, f"{slow:.0f} ms")
    start = max(figures.cold_start)
    yield Aim("first page at most 2 s after start (slowest of three)", start, 2.0, f"{start:.2f} s")
    page, heaviest = max(figures.weights.items(), key=lambda one: one[1])
    yield Aim(
        f"public pages at most 100 kB with all they load (heaviest: {page})",
        heaviest,
        100_000,
        f"{heaviest / 1000:.0f} kB",
    )


def markdown(runs: Sequence[Figures], *, day: date, load: float) -> str:
    """Return the part of docs/benchmarks.md that a run writes."""
    signals, tables = runs[0].found["signals"], runs[0].found["meetings"]
    parts = [
        f"## The product at {signals:,} signals and {tables} meetings ({day:%-d %B %Y})",
        f"`make bench`. {machine()}. Load of the machine before it began: {load:.2f}.\n{_HOW}",
        _WHAT,
    ]
    parts += [part for figures in runs for part in (_table(figures), _aims(figures))]
    return "\n\n".join([*parts, _ELSEWHERE])


def _table(figures: Figures) -> str:
    lines = [
        f"### {figures.database} ({figures.version})",
        "",
        "| page | requests/s | p50 ms | p95 ms | p99 ms | CPU ms (web + database) | × hello "
        "| queries | commits |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in figures.measures:
        count = figures.found["queries"].get(one.name, {"queries": "–", "commits": "–"})
        lines.append(
            f"| {one.name} | {one.per_second:,.0f} | {one.p50:.1f} | {one.p95:.1f} | {one.p99:.1f} "
            f"| {one.cpu_ms:.2f} ({one.web_ms:.2f} + {one.database_ms:.2f}) "
            f"| {figures.times_hello(one.name):.1f} | {count['queries']} | {count['commits']} |"
        )
    starts = ", ".join(f"{seconds:.2f}" for seconds in figures.cold_start)
    weights = ", ".join(f"{name} {size / 1000:.0f} kB" for name, size in figures.weights.items())
    found = figures.found
    return "\n".join(
        [
            *lines,
            "",
            f"Cold start, process start to first page: {starts} s.",
            f"Weight over the line, with style and scripts: {weights}.",
            *(_rights(name, one) for name, one in found["rights"].items()),
            f"Proof of the seed: {found['opened']} signals opened with their own keys, "
            f"{found['entries']:,} journal entries in {found['chains']:,} chains verified after the run.",
        ]
    )


def _rights(page: str, found: Mapping[str, Any]) -> str:
    """Return what asking for rights costs a page; `bench/rights.py` says what is compared."""
    more = found["queries"] - found["queries_without"]
    return (
        f"Rights of who looks, {page}: {found['ratio'] - 1:+.0%} time ({found['without']:.2f} ms without, "
        f"{found['with']:.2f} with), {more} queries of {found['queries']}."
    )


def _aims(figures: Figures) -> str:
    lines = ["| aim | figure | |", "|---|---:|---|"]
    for aim in aims(figures):
        lines.append(f"| {aim.text} | {aim.shown} | {'met' if aim.met else '**not met**'} |")
    return "\n".join(lines)


def machine() -> str:
    """Return what this machine is, in a line."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    kind = names[0] if names else platform.machine()
    return f"{os.cpu_count()} cores ({kind}), Python {platform.python_version()}"


def put(file: Path, text: str, *, what: str = "make bench") -> None:
    """Replace the part between the marks of `what`; what others wrote around it stays."""
    begin, end = f"<!-- {what}: begin -->", f"<!-- {what}: end -->"
    before, begun, rest = file.read_text().partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        message = f"{file} lacks the marks of {what}"
        raise ValueError(message)
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}")
