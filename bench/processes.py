# SPDX-License-Identifier: EUPL-1.2
"""How much processor time a tree of processes used, read from /proc."""

import os
from pathlib import Path

TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[int, float] | None:
    """Return the parent and the processor seconds of a process, its reaped children included."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return int(fields[1]), sum(int(value) for value in fields[11:15]) * TICK_SECONDS


def tree_seconds(root: int) -> float:
    """Return the processor seconds that `root` and all its descendants used so far."""
    stats = {int(path.name): _stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
    members = {root}
    while True:
        more = {pid for pid, stat in stats.items() if stat and stat[0] in members} - members
        if not more:
            break
        members |= more
    return sum(stat[1] for pid in members if (stat := stats.get(pid)))
