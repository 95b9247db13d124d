# SPDX-License-Identifier: EUPL-1.2
"""`sluitend journal verify|checkpoint`: prove the journal, or sign it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sluitend.core import scope
from sluitend.core.errors import SluitendError
from sluitend.privacy import journal


class Command(BaseCommand):
    """Prove that no entry of the journal was changed, or sign where it stands now."""

    help = "verify: find the first broken entry of each chain. checkpoint: sign the heads of all chains."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and whether checkpoints count."""
        parser.add_argument("act", choices=("verify", "checkpoint"))
        parser.add_argument(
            "--no-checkpoints",
            action="store_true",
            help="verify chains and heads only; a cut or recomputed chain may go unseen",
        )

    @scope.instance_wide("the journal is proven as a whole")
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; anything broken is exit code 1."""
        try:
            if options["act"] == "checkpoint":
                self._checkpoint()
            else:
                self._verify(with_checkpoints=not options["no_checkpoints"])
        except SluitendError as error:
            raise CommandError(str(error)) from error

    def _checkpoint(self) -> None:
        number = journal.checkpoint()
        said = (
            "Nothing was written since the last checkpoint."
            if number is None
            else f"Checkpoint {number} signed."
        )
        self.stdout.write(said)

    def _verify(self, *, with_checkpoints: bool) -> None:
        report = journal.verify(with_checkpoints=with_checkpoints)
        for fault in report.checkpoint_faults:
            self.stdout.write(f"checkpoint: {fault}")
        for broken in report.breaks:
            self.stdout.write(f"chain {broken.chain}: first broken entry {broken.seq} ({broken.kind})")
        self.stdout.write(
            f"{report.entries} entries in {report.chains} chains read, {report.checkpoints} checkpoints."
        )
        if with_checkpoints and not report.checkpoints:
            self.stdout.write(
                "No checkpoint exists yet: a cut or recomputed chain would go unseen. "
                "Run: sluitend journal checkpoint"
            )
        if not report.sound:
            message = (
                f"The journal is broken: {len(report.breaks)} chains, "
                f"{len(report.checkpoint_faults)} faults in checkpoints."
            )
            raise CommandError(message)
        self.stdout.write("The journal is sound.")
