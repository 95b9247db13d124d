# SPDX-License-Identifier: EUPL-1.2
"""What the database holds after a drill: every report once, whole, under the code that was shown.

    python -m bench.aftermath FILE

FILE is JSON: {"receipts": {submission: code}}. Prints JSON; reads with the instance's own keys.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402

from sluitend.core import durability, scope  # noqa: E402
from sluitend.core.codes import read_code  # noqa: E402
from sluitend.privacy import journal, wrapped_keys  # noqa: E402
from sluitend.privacy.vaults import Reader  # noqa: E402
from sluitend.signals import receipts as receipt_codes  # noqa: E402
from sluitend.signals.models import Receipt, Signal  # noqa: E402


def lost(receipts: Mapping[str, str]) -> list[str]:
    """Return the submissions of which signal, content or receipt is not there or does not fit."""
    signals = {str(one.submission): one for one in Signal.objects.all()}
    kept = {one.dossier_id: one for one in Receipt.objects.all()}
    missing = []
    for submission, code in receipts.items():
        signal = signals.get(submission)
        if signal is None or not receipt_codes.fits(kept.get(signal.pk), read_code(code)):
            missing.append(submission)
            continue
        # The drill reads as a restore test does, with keys and without a look per signal.
        key = wrapped_keys.find(signal.pk, ("content",))["content"]
        facts = Reader({"content": wrapped_keys.unwrap(key)}).read(signal, "facts")
        if not facts or not facts.startswith("Waarneming "):
            missing.append(submission)
    return missing


@scope.instance_wide("the drill looks at all that is left")
def main() -> None:
    """Print what was found."""
    receipts = json.loads(Path(sys.argv[1]).read_text())["receipts"]
    report = journal.verify()
    submissions = list(Signal.objects.values_list("submission", flat=True))
    print(
        json.dumps(
            {
                "signals": len(submissions),
                "submissions": len(set(submissions)),
                "receipts": Receipt.objects.count(),
                "lost": lost(receipts),
                "chains": report.chains,
                "entries": report.entries,
                "breaks": [str(broken) for broken in [*report.breaks, *report.checkpoint_faults]],
                "durability": durability.faults(connection),
            }
        )
    )


if __name__ == "__main__":
    main()
