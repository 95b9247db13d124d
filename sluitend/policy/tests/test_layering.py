# SPDX-License-Identifier: EUPL-1.2
"""Layers: override, append, replace, remove; circles; never another municipality's data."""

from pathlib import Path

import pytest

from sluitend.policy.loader import Loaded, load, load_path
from sluitend.policy.tests.conftest import LoadSmall, WriteLayer

NL = """\
pack: {id: nl, version: "1", title: Nederland, abstract: true}
documents:
  - {id: wet, title: Wet}
partners:
  - id: politie
    name: Politie
    description: Landelijk
    channels:
      - {kind: phone, value: 0900-0001, last_checked: "2026-05-01"}
    source: wet
    status: law
  - id: vervallen
    name: Vervallen
    source: wet
    status: law
    no_channel_reason: Bestaat niet meer
"""
TOWN = """\
pack: {id: stad, version: "2", title: Stad, extends: [nl], abstract: true}
"""


@pytest.fixture
def two_layers(write_layer: WriteLayer, tmp_path: Path, clock: object) -> "TwoLayers":
    return TwoLayers(write_layer, tmp_path)


class TwoLayers:
    def __init__(self, write_layer: WriteLayer, root: Path) -> None:
        self.write_layer, self.root = write_layer, root

    def load(self, town: str, *, nl: str = NL) -> Loaded:
        self.write_layer("nl", {"pack.yaml": nl})
        self.write_layer("stad", {"pack.yaml": TOWN, "town.yaml": town})
        return load("stad", root=self.root)


def test_named_field_replaces_and_the_others_stay(two_layers: TwoLayers) -> None:
    pack = two_layers.load("partners:\n  - {id: politie, name: Politie Stad}\n").pack
    assert pack is not None
    politie = pack.find("partners", "politie")
    assert politie.name.nl == "Politie Stad"
    assert politie.description.nl == "Landelijk"
    assert politie.channels[0].value == "0900-0001"


def test_null_clears_a_field(two_layers: TwoLayers) -> None:
    pack = two_layers.load("partners:\n  - {id: politie, description: null}\n").pack
    assert pack is not None
    assert pack.find("partners", "politie").description is None


def test_append_adds_to_a_list(two_layers: TwoLayers) -> None:
    town = """\
partners:
  - id: politie
    append:
      channels:
        - {kind: mail, value: info@example.invalid, last_checked: "2026-05-01"}
"""
    pack = two_layers.load(town).pack
    assert pack is not None
    assert [channel.kind for channel in pack.find("partners", "politie").channels] == ["phone", "mail"]


def test_replace_forgets_what_was_said(two_layers: TwoLayers) -> None:
    town = "partners:\n  - {id: politie, replace: true, name: P, source: wet, status: law}\n"
    pack = two_layers.load(town).pack
    assert pack is not None
    assert pack.find("partners", "politie").channels == ()
    assert pack.find("partners", "politie").description is None


def test_remove_takes_the_item_away(two_layers: TwoLayers) -> None:
    pack = two_layers.load("partners:\n  - {id: vervallen, remove: true}\n").pack
    assert pack is not None
    assert [partner.id for partner in pack.partners] == ["politie"]


def test_reference_to_a_removed_item_is_found_where_it_is_made(two_layers: TwoLayers) -> None:
    nl = NL + "forms:\n  - {id: arbeid, name: A, source: wet, status: law, handled_by: [vervallen]}\n"
    loaded = two_layers.load("partners:\n  - {id: vervallen, remove: true}\n", nl=nl)
    [fault] = loaded.errors
    assert fault.file.endswith("nl/pack.yaml")
    assert fault.line == nl.splitlines().index(next(x for x in nl.splitlines() if "handled_by" in x)) + 1
    assert fault.where == "forms/arbeid.handled_by[0]"


@pytest.mark.parametrize("verb", ["remove: true", "append: {channels: [x]}"])
def test_change_of_an_item_that_is_not_there_suggests_its_name(two_layers: TwoLayers, verb: str) -> None:
    [fault] = two_layers.load(f"partners:\n  - {{id: polite, {verb}}}\n").faults
    assert fault.file.endswith("stad/town.yaml")
    assert fault.line == 2
    assert fault.remedy == "did you mean `politie`?"


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ("{id: politie, remove: true, name: X}", "stands beside other fields"),
        ("{id: politie, remove: false}", "`remove` is not followed by true"),
        ("{id: politie, replace: ja}", "`replace` is not followed by true"),
        ("{id: politie, append: [x]}", "`append` is not a mapping"),
        ("{id: politie, append: {channels: x}}", "needs a list for `channels`"),
        ("{id: politie, channels: [], append: {channels: [x]}}", "both set and appended to"),
    ],
)
def test_verb_used_wrongly_is_explained(two_layers: TwoLayers, item: str, what: str) -> None:
    [fault] = two_layers.load(f"partners:\n  - {item}\n").faults
    assert what in fault.what
    assert fault.line == 2


def test_same_id_twice_in_a_layer_names_both_places(write_layer: WriteLayer, tmp_path: Path) -> None:
    extra = "partners:\n  - {id: politie, name: Nog eens}\n"
    write_layer("nl", {"pack.yaml": NL, "z.yaml": extra})
    [fault] = load("nl", root=tmp_path).faults
    assert fault.file.endswith("nl/z.yaml")
    assert "given twice in this layer (first in" in fault.what
    assert "pack.yaml:5)" in fault.what


def test_layers_are_recorded_lowest_first(two_layers: TwoLayers) -> None:
    pack = two_layers.load("").pack
    assert pack is None or [(layer.id, layer.version) for layer in pack.pack.layers]
    pack = two_layers.load("texts: []\n").pack
    assert pack is not None
    assert [(layer.id, layer.version) for layer in pack.pack.layers] == [("nl", "1"), ("stad", "2")]


def test_layer_shared_by_two_others_counts_once(write_layer: WriteLayer, tmp_path: Path) -> None:
    write_layer("nl", {"pack.yaml": NL})
    for name in ("links", "rechts"):
        header = f"pack: {{id: {name}, version: '1', title: T, abstract: true, extends: [nl]}}\n"
        write_layer(name, {"pack.yaml": header})
    top = "pack: {id: top, version: '1', title: T, abstract: true, extends: [links, rechts]}\n"
    write_layer("top", {"pack.yaml": top})
    pack = load("top", root=tmp_path).pack
    assert pack is not None
    assert [layer.id for layer in pack.pack.layers] == ["nl", "links", "rechts", "top"]


def test_circle_of_layers_is_named(write_layer: WriteLayer, tmp_path: Path) -> None:
    for name, below in (("een", "twee"), ("twee", "drie"), ("drie", "een")):
        header = f"pack:\n  id: {name}\n  version: '1'\n  title: T\n  extends: [{below}]\n"
        write_layer(name, {"pack.yaml": header})
    [fault] = load("een", root=tmp_path).faults
    assert fault.what == "the layers extend each other in a circle: een → twee → drie → een"
    assert fault.file.endswith("drie/pack.yaml")
    assert fault.line == 5


def test_missing_layer_is_a_fault_and_nothing_is_used_instead(
    write_layer: WriteLayer, tmp_path: Path
) -> None:
    write_layer("regio-den-haag", {"pack.yaml": NL.replace("id: nl", "id: regio-den-haag")})
    write_layer("stad", {"pack.yaml": TOWN.replace("[nl]", "[regio-denhaag]")})
    loaded = load("stad", root=tmp_path)
    assert loaded.pack is None
    [fault] = loaded.faults
    assert fault.line == 1
    assert fault.remedy == "did you mean `regio-den-haag`?"


@pytest.mark.parametrize("name", ["../voorbeeld", "/etc", "a/b", "", "Lisse", "x" * 500])
def test_id_that_is_no_slug_never_reaches_the_disk(tmp_path: Path, name: str) -> None:
    loaded = load(name, root=tmp_path)
    assert loaded.pack is None
    assert "there is no layer" in loaded.faults[0].what


def test_folder_must_bear_the_name_of_its_layer(write_layer: WriteLayer, tmp_path: Path) -> None:
    write_layer("katwijk", {"pack.yaml": NL})
    [fault] = load("katwijk", root=tmp_path).faults
    assert fault.what == "the folder is `katwijk` but the layer calls itself `nl`"


def test_layer_given_by_path_may_lie_anywhere(write_layer: WriteLayer) -> None:
    folder = write_layer("een-kopie", {"pack.yaml": NL})
    assert load_path(folder).ok
    assert load_path(folder / "pack.yaml").ok


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({}, "holds no .yaml file"),
        ({"a.yaml": "forms: []\n"}, "has no header"),
        ({"a.yaml": NL, "b.yaml": TOWN}, "has a second header"),
        ({"a.yaml": "- een\n"}, "not a mapping of sections"),
        ({"a.yaml": "pack: lisse\n"}, "`pack` is not a mapping"),
        ({"a.yaml": NL + "froms: []\n"}, "`froms` is not a section"),
        ({"a.yaml": NL + "forms: {a: b}\n"}, "`forms` is not a list"),
        ({"a.yaml": NL + "forms: [{name: x}]\n"}, "has no `id`"),
        ({"a.yaml": NL + "forms: [x]\n"}, "has no `id`"),
        ({"a.yaml": NL + "theme: x\n"}, "`theme` is not a mapping"),
    ],
)
def test_layer_that_is_no_layer_is_explained(
    write_layer: WriteLayer, tmp_path: Path, files: dict[str, str], what: str
) -> None:
    write_layer("nl", files)
    loaded = load("nl", root=tmp_path)
    assert loaded.pack is None
    assert what in loaded.faults[0].what
    assert loaded.faults[0].remedy


def test_small_pack_is_without_faults(load_small: LoadSmall) -> None:
    loaded = load_small()
    assert [fault for fault in loaded.faults if "no route map" not in fault.what] == []
    assert loaded.ok
