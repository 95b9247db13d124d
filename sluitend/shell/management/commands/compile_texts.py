# SPDX-License-Identifier: EUPL-1.2
"""`sluitend compile_texts`: make the Dutch texts readable for Django, without gettext binaries."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sluitend.shell import texts


class Command(BaseCommand):
    help = "Compile the interface texts of all rooms; fails on a text that is empty or damaged"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile every catalogue, then report what is wrong."""
        found = texts.catalogues(Path(settings.BASE_DIR) / "sluitend")
        try:
            number = sum(texts.compile_catalogue(path) for path in found)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if faults := [fault for path in found for fault in texts.faults(path)]:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{number} texts of {len(found)} rooms")
