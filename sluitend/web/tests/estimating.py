# SPDX-License-Identifier: EUPL-1.2
"""Estimates that tests begin end with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sluitend.web.staff.estimates import jobs


@contextmanager
def no_job_stays(folder: Path) -> Iterator[None]:
    """End what was begun in a data directory that is a test's own."""
    try:
        yield
    finally:
        for path in (folder / "estimates").glob("*"):
            jobs.stop(path.name)
