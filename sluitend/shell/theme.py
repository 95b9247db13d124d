# SPDX-License-Identifier: EUPL-1.2
"""The style sheet with the colours that the pack sets."""

from collections.abc import Mapping

from sluitend.policy.theme import refused


def stylesheet(tokens: Mapping[str, str]) -> str:
    """Return the style sheet that sets the tokens that are in order; empty when there are none."""
    wrong = refused(tokens)
    lines = [f"--sl-{name}:{value};" for name, value in sorted(tokens.items()) if name not in wrong]
    return f":root{{{''.join(lines)}}}\n" if lines else ""
