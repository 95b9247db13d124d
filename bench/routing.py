# SPDX-License-Identifier: EUPL-1.2
"""Advices a second on one core: distinct cases on both maps of a pack, nothing cached.

    .venv/bin/python bench/routing.py [--pack lisse] [--cases 60000] [--floor 0]

Prints one JSON object. With --floor it exits 1 when fewer advices a second were given.
"""

import argparse
import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

Case = tuple[Any, dict[str, Any], dict[str, Any]]

ANSWERS = ("yes", "no", "unknown", None)
LISTS = (["arbeid"], ["seksueel"], ["crimineel", "seksueel"], ["orgaan"], ["onbekend"], None)
PLACES = ("Lisse", "Den Haag", "Leiden", "Utrecht", None)


def contexts(reporters: list[str], seed: int) -> list[dict[str, Any]]:
    """Return distinct contexts in a fixed random order."""
    flags = list(itertools.product([True, None], repeat=4))
    whole = list(
        itertools.product(
            LISTS, ["yes", "no", "unknown", None], [12, 40, None], PLACES, [*reporters, None], flags
        )
    )
    random.Random(seed).shuffle(whole)  # noqa: S311 - a fixed order, not a secret
    found = []
    for forms, minor, age, place, reporter, (papers, permit, smuggling, nuisance) in whole:
        given = {
            "forms": forms,
            "minor": minor,
            "age": age,
            "residence": place,
            "reporter": reporter,
            "false_papers": papers,
            "permit_application": permit,
            "smuggling_only": smuggling,
            "nuisance_only": nuisance,
        }
        found.append({key: value for key, value in given.items() if value is not None})
    return found


def answer_sets(names: list[str]) -> list[dict[str, Any]]:
    """Return every way to answer yes-or-no questions, or not."""
    whole = itertools.product(ANSWERS, repeat=len(names))
    return [{k: v for k, v in zip(names, one, strict=True) if v is not None} for one in whole]


def cases(maps: list[Any], reporters: list[str], count: int) -> list[Case]:
    """Return distinct cases: context i goes with answers i, over both maps."""
    found: list[Case] = []
    for number, route_map in enumerate(maps):
        names = [one.id for one in route_map.definition.questions if one.kind == "yesno"]
        answers = answer_sets(names)
        given = contexts(reporters, number)
        found += [(route_map, answers[i % len(answers)], given[i]) for i in range(count // len(maps))]
    return found


def rate(work: Callable[[Case], object], todo: list[Case]) -> float:
    """Return how many cases a second `work` handles, in CPU time of this process."""
    start = time.process_time()
    for case in todo:
        work(case)
    return len(todo) / (time.process_time() - start)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pack", default="lisse")
    parser.add_argument("--cases", type=int, default=60_000)
    parser.add_argument("--floor", type=float, default=0)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
    from sluitend.policy import routes
    from sluitend.policy.loader import load
    from sluitend.routing import advise

    pack = load(options.pack).pack
    if pack is None:
        print(f"the pack {options.pack} cannot be loaded", file=sys.stderr)
        return 2
    started = time.process_time()
    maps = [routes.build(pack, map_id) for map_id in routes.map_ids(pack)]
    built = time.process_time() - started
    todo = cases(maps, [reporter.id for reporter in pack.reporters], options.cases)
    advices = rate(lambda case: advise(*case), todo)
    written = rate(lambda case: advise(*case).as_dict(), todo)
    result = {
        "cases": len(todo),
        "advices_per_second": round(advices),
        "advices_written_out_per_second": round(written),
        "build_ms_per_map": round(1000 * built / len(maps), 1),
    }
    print(json.dumps(result))
    return 1 if advices < options.floor else 0


if __name__ == "__main__":
    sys.exit(main())
