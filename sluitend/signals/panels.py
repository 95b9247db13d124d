# SPDX-License-Identifier: EUPL-1.2
"""What rooms to the right show beside a signal and above the worklist.

A room registers a function in its `AppConfig.ready`.
"""

from collections.abc import Callable

from sluitend.accounts.views import StaffRequest
from sluitend.dossiers.models import Dossier

# Gives the HTML of one panel for who looks; empty when there is nothing to show.
Panel = Callable[[StaffRequest, Dossier], str]

# Gives the HTML of what who looks still has to do besides the dossiers of the worklist.
Above = Callable[[StaffRequest], str]

_PANELS: list[Panel] = []
_ABOVE: list[Above] = []


def show_with(panel: Panel) -> Panel:
    """Register a panel."""
    if panel not in _PANELS:
        _PANELS.append(panel)
    return panel


def beside(request: StaffRequest, dossier: Dossier) -> list[str]:
    """Return the panels that have something to show."""
    return [shown for panel in _PANELS if (shown := panel(request, dossier))]


def show_above(panel: Above) -> Above:
    """Register a panel that stands above the worklist."""
    if panel not in _ABOVE:
        _ABOVE.append(panel)
    return panel


def above(request: StaffRequest) -> list[str]:
    """Return what who looks at the worklist still has to do besides."""
    return [shown for panel in _ABOVE if (shown := panel(request))]
