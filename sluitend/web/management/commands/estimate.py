# SPDX-License-Identifier: EUPL-1.2
"""`sluitend estimate`: how many people there are whom no list saw. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sluitend import estimation
from sluitend.estimation import (
    BadTable,
    CaptureTable,
    Comparison,
    CovariateEstimate,
    Estimate,
    Options,
)

BAD_INPUT = 2
# What was found, and of a simulation how often the interval held and was given.
Answer = tuple[Estimate | Comparison | CovariateEstimate, tuple[int, int] | None]
_SENTENCES = {
    "input": {
        "nl": "Het bestand {name} is niet te lezen: {why}",
        "en": "The file {name} cannot be read: {why}",
    },
    "option": {"nl": "Dit kan niet: {why}.", "en": "This cannot be: {why}."},
    "coverage": {
        "nl": "Dekking: het interval had in {held} van {given} simulaties gelijk.",
        "en": "Coverage: the interval was right in {held} of {given} simulations.",
    },
}


class Command(BaseCommand):
    """Exit 0 with an answer, also when that is "no estimate" with the reason; exit 2 for bad input."""

    help = "Estimate the size of a hidden population from who was seen on which lists (CSV)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("data", metavar="DATA.csv", help="a column of 0/1 for each list, then the count")
        parser.add_argument("--method", choices=[*estimation.METHODS, "all"], default="all")
        drawn = parser.add_mutually_exclusive_group()
        drawn.add_argument("--bootstrap", type=int, metavar="N", help="number of resamples (default 1000)")
        drawn.add_argument("--resamples", metavar="FILE", help="resamples to use: a column for each pattern")
        parser.add_argument("--seed", type=int, default=1, help="seed of the resamples (default 1)")
        parser.add_argument("--level", type=float, default=0.95, help="of the interval (default 0.95)")
        parser.add_argument("--workers", type=int, default=1, help="processes; they change no result")
        parser.add_argument("--threshold", type=float, default=0.02, help="of stepwise selection")
        parser.add_argument("--highest", type=int, default=None, help="lists in one interaction, for bic")
        parser.add_argument("--ratio", type=float, default=20, help="largest population for dga, times seen")
        parser.add_argument("--covariates", metavar="NAMES", help="columns with words, such as sex,year")
        parser.add_argument("--criterion", choices=estimation.CRITERIA, default="bic", help="with covariates")
        parser.add_argument("--coverage", type=int, default=0, metavar="N", help="simulations of coverage")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--lang", choices=["nl", "en"], default="nl", help="language of the texts")

    def handle(self, *args: Any, **options: Any) -> None:
        lang = options["lang"]
        try:
            text = _read(options["data"], lang)
            answer = _with_covariates(text, options) if options["covariates"] else _of_lists(text, options)
        except BadTable as fault:
            raise CommandError("\n".join(fault.texts(lang)), returncode=BAD_INPUT) from None
        except ValueError as fault:
            raise CommandError(_SENTENCES["option"][lang].format(why=fault), returncode=BAD_INPUT) from None
        found, held = answer
        if options["json"]:
            whole = found.as_json(lang)
            if held:
                whole["coverage"] = {"held": held[0], "given": held[1]}
            self.stdout.write(json.dumps(whole, ensure_ascii=True, allow_nan=False))
            return
        self.stdout.write(estimation.as_text(found, lang))
        if held:
            self.stdout.write(_SENTENCES["coverage"][lang].format(held=held[0], given=held[1]))


# Simulations are of the model that a method chose for lists alone.
_COVERAGE = "coverage"


def _of_lists(text: str, options: dict[str, Any]) -> Answer:
    table, method = estimation.read_csv(text), options["method"]
    chosen = _options(options, table)
    if method == "all":
        return estimation.compare(table, chosen), _coverage(table, chosen, options)
    return estimation.estimate(table, method, chosen), _coverage(table, chosen, options)


def _with_covariates(text: str, options: dict[str, Any]) -> Answer:
    if options["coverage"]:
        raise ValueError(_COVERAGE)
    names = [name.strip() for name in options["covariates"].split(",")]
    number = options["bootstrap"]
    found = estimation.estimate_with_covariates(
        estimation.read_covariates(text, names),
        options["criterion"],
        resamples=200 if number is None else number,
        seed=options["seed"],
        level=options["level"],
        workers=options["workers"],
    )
    return found, None


def _read(name: str, lang: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        message = _SENTENCES["input"][lang].format(name=name, why=why)
        raise CommandError(message, returncode=BAD_INPUT) from None
    return estimation.as_string(data)


def _options(options: dict[str, Any], table: CaptureTable) -> Options:
    given = options["resamples"]
    number = options["bootstrap"]
    return Options(
        resamples=1000 if number is None else number,
        given=estimation.read_resamples(_read(given, options["lang"]), table) if given else None,
        seed=options["seed"],
        level=options["level"],
        workers=options["workers"],
        threshold=options["threshold"],
        highest=options["highest"],
        ratio=options["ratio"],
    )


def _coverage(table: CaptureTable, chosen: Options, options: dict[str, Any]) -> tuple[int, int] | None:
    """Simulate the method asked for; of all methods, stepwise selection."""
    number, method = options["coverage"], options["method"]
    if not number:
        return None
    if number < 0 or method == "dga":
        raise ValueError(_COVERAGE)
    tried = "stepwise" if method == "all" else method
    return estimation.coverage(table, tried, number, chosen, seed=chosen.seed)
