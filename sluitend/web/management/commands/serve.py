# SPDX-License-Identifier: EUPL-1.2
"""`sluitend serve`: the web process."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from sluitend.shell import security_txt
from sluitend.web import server, startup
from sluitend.web.supervisor import REFUSED


class Command(BaseCommand):
    """Check that this instance may serve people, then become the web server."""

    help = "Serve the application over HTTP; a TLS proxy stands in front of it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=2, help="about one for each core (default: 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process, so that a supervisor watches the server itself."""
        try:
            startup.require()
        except startup.NotReady as fault:
            self.stderr.write(str(fault))
            sys.exit(REFUSED)
        if warning := security_txt.warning():
            self.stderr.write(warning)
        connections.close_all()
        server.become(server.server_command(options["host"], options["port"], options["processes"]))
