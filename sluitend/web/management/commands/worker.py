# SPDX-License-Identifier: EUPL-1.2
"""`sluitend worker`: runs jobs from the database, and what must happen again and again."""

import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.management.commands.db_worker import Worker

from sluitend.core import periodic
from sluitend.web import startup
from sluitend.web.supervisor import REFUSED

TICK_SECONDS = 1.0


class Command(BaseCommand):
    """Two loops in one process: queued jobs in the main thread, periodic ones beside it."""

    help = "Run queued and periodic jobs until interrupted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--interval", type=float, default=0.5, help="seconds between looks at an empty queue"
        )
        parser.add_argument("--once", action="store_true", help="do all that is due now, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, then work until a signal comes."""
        try:
            startup.require()
        except startup.NotReady as fault:
            self.stderr.write(str(fault))
            sys.exit(REFUSED)
        autodiscover_modules("jobs")
        schedule = periodic.Schedule(periodic.registered())
        worker = queue_worker(interval=options["interval"], once=options["once"])
        if options["once"]:
            schedule.run_due()
            worker.run()
            return
        stop = threading.Event()
        ticking = threading.Thread(target=tick, args=(schedule, stop), name="periodic", daemon=True)
        ticking.start()
        worker.configure_signals()
        try:
            worker.run()
        finally:
            stop.set()
            # A job that is busy finishes, within the supervisor's grace.
            ticking.join(timeout=5)


def tick(schedule: periodic.Schedule, stop: threading.Event) -> None:
    """Run due jobs until `stop` is set; the thread has a database connection of its own."""
    while True:
        close_old_connections()
        schedule.run_due()
        if stop.wait(TICK_SECONDS):
            connections.close_all()
            return


def queue_worker(*, interval: float, once: bool) -> Worker:
    """Return the loop over queued jobs of every queue."""
    return Worker(
        queue_names=["*"],
        interval=interval,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
