# SPDX-License-Identifier: EUPL-1.2
"""An estimate in words, for the page and for paper: the same rows and the same picture on both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sluitend.estimation import Comparison, Estimate, Interval, Note, Variant
from sluitend.web.staff.estimates.charts import Chart, Line, chart
from sluitend.web.staff.estimates.parts import PARTS, VARIANTS, Answer, Question, busy_with

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its name, its columns, rows of texts of which the first is a name, and what it tells."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is said of one comparison, in the order in which it is read."""

    subject: str
    seen: str
    drawn: str
    headline: str
    range: str
    withheld: tuple[str, ...]
    methods: Grid
    chart: Chart | None
    told: str
    variants: Grid | None
    odds: Grid | None
    warnings: tuple[str, ...]
    critiques: tuple[str, ...]


def show(question: Question, found: Comparison) -> Shown:
    """Return a comparison in words, in the language of who looks."""
    head = found.headline
    there = head.estimate is not None and head.interval is not None
    withheld = tuple(_said(head.withheld))
    if not there and not withheld:
        withheld = (_("No interval was worked out, and a number without an interval says too little."),)
    picture = chart(_lines(found), found.table.observed, size)
    return Shown(
        subject=question.subject,
        seen=seen(question),
        drawn=_drawn(question),
        headline=_("about %(number)s") % {"number": rough(head.estimate)} if there and head.estimate else "",
        range=_between(head.interval, rough) if there and head.interval else "",
        withheld=withheld,
        methods=_methods(found),
        chart=picture,
        told=_told(found),
        variants=_variants(found),
        odds=_odds(found),
        warnings=tuple(_warnings(found)),
        critiques=tuple(_said(one for one in found.notes if _is_critique(one))),
    )


def seen(question: Question) -> str:
    """Return what the table holds, as a sentence."""
    table = question.table
    people = ngettext("%(number)s person", "%(number)s people", table.observed) % {
        "number": size(table.observed)
    }
    return _("Seen: %(people)s on %(lists)s lists (%(names)s).") % {
        "people": people,
        "lists": table.size,
        "names": ", ".join(table.lists),
    }


def asked(question: Question) -> Grid:
    """Return the table itself: each pattern of lists with how many people have it."""
    table = question.table
    return Grid(
        _("The table that was asked about"),
        (*table.lists, _("People")),
        tuple(
            (*("1" if pattern >> place & 1 else "0" for place in range(table.size)), size(count))
            for pattern, count in enumerate(table.counts, start=1)
            if count
        ),
        _("With small numbers somebody may be recognised: share this table no further than is needed."),
    )


def size(number: float) -> str:
    """Return a number of people, whole and in groups of three."""
    return number_format(round(number), force_grouping=True)


def rough(number: float) -> str:
    """Return a number of people as one would say it: three digits, two below a thousand."""
    digits = 3 if number >= 1000 else 2
    return size(round(number, digits - len(str(round(number)))))


def method_name(method: str) -> str:
    """Return what a method is called; the word that the command knows stands with it."""
    names = {
        "stepwise": _("Step by step (stepwise)"),
        "bic": _("Best of all models (bic)"),
        "dga": _("Average of graphs (dga)"),
    }
    return names[method]


def steps(question: Question, answer: Answer) -> list[dict[str, Any]]:
    """Return the parts with how far each is: done, busy, or still to come."""
    now = busy_with(question, answer)
    before = PARTS.index(now) if now else len(PARTS)
    texts = (_("Ready"), _("Busy …"), _("Still to come"))
    steps = [
        {"title": part_name(part), "text": texts[0 if index < before else 1 if part == now else 2]}
        for index, part in enumerate(PARTS)
    ]
    if answer.variants and now:
        steps[-1]["text"] = _("%(number)s of %(all)s ready") % {
            "number": len(answer.variants),
            "all": len(question.changes),
        }
    return steps


def busy(question: Question, answer: Answer) -> str:
    """Return what is being worked out, as a heading."""
    return _("Busy with: %(part)s") % {"part": part_name(busy_with(question, answer))}


def part_name(part: str) -> str:
    """Return what a part of the work is called."""
    return _("What if the lists were otherwise?") if part == VARIANTS else method_name(part)


def _said(notes: Any) -> list[str]:
    language = (get_language() or "nl")[:2]
    return [one.text(language) for one in notes]


def _drawn(question: Question) -> str:
    if not question.resamples:
        return _("No samples were drawn.")
    return _("%(number)s samples were drawn, with starting number %(seed)s.") % {
        "number": size(question.resamples),
        "seed": question.seed,
    }


def _between(interval: Interval, write: Callable[[float], str] = size) -> str:
    return _("between %(lower)s and %(upper)s") % {
        "lower": write(interval.lower),
        "upper": write(interval.upper),
    }


def _methods(found: Comparison) -> Grid:
    return Grid(
        _("All methods"),
        (_("Method"), _("Estimate"), _("Interval of 95%"), _("Not seen"), _("What hangs together")),
        tuple(_method(one) for one in found.methods),
    )


def _method(one: Estimate) -> tuple[str, ...]:
    name = method_name(one.method)
    if one.estimate is None or one.missing is None:
        why = " ".join(_said([one.reason])) if one.reason else ""
        return name, _("No estimate"), NOTHING, NOTHING, why
    interval = _("no interval") if one.interval is None else _between(one.interval)
    model = ", ".join(pair.replace("*", " × ") for pair in one.model) or _("None, according to this model")
    return name, size(one.estimate), interval, size(one.missing), model


def _variants(found: Comparison) -> Grid | None:
    able = [one.method for one in found.methods if one.estimate is not None]
    if not (found.variants and able):
        return None
    return Grid(
        _("If the lists were otherwise"),
        (_("Lists"), _("Seen"), *(method_name(method) for method in able)),
        tuple(
            (
                _otherwise(one),
                size(one.observed),
                *(_or_nothing(one.estimates.get(method)) for method in able),
            )
            for one in found.variants
        ),
        _(
            "What would come out if one list were not there, or if two lists were one. "
            "If the numbers differ much, the result leans on one list."
        ),
    )


def _otherwise(one: Variant) -> str:
    if one.without:
        return _("without %(name)s") % {"name": one.without}
    return _("%(names)s together") % {"names": " + ".join(one.merged)}


def _or_nothing(number: float | None) -> str:
    return NOTHING if number is None else size(number)


def _odds(found: Comparison) -> Grid | None:
    ratios = next(iter(found.odds_ratios.values()), {})
    if not ratios:
        return None
    return Grid(
        _("If there are more or fewer people whom nobody saw"),
        (_("Method"), *(_times(ratio) for ratio in ratios)),
        tuple(
            (method_name(method), *(size(number) for number in numbers.values()))
            for method, numbers in found.odds_ratios.items()
        ),
        _(
            "Nobody can check how many people nobody saw. This is what would come out if there are half or "
            "twice as many of them as the model says."
        ),
    )


def _times(ratio: float) -> str:
    if ratio == 1:
        return _("As the model says")
    written = f"{ratio:g}".replace(".", "." if (get_language() or "nl").startswith("en") else ",")
    return _("%(ratio)s × as many") % {"ratio": written}


def _is_critique(note: Note) -> bool:
    return note.code.startswith("critique")


def _warnings(found: Comparison) -> list[str]:
    """Return each warning once: those of all, then those of methods with their names."""
    general = [one for one in found.notes if not _is_critique(one)]
    known = {one.code for one in general}
    by: dict[str, list[str]] = {}
    for method in found.methods:
        own = [one for one in method.notes if not _is_critique(one) and one.code not in known]
        for text in _said(own):
            by.setdefault(text, []).append(method_name(method.method))
    return [*_said(general), *(f"{', '.join(names)}: {text}" for text, names in by.items())]


def _lines(found: Comparison) -> list[Line]:
    lines = []
    for one in found.methods:
        if one.estimate is None:
            continue
        interval = one.interval
        name = method_name(one.method)
        bounds = (interval.lower, interval.upper) if interval else (None, None)
        lines.append(Line(name, one.estimate, *bounds))
        if dots := _dots(one.method, found.variants):
            lines.append(Line(_("each time without one list"), dots=dots))
    return lines


def _dots(method: str, variants: Sequence[Variant]) -> tuple[tuple[str, float], ...]:
    found = ((one, one.estimates.get(method)) for one in variants if one.without)
    return tuple((_otherwise(one), number) for one, number in found if number is not None)


def _told(found: Comparison) -> str:
    """Return what the picture shows, for who does not see it."""
    said = [_("Seen: %(number)s.") % {"number": size(found.table.observed)}]
    for one in found.methods:
        if one.estimate is None:
            continue
        name, number = method_name(one.method), size(one.estimate)
        tail = f", {_between(one.interval)}" if one.interval else ""
        said.append(f"{name}: {number}{tail}.")
        if dots := [number for _name, number in _dots(one.method, found.variants)]:
            said.append(
                _("Without one list: from %(least)s to %(most)s.")
                % {"least": size(min(dots)), "most": size(max(dots))}
            )
    return " ".join(said)
