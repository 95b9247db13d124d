# SPDX-License-Identifier: EUPL-1.2
"""The colours that a municipality may set in its pack. One that nobody can read is refused."""

import re
from collections.abc import Mapping

# Each token with the colours that must stand out against it (WCAG 2.2, 1.4.3: at least 4.5 to 1).
TOKENS: dict[str, tuple[str, ...]] = {
    "accent": ("#ffffff", "#faf6ef"),
    "accent-strong": ("#ffffff", "#faf6ef"),
    "accent-deep": ("#ffffff", "#cfe0e0"),
    "accent-tint": ("#18262b", "#4b5a5f"),
}
ENOUGH = 4.5
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two `#rrggbb` colours, 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def refused(tokens: Mapping[str, str]) -> dict[str, str]:
    """Return the tokens that are not used, each with `unknown`, `colour` or `contrast`."""
    reasons = {name: _reason(name, value) for name, value in tokens.items()}
    return {name: reason for name, reason in reasons.items() if reason}


def stylesheet(tokens: Mapping[str, str]) -> str:
    """Return the style sheet that sets the tokens that are in order; empty when there are none."""
    wrong = refused(tokens)
    lines = [f"--sl-{name}:{value};" for name, value in sorted(tokens.items()) if name not in wrong]
    return f":root{{{''.join(lines)}}}\n" if lines else ""


def _reason(name: str, value: str) -> str:
    if name not in TOKENS:
        return "unknown"
    if not _COLOUR.match(value):
        return "colour"
    return "" if all(contrast(value, other) >= ENOUGH for other in TOKENS[name]) else "contrast"


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
