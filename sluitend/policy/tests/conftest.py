# SPDX-License-Identifier: EUPL-1.2
"""A small pack that is whole, and a way to write layers to disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sluitend.policy.loader import Loaded, load

SMALL_PACK = """\
pack:
  id: voorbeeld
  version: "2026.1"
  title: Voorbeeldstad
  serves: [GM9999]
documents:
  - id: plan
    title: Plan van Voorbeeldstad
    kind: plan
municipalities:
  - id: GM9999
    name: Voorbeeldstad
    zvh: zvh-voorbeeld
    source: plan §1
    status: plan
forms:
  - id: arbeid
    name: {nl: Arbeidsuitbuiting, en: Labour exploitation}
    source: plan §1.1
    status: plan
facts:
  - id: oov
    kind: department
    name: Openbare orde en veiligheid
    source: plan §5
    status: plan
  - id: signaleren
    kind: strategy
    name: Signaleren
    source: plan §4
    status: plan
roles:
  - id: aandachtsfunctionaris
    name: Aandachtsfunctionaris
    department: oov
    permissions: [dossier.read@signals, dossier.write@signals]
    receives_signals: true
    source: plan §5
    status: plan
partners:
  - id: zvh-voorbeeld
    name: Zorg- en Veiligheidshuis Voorbeeld
    roles: [case-consultation]
    channels:
      - kind: phone
        value: 0900-0000
        last_checked: "2026-01-15"
    source: plan §9
    status: plan
commitments:
  - id: meldroute
    theme: signaleren
    name: Interne meldroute onder de aandacht brengen
    owners: [{role: aandachtsfunctionaris}]
    due: {shape: quarter, quarter: 2026-Q1}
    source: plan §8
    status: plan
route_maps: []
next_steps:
  - id: bekijken
    name: Bekijken
    term: week
    source: plan §6
    status: design-choice
  - {id: await-answer, name: Wachten, term: week, source: plan §6, status: design-choice}
  - {id: read-answer, name: Lezen, term: week, source: plan §6, status: design-choice}
terms:
  - {id: receipt, name: De code, count: 30, unit: days, start: closed, source: plan §6, status: design-choice}
  - id: week
    name: Een week
    count: 5
    unit: working-days
    start: received
    source: plan §6
    status: design-choice
states:
  - id: received
    name: Ontvangen
    told: Uw signaal is ontvangen.
    open: true
    starts: [signal]
    next_step: bekijken
    source: plan §6
    status: design-choice
  - id: closed
    name: Afgesloten
    told: Uw signaal is afgehandeld.
    open: false
    source: plan §6
    status: design-choice
moves:
  - id: received-closed
    name: Afsluiten
    from_state: received
    to_state: closed
    source: plan §6
    status: design-choice
"""


def small_line(text: str) -> int:
    """Return the first line of the small pack that holds this text."""
    return next(number for number, line in enumerate(SMALL_PACK.splitlines(), start=1) if text in line)


WriteLayer = Callable[..., Path]
LoadSmall = Callable[..., Loaded]


@pytest.fixture
def write_layer(tmp_path: Path) -> WriteLayer:
    """Write the files of a layer: `write_layer("nl", {"pack.yaml": "..."})`; returns its folder."""

    def write(layer_id: str, files: dict[str, str]) -> Path:
        folder = tmp_path / layer_id
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def load_small(write_layer: WriteLayer, tmp_path: Path, clock: object) -> LoadSmall:
    """Load the small pack with one piece of its text replaced, or with a second file beside it."""

    def load_changed(old: str = "", new: str = "", *, extra: str = "") -> Loaded:
        assert old in SMALL_PACK
        files = {"pack.yaml": SMALL_PACK.replace(old, new, 1) if old else SMALL_PACK}
        if extra:
            files["extra.yaml"] = extra
        write_layer("voorbeeld", files)
        return load("voorbeeld", root=tmp_path)

    return load_changed
