# SPDX-License-Identifier: EUPL-1.2
"""The estimate on paper: the same tables and the same picture as on the page, made in memory."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sluitend.core import clock
from sluitend.handover import paper
from sluitend.handover.pages import language
from sluitend.web.staff.estimates.shown import Grid, Shown

_TEMPLATE = Path(__file__).parent / "pdf" / "estimate.typ"


def pdf(shown: Shown, table: Grid) -> bytes:
    """Return the estimate as PDF that a screen reader can read too (PDF/UA-1).

    The table stands in it: whoever has the document can work it out again, for we keep nothing.
    All text goes to the typesetter as data, so nothing that somebody typed is run as a command.
    """
    whole = json.dumps(_data(shown, table), ensure_ascii=False)
    # JSON has its own signs around texts; those can all be printed, so the whole is one text to be made.
    return paper.made_of([whole], lambda texts: _typeset(texts[0], shown))


def _data(shown: Shown, table: Grid) -> dict[str, Any]:
    grids = [shown.methods, shown.variants, shown.odds]
    return {
        "lang": language(),
        "title": title(),
        "date": date_format(clock.today(), "j F Y"),
        "subject": shown.subject,
        "seen": shown.seen,
        "drawn": shown.drawn,
        "headline": shown.headline,
        "range": shown.range,
        "withheld": shown.withheld,
        "told": shown.told,
        "grids": [asdict(one) for one in grids if one is not None],
        "warnings": shown.warnings,
        "critiques": shown.critiques,
        "asked": asdict(table),
        "words": {
            "short": _("In short"),
            "about": about(),
            "no_number": no_number(),
            "none": _("No one number: these data cannot carry it"),
            "picture": _("In a picture"),
            "legend": legend(shown),
            "warnings": _("Note"),
            "critiques": _("What this method cannot know"),
            "page": _("Page"),
        },
    }


def title() -> str:
    """Return what page and document are called."""
    return _("How many do we not see?")


def about() -> str:
    """Return what the number above everything is."""
    return _(
        "So many people there are in all, seen and not seen: the middle of three methods, "
        "and the range over all of them."
    )


def no_number() -> str:
    """Return how the table is read when no number stands above everything."""
    return _("Below stands what each method says. Do not take one number out of it.")


def legend(shown: Shown) -> str:
    """Return how the picture is read."""
    said = _(
        "A large dot is the estimate, the line its interval. "
        "Open dots: the estimate when each time one list is left out. The dashed line: who was seen."
    )
    if shown.chart is not None and shown.chart.logarithmic:
        return f"{said} {_('The axis is logarithmic: each step is a number of times larger.')}"
    return said


def _typeset(data: str, shown: Shown) -> bytes:
    picture = render_to_string("web/estimates/_chart.svg", {"chart": shown.chart, "paper": True})
    return paper.typeset(_TEMPLATE, estimate=data, picture=picture if shown.chart else "")
