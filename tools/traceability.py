# SPDX-License-Identifier: EUPL-1.2
"""From each section of the plan to its facts in the pack, and to the test that proves where it works.

python -m tools.traceability            print how many rows are open
python -m tools.traceability --write    make docs/traceability.md anew
"""

import ast
import os
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "traceability.toml"
TARGET = ROOT / "docs" / "traceability.md"
PACK, DOCUMENT = "lisse", "plan"
STATES = ("works", "shown", "part", "open")
OPEN_STATES = ("part", "open")
SHOWN_FACTS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One section: the ids of its facts in the pack, how far it works, by which tests."""

    section: str
    facts: tuple[str, ...]
    state: str
    tests: tuple[str, ...]
    missing: str


def facts_by_section() -> dict[str, tuple[str, ...]]:
    """Return for each section of the plan the items of the pack that name it as their source."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.test_settings")
    import django

    django.setup()
    from sluitend.policy import loader
    from sluitend.policy.schema.base import Sourced
    from sluitend.policy.schema.pack import LIST_SECTIONS

    pack = loader.load(PACK).pack
    if pack is None:
        message = f"the pack {PACK} has errors; run `sluitend pack check {PACK}`"
        raise SystemExit(message)
    found: dict[str, list[str]] = defaultdict(list)
    for part in LIST_SECTIONS:
        for item in getattr(pack, part):
            if isinstance(item, Sourced):
                for place in item.citations:
                    if place.document == DOCUMENT:
                        found[place.section].append(f"{part}/{item.id}")
    return {section: tuple(dict.fromkeys(ids)) for section, ids in found.items()}


def rows() -> list[Row]:
    """Return a row for each section, in the order of the list that people keep."""
    listed = tomllib.loads(SOURCE.read_text())
    named, facts = listed["tests"], facts_by_section()
    return [
        Row(
            section=section,
            facts=facts.get(section, ()),
            state=entry["state"],
            tests=tuple(named.get(test, test) for test in entry.get("tests", ())),
            missing=entry.get("missing", ""),
        )
        for section, entry in listed["sections"].items()
    ]


def faults(found: list[Row]) -> list[str]:
    """Return what is not true about the list; empty when it can be believed."""
    told: list[str] = []
    told += [f"{section} is in the pack, not in the list" for section in _unlisted(found)]
    for row in found:
        if not row.facts:
            told.append(f"{row.section} has no facts in the pack")
        if row.state not in STATES:
            told.append(f"{row.section}: there is no state {row.state!r}")
        if row.state in OPEN_STATES and not row.missing:
            told.append(f"{row.section} is {row.state} but does not say what is missing")
        if row.state != "open" and not row.tests:
            told.append(f"{row.section} is said to be {row.state}, but no test proves it")
        told += [f"{row.section}: there is no test {test}" for test in row.tests if not exists(test)]
    limit = tomllib.loads(SOURCE.read_text())["open_at_most"]
    if (count := open_count(found)) != limit:
        told.append(f"{count} rows are open and open_at_most says {limit}: it may only fall, and must follow")
    return told


def exists(test: str) -> bool:
    """Return whether a test by this name stands in that file."""
    path, _, name = test.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    tree = ast.parse(file.read_text())
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))


def open_count(found: list[Row]) -> int:
    """Return how many sections do not work yet, or only in part."""
    return sum(row.state in OPEN_STATES for row in found)


def document(found: list[Row]) -> str:
    """Return docs/traceability.md."""
    lines = [
        "<!-- SPDX-License-Identifier: EUPL-1.2 -->",
        "# From the plan to the proof",
        "",
        "Made by `make traceability` from the pack and `docs/traceability.toml`; do not edit by hand.",
        "*works*: done and proven. *shown*: informs, pinned and visible. *part*, *open*: counted below.",
        "",
        f"**{open_count(found)} of {len(found)} sections are open or work in part.** It may only fall.",
        "",
        "| section | facts in the pack | state | proof, or what is missing |",
        "|---|---|---|---|",
    ]
    lines += [f"| {row.section} | {_facts(row.facts)} | {row.state} | {_proof(row)} |" for row in found]
    return "\n".join(lines) + "\n"


def _unlisted(found: list[Row]) -> list[str]:
    return sorted(set(facts_by_section()) - {row.section for row in found})


def _facts(ids: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{one}`" for one in ids[:SHOWN_FACTS])
    rest = len(ids) - SHOWN_FACTS
    return f"{len(ids)}: {shown}" + (f" and {rest} more" if rest > 0 else "")


def _proof(row: Row) -> str:
    parts = [f"`{Path(test.partition('::')[0]).name}::{test.partition('::')[2]}`" for test in row.tests]
    if row.missing:
        parts.append(f"missing: {row.missing}")
    return "<br>".join(parts)


def main() -> None:
    """Print the count; with `--write` make the document anew. Exit 1 when the list is not true."""
    found = rows()
    told = faults(found)
    for fault in told:
        sys.stderr.write(f"{fault}\n")
    if "--write" in sys.argv[1:]:
        TARGET.write_text(document(found))
    sys.stdout.write(f"traceability: {open_count(found)} of {len(found)} sections of the plan are open\n")
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    main()
