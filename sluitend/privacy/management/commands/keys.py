# SPDX-License-Identifier: EUPL-1.2
"""`sluitend keys create|check`: the keys outside the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from sluitend.core import scope
from sluitend.core.errors import SluitendError
from sluitend.privacy import keys, wrapped_keys


class Command(BaseCommand):
    """Create the keys of a new instance, or check those of an existing one."""

    help = "Create the keys of a new instance, or check those that are there."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one word: what to do."""
        parser.add_argument("act", choices=("create", "check"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; a problem is one sentence and exit code 1."""
        folder = Path(settings.KEY_DIR)
        try:
            if options["act"] == "create":
                self._create(folder)
            else:
                keys.ring().check()
                self.stdout.write(f"All keys in {folder} are there, private and readable.")
        except SluitendError as error:
            raise CommandError(str(error)) from error

    def _create(self, folder: Path) -> None:
        if not (folder / keys.MASTER).exists() and _database_is_in_use():
            message = (
                f"The database holds dossiers whose keys are not in {folder}. New keys would not open them: "
                "put back the key folder that belongs to this database."
            )
            raise CommandError(message)
        if keys.create_all(folder):
            self.stdout.write(
                f"Keys created in {folder}. Keep a copy apart from the database and its backups: "
                "without them nobody can read a dossier."
            )
        else:
            self.stdout.write(f"The keys in {folder} were there already; nothing changed.")


@scope.instance_wide("a key of any place counts")
def _database_is_in_use() -> bool:
    try:
        return wrapped_keys.any_exist()
    except (OperationalError, ProgrammingError):
        # No table yet, or no database: a new instance makes its keys first.
        return False
