# SPDX-License-Identifier: EUPL-1.2
"""The sharing guard can be built and explains itself, and no partner is left without a rule."""

from collections.abc import Iterator

from sluitend.policy.faults import Level
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.pack import Pack
from sluitend.policy.sharing import ADVICE_GROUND, ADVICE_GROUND_PARTNER, faults, uncovered
from sluitend.sharing import VARIANTS, Reason, StepId

_WORDS = {str(word) for word in (*Reason, *StepId)} | {ADVICE_GROUND, ADVICE_GROUND_PARTNER} | VARIANTS


def sharing(pack: Pack) -> Iterator[Finding]:
    """Report what stops the guard, texts it never uses, and partners that would get nothing."""
    if not pack.sharing:
        return
    for fault in faults(pack):
        yield Finding(Level.ERROR, "sharing", "", fault, "add what is missing, or correct the id")
    for text in pack.sharing_texts:
        if text.id not in _WORDS:
            what = f"the guard has no reason or step `{text.id}`"
            yield Finding(Level.ERROR, "sharing_texts", text.id, what, "use one of the guard's own words")
    for partner in uncovered(pack):
        what = f"no sharing rule counts for partner `{partner.id}`: nothing could be handed over"
        yield Finding(Level.WARNING, "partners", partner.id, what, "name it in `partners` of a sharing rule")
