# SPDX-License-Identifier: EUPL-1.2
"""`sluitend demo`: a fictional instance on this machine only, kept between starts."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sluitend.core import scope
from sluitend.core.actor import system
from sluitend.core.errors import Conflict, Refused
from sluitend.policy import loader
from sluitend.policy import services as policy
from sluitend.policy.selectors import current
from sluitend.privacy import keys
from sluitend.web import ports
from sluitend.web.demo import data, instance, welcome
from sluitend.web.supervisor import Child, Supervisor

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Fill the instance where that was not done, then keep web and worker alive."""

    help = "Start a demo with fictional data on 127.0.0.1; --reset starts over."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options; `sluitend.__main__` reads them too, before the settings."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, say where it is, and run until an interrupt or a terminate comes."""
        port = options["port"]
        if not settings.DEMO:
            message = "the demo has settings of its own; start it as `sluitend demo` or `make demo`"
            raise CommandError(message)
        held = ports.hold(port, host=HOST)
        if held is None:
            message = f"port {port} of {HOST} is taken; choose another with --port"
            raise CommandError(message)
        # Held while the demo is filled and as long as it runs: a second one must not share it.
        with held:
            self.fill()
            kept = welcome.recall(_mark())
            self.stdout.write(welcome.welcome(kept, current().pack))
            self.stdout.flush()
            sys.exit(Supervisor(children(port), say=self.stderr.write).run())

    @scope.instance_wide("the demo makes an instance as a whole")
    def fill(self) -> None:
        """Make keys, tables, the published pack, people and signals; what is there is left alone."""
        by = system("demo")
        keys.create_all(Path(settings.KEY_DIR))
        call_command("migrate", verbosity=0, interactive=False)
        loaded = loader.load(settings.PACK)
        if _mark().exists():
            try:
                policy.publish(loaded, by=by)
            except (Conflict, Refused) as problem:
                # Whoever writes on a plan raises its version; whoever fetched a newer one begins anew.
                message = f"{problem}\nWhat is there is kept. `make demo RESET=1` starts over with this plan."
                raise CommandError(message) from problem
            return
        self.stdout.write("Making fictional people and signals; this takes some seconds …")
        self.stdout.flush()
        with data.in_the_beginning():
            policy.publish(loaded, by=by)
        welcome.keep(data.fill(by=by), _mark())


def _mark() -> Path:
    return Path(settings.DATA_DIR) / instance.FILLED


def children(port: int) -> list[Child]:
    """Return web and worker, in the order in which they are stopped."""
    sluitend = [sys.executable, "-m", "sluitend"]
    return [
        Child("web", [*sluitend, "serve", "--host", HOST, "--port", str(port)]),
        Child("worker", [*sluitend, "worker"]),
    ]
