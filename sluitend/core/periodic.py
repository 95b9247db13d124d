# SPDX-License-Identifier: EUPL-1.2
"""What the worker does again and again. A room registers its own in `jobs.py`.

A periodic job runs when a worker starts and then every so often. It must be safe to repeat and
cheap when there is nothing to do, because several workers may run it, each at its own time.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sluitend.core import scope

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Periodic:
    """A function that runs every so often."""

    name: str
    every: timedelta
    run: Callable[[], object]


_REGISTRY: dict[str, Periodic] = {}


def register(name: str, *, every: timedelta, run: Callable[[], object]) -> None:
    """Have the worker call `run` when it starts and then `every` so often."""
    job = Periodic(name, every, run)
    if every <= timedelta(0):
        message = f"the periodic job {name} needs a positive interval"
        raise ValueError(message)
    if _REGISTRY.setdefault(name, job) != job:
        message = f"two different periodic jobs are named {name}"
        raise ValueError(message)


def registered() -> tuple[Periodic, ...]:
    """Return all registered jobs, in order of name."""
    return tuple(_REGISTRY[name] for name in sorted(_REGISTRY))


class Schedule:
    """When each job is due; a job that fails is logged and tried again at its next turn."""

    def __init__(self, jobs: tuple[Periodic, ...], *, timer: Callable[[], float] = time.monotonic) -> None:
        self._jobs = jobs
        self._timer = timer
        self._due = {job.name: timer() for job in jobs}

    def run_due(self) -> list[str]:
        """Run the jobs whose time has come; return the names of those that succeeded."""
        done = []
        for job in self._jobs:
            if self._timer() < self._due[job.name]:
                continue
            try:
                with scope.instance_wide(f"the periodic job {job.name}"):
                    job.run()
            except Exception:
                logger.exception("The periodic job %s failed", job.name)
            else:
                done.append(job.name)
            # From now, not from when it was due: a machine that slept does not catch up in a burst.
            self._due[job.name] = self._timer() + job.every.total_seconds()
        return done
