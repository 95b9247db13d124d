# SPDX-License-Identifier: EUPL-1.2
"""The colours that a municipality may set in its pack. One that nobody can read is refused."""

import re
from collections.abc import Mapping
from typing import Literal

Reason = Literal["unknown", "colour", "contrast"]

# What holds when a pack sets nothing; the style sheet begins with the same four.
OURS: dict[str, str] = {
    "accent": "#0e5a66",
    "accent-strong": "#0a434d",
    "accent-deep": "#0b2f37",
    "accent-tint": "#e4f0f0",
}
# Each token with the colours of the pages that must stand out against it.
AGAINST: dict[str, tuple[str, ...]] = {
    "accent": ("#ffffff", "#faf6ef"),
    "accent-strong": ("#ffffff", "#faf6ef"),
    "accent-deep": ("#ffffff", "#faf6ef", "#cfe0e0"),
    "accent-tint": ("#18262b", "#4b5a5f"),
}
# Tokens that are written on each other.
PAIRS = (("accent", "accent-tint"), ("accent-strong", "accent-tint"))
ENOUGH = 4.5  # WCAG 2.2, 1.4.3
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two `#rrggbb` colours, 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def refused(tokens: Mapping[str, str]) -> dict[str, Reason]:
    """Return the tokens that are not used, each with its reason; the others stay readable together."""
    found = {name: reason for name, value in tokens.items() if (reason := _alone(name, value))}
    while clash := _clash(tokens, found):
        found |= clash
    return found


def unreadable_on(name: str, value: str, tokens: Mapping[str, str]) -> tuple[str, float]:
    """Return the colour that stands out least against a token, and how much it does."""
    others = [*AGAINST[name], *(_set(other, tokens) for pair in PAIRS if name in pair for other in pair)]
    worst = min((other for other in others if other != value), key=lambda other: contrast(value, other))
    return worst, contrast(value, worst)


def _clash(tokens: Mapping[str, str], found: Mapping[str, Reason]) -> dict[str, Reason]:
    """Return tokens of a pair that cannot be read on each other; what we set ourselves is never one."""
    used = OURS | {name: value for name, value in tokens.items() if name not in found}
    unreadable = [pair for pair in PAIRS if contrast(used[pair[0]], used[pair[1]]) < ENOUGH]
    return {name: "contrast" for pair in unreadable for name in pair if name in tokens and name not in found}


def _alone(name: str, value: str) -> Reason | None:
    if name not in OURS:
        return "unknown"
    if not _COLOUR.match(value):
        return "colour"
    return None if all(contrast(value, other) >= ENOUGH for other in AGAINST[name]) else "contrast"


def _set(name: str, tokens: Mapping[str, str]) -> str:
    value = tokens.get(name, "")
    return value if _COLOUR.match(value) else OURS[name]


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
