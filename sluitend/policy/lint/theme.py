# SPDX-License-Identifier: EUPL-1.2
"""Colours that the pages would refuse are told to the author, not left out in silence."""

from collections.abc import Iterator

from sluitend.policy.faults import Level, did_you_mean, known_words
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.pack import Pack
from sluitend.policy.theme import ENOUGH, OURS, refused, unreadable_on


def colours(pack: Pack) -> Iterator[Finding]:
    """Report each token that the style sheet leaves out: unknown, not a colour, or not readable."""
    tokens = pack.theme.tokens
    for name, reason in refused(tokens).items():
        value = tokens[name]
        if reason == "unknown":
            what = f"there is no token `{name}`"
            remedy = did_you_mean(name, OURS, otherwise=f"use {known_words(OURS)}")
        elif reason == "colour":
            what = f"`{value}` is not a colour"
            remedy = 'write six hexadecimal digits after #, in quotes, such as "#0e5a66"'
        else:
            other, found = unreadable_on(name, value, tokens)
            what = f"`{name}` {value} with {other} has a contrast of {found:.1f}; people cannot read that"
            remedy = f"choose a colour with a contrast of at least {ENOUGH} (WCAG 2.2 AA)"
        yield Finding(Level.ERROR, "theme", "", what, remedy, ("tokens", name))
