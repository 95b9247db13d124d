# SPDX-License-Identifier: EUPL-1.2
"""An estimate or a comparison as text, for a terminal."""

from collections.abc import Iterator

from sluitend.estimation.covariates import CovariateEstimate
from sluitend.estimation.estimates import Estimate
from sluitend.estimation.intervals import Interval
from sluitend.estimation.sensitivity import Comparison, Variant

_WORDS = {
    "nl": {
        "seen": "Gezien: {number} mensen op {lists} lijsten",
        "none": "geen schatting: {why}",
        "between": "{number} (tussen {lower} en {upper}; {level} %, {kind})",
        "bare": "{number} (zonder interval)",
        "model": "model: {model}",
        "independent": "de lijsten hangen niet samen",
        "methods": "Alle methoden",
        "headline": "In het kort",
        "withheld": "Geen getal in het kort:",
        "variants": "Als de lijsten anders waren",
        "without": "zonder {name}",
        "merged": "{names} samen",
        "odds": "Als mensen die niemand zag {ratio} keer zo vaak voorkomen als het model zegt",
        "warnings": "Let op",
        "BCa": "BCa",
        "percentile": "percentielen",
        "posterior": "a posteriori",
        "range over methods": "over alle methoden",
    },
    "en": {
        "seen": "Seen: {number} people on {lists} lists",
        "none": "no estimate: {why}",
        "between": "{number} (between {lower} and {upper}; {level} %, {kind})",
        "bare": "{number} (without an interval)",
        "model": "model: {model}",
        "independent": "lists do not depend on each other",
        "methods": "All methods",
        "headline": "In short",
        "withheld": "No number in short:",
        "variants": "If the lists were otherwise",
        "without": "without {name}",
        "merged": "{names} together",
        "odds": "If people whom nobody saw are {ratio} times as many as the model says",
        "warnings": "Note",
        "BCa": "BCa",
        "percentile": "percentiles",
        "posterior": "posterior",
        "range over methods": "over all methods",
    },
}


def as_text(found: Estimate | Comparison | CovariateEstimate, language: str = "en") -> str:
    """Return all that was found as lines of text; never one number alone."""
    if isinstance(found, Comparison):
        return "\n".join(_of_all(found, language))
    return "\n".join(_of_one(found, language) if isinstance(found, Estimate) else _by_level(found, language))


def size(number: float) -> str:
    """Return a number of people as it is written: whole, in groups of three."""
    return f"{round(number):,}".replace(",", " ")


def _of_one(found: Estimate, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield words["seen"].format(number=size(found.observed), lists=len(found.lists))
    yield f"{found.method}: {_number(found, language)}"
    if found.estimate is not None:
        yield f"  {words['model'].format(model=', '.join(found.model) or words['independent'])}"
    yield ""
    yield words["warnings"]
    yield from (f"- {one.text(language)}" for one in found.notes)


def _of_all(found: Comparison, language: str) -> Iterator[str]:
    words, table, head = _WORDS[language], found.table, found.headline
    yield words["seen"].format(number=size(table.observed), lists=table.size)
    yield ""
    if head.withheld or head.estimate is None:
        yield words["withheld"]
        yield from (f"- {one.text(language)}" for one in head.withheld)
    else:
        yield f"{words['headline']}: {_range(head.estimate, head.interval, language)}"
    yield ""
    yield words["methods"]
    yield from (f"  {one.method:<10}{_number(one, language)}" for one in found.methods)
    if found.variants:
        yield ""
        yield words["variants"]
        yield from (f"  {_variant(one, language):<28}{_sizes(one)}" for one in found.variants)
    for method, ratios in found.odds_ratios.items():
        yield ""
        yield f"{method}: {words['odds'].format(ratio='…')}"
        yield "  " + "   ".join(f"× {ratio:g}: {size(number)}" for ratio, number in ratios.items())
    yield ""
    yield words["warnings"]
    yield from (f"- {one.text(language)}" for one in found.notes)


def _by_level(found: CovariateEstimate, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield f"{found.criterion}: {_number(found, language)}"
    if found.estimate is not None:
        model = ", ".join("*".join(term) for term in found.terms)
        yield f"  {words['model'].format(model=model or words['independent'])}"
    for name, levels in found.levels.items():
        yield ""
        yield name
        yield from (f"  {level:<20}{size(number)}" for level, number in levels.items())
    yield ""
    yield words["warnings"]
    yield from (f"- {one.text(language)}" for one in found.notes)


def _number(found: Estimate | CovariateEstimate, language: str) -> str:
    if found.estimate is None:
        why = found.reason.text(language) if found.reason else ""
        return _WORDS[language]["none"].format(why=why)
    return _range(found.estimate, found.interval, language)


def _range(number: float, interval: Interval | None, language: str) -> str:
    words = _WORDS[language]
    if interval is None:
        return words["bare"].format(number=size(number))
    return words["between"].format(
        number=size(number),
        lower=size(interval.lower),
        upper=size(interval.upper),
        level=f"{interval.level * 100:g}",
        kind=words[interval.kind],
    )


def _variant(one: Variant, language: str) -> str:
    words = _WORDS[language]
    if one.without:
        return words["without"].format(name=one.without)
    return words["merged"].format(names=" + ".join(one.merged))


def _sizes(one: Variant) -> str:
    told = {method: "–" if found is None else size(found) for method, found in one.estimates.items()}
    return "   ".join(f"{method} {found}" for method, found in told.items())
