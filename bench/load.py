# SPDX-License-Identifier: EUPL-1.2
"""A small HTTP load: N clients, each asks again as soon as it has its answer.

Closed loop over keep-alive connections, in one process, so that it costs little of the machine
that is measured. Every answer is checked: an error page must never look fast.
"""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """One request, ready to send."""

    path: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    expect: tuple[int, ...] = (200,)

    def wire(self, host: str) -> bytes:
        """Return the bytes that go over the line."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.body or self.method == "POST":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass
class Result:
    """What a run measured; times in milliseconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    # All requests, those of the warm-up included: what processor time is divided by.
    sent: int = 0

    @property
    def per_second(self) -> float:
        """Return the answers per second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the time within which this share (0..1) of the answers came (nearest rank)."""
        if not self.times:
            return math.nan
        ordered = sorted(self.times)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Read one answer; return its status and whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    elif length := int(headers.get("content-length", "0")):
        await reader.readexactly(length)
    return status, headers.get("connection") != "close"


async def _client(port: int, make: Callable[[], Request], result: Result, until: float, warm: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while (started := time.perf_counter()) < until:
            request = make()
            writer.write(request.wire(f"127.0.0.1:{port}"))
            status, stays = await _answer(reader)
            ended = time.perf_counter()
            result.sent += 1
            if status not in request.expect:
                result.wrong.append(f"{request.method} {request.path}: {status}")
            elif started >= warm:
                result.times.append((ended - started) * 1000)
            if not stays:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
    finally:
        writer.close()


async def _run(port: int, make: Callable[[], Request], clients: int, seconds: float, warm: float) -> Result:
    result = Result(seconds=seconds)
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(_client(port, make, result, start + warm + seconds, start + warm))
    return result


def run(
    port: int, make: Callable[[], Request], *, clients: int = 8, seconds: float = 8.0, warm: float = 1.0
) -> Result:
    """Load a server on loopback and return what was measured after `warm` seconds."""
    return asyncio.run(_run(port, make, clients, seconds, warm))


def in_turn(requests: Sequence[Request]) -> Callable[[], Request]:
    """Return a maker that hands out the requests one after another, over and over."""
    position = -1

    def make() -> Request:
        nonlocal position
        position = (position + 1) % len(requests)
        return requests[position]

    return make
