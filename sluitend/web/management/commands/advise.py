# SPDX-License-Identifier: EUPL-1.2
"""`sluitend advise`: the advice of a policy pack on cases from a file. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sluitend import routing
from sluitend.policy import routes
from sluitend.policy.loader import Loaded, load
from sluitend.routing.cases import Case, Line, read_lines
from sluitend.routing.report import as_text

BAD_INPUT = 2


class Command(BaseCommand):
    """Exit 0 with an answer for each case; exit 2 with a sentence on stderr and no answer at all."""

    help = "Advise on cases by the route maps of a policy pack (JSON or JSON lines in; text or JSON out)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pack", required=True, help="id of the policy pack, such as lisse")
        parser.add_argument(
            "--input", required=True, metavar="FILE", help="file with cases; - reads standard input"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object a line, one per case")
        parser.add_argument("--lang", choices=["nl", "en"], default="nl", help="language of the texts")

    def handle(self, *args: Any, **options: Any) -> None:
        lang: str = options["lang"]
        loaded = _load(options["pack"], lang)
        maps = _maps(loaded, lang)
        try:
            lines = read_lines(_read(options["input"], lang), maps)
        except routing.BadCase as fault:
            raise CommandError(fault.text(lang), returncode=BAD_INPUT) from None
        answers = _answer(lines, maps, lang)
        write = self.stdout.write
        for case, advice in answers:
            if options["json"]:
                whole = {**advice.as_dict(lang), "map": _map(maps[case.map]), "pack": _pack(loaded)}
                write(json.dumps(whole, ensure_ascii=True))
            else:
                write(as_text(advice, lang))


_SENTENCES = {
    "pack": {
        "nl": "Het pakket {name} is niet te gebruiken:\n{why}",
        "en": "The pack {name} cannot be used:\n{why}",
    },
    "no-map": {"nl": "Het pakket {name} heeft geen routekaart.", "en": "The pack {name} has no route map."},
    "bad-map": {
        "nl": "De routekaarten van het pakket {name} passen niet: {why}",
        "en": "The route maps of the pack {name} do not fit: {why}",
    },
    "input": {
        "nl": "De invoer {name} is niet te lezen: {why}",
        "en": "The input {name} cannot be read: {why}",
    },
}


def _refuse(lang: str, code: str, name: str, why: object = "") -> CommandError:
    return CommandError(_SENTENCES[code][lang].format(name=name, why=why), returncode=BAD_INPUT)


def _load(pack_id: str, lang: str) -> Loaded:
    loaded = load(pack_id)
    if not loaded.ok:
        raise _refuse(lang, "pack", pack_id, "\n".join(str(fault) for fault in loaded.errors))
    return loaded


def _maps(loaded: Loaded, lang: str) -> dict[str, routing.RouteMap]:
    if loaded.pack is None or not routes.map_ids(loaded.pack):
        raise _refuse(lang, "no-map", loaded.id)
    try:
        return {map_id: routes.build(loaded.pack, map_id) for map_id in routes.map_ids(loaded.pack)}
    except routing.BadMap as bad:
        raise _refuse(lang, "bad-map", loaded.id, bad) from None


def _read(name: str, lang: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as problem:
        raise _refuse(lang, "input", name, getattr(problem, "strerror", None) or problem) from None


def _answer(
    lines: list[Line], maps: dict[str, routing.RouteMap], lang: str
) -> list[tuple[Case, routing.Advice]]:
    """Advise on every case; when one is bad, none is answered and each bad line is told."""
    answers: list[tuple[Case, routing.Advice]] = []
    faults: list[str] = []
    for line in lines:
        fault = line.fault
        if line.case is not None:
            try:
                advice = routing.advise(maps[line.case.map], line.case.answers, line.case.context)
                answers.append((line.case, advice))
            except routing.BadCase as bad:
                fault = bad
        if fault is not None:
            where = {"nl": "Regel", "en": "Line"}[lang] + f" {line.number}: " if line.number else ""
            faults.append(where + fault.text(lang))
    if faults:
        raise CommandError("\n".join(faults), returncode=BAD_INPUT)
    return answers


def _map(route_map: routing.RouteMap) -> dict[str, str]:
    definition = route_map.definition
    return {"id": definition.id, "source": definition.source, "status": definition.status}


def _pack(loaded: Loaded) -> dict[str, str]:
    version = loaded.pack.pack.version if loaded.pack else ""
    return {"id": loaded.id, "version": version, "hash": loaded.sha256}
