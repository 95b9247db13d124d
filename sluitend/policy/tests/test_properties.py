# SPDX-License-Identifier: EUPL-1.2
"""What holds for every input: reading never raises, layering is associative, the hash is stable."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.policy import canonical
from sluitend.policy.diff import diff
from sluitend.policy.faults import Fault, Level, Place
from sluitend.policy.layering import Patch, Section, over
from sluitend.policy.loader import Loaded, load_path
from sluitend.policy.reading import Node, read_bytes
from sluitend.policy.scalars import scalar
from sluitend.policy.schema.pack import Pack
from sluitend.policy.tests.conftest import SMALL_PACK, LoadSmall

PLACE = Place("test", 1)
# Bad input comes in more kinds than rules do: many times as many tries as elsewhere, in whatever profile.
MANY = settings(max_examples=12 * settings().max_examples)
SOME = settings(max_examples=4 * settings().max_examples)


def assert_faults_help(faults: list[Fault]) -> None:
    for fault in faults:
        assert fault.what
        assert fault.remedy
        assert fault.level in Level
        assert fault.line >= 0


@MANY
@given(st.binary(max_size=300))
def test_reading_any_bytes_gives_a_value_or_a_fault(content: bytes) -> None:
    node, faults = read_bytes(content, name="any.yaml")
    assert_faults_help(faults)
    if node is not None:
        json.dumps(node.plain(), allow_nan=False).encode()


@MANY
@given(st.text(alphabet="ab-:?!&*<>|#%@{}[],'\" \n\t0159.~=\\xu", max_size=80))
def test_reading_any_marks_of_yaml_gives_a_value_or_a_fault(text: str) -> None:
    node, faults = read_bytes(text.encode(), name="any.yaml")
    assert_faults_help(faults)
    assert node is None or not faults or all(fault.level is Level.ERROR for fault in faults)


@MANY
@given(st.text(alphabet="0123456789.:-+_eExXobnaiftruyslTZ ~", max_size=14))
def test_unquoted_word_is_itself_a_number_or_refused(word: str) -> None:
    value, problem = scalar(word.strip())
    if problem is not None:
        assert value is None
        assert problem.what
        assert problem.remedy
    elif isinstance(value, str):
        assert value == word.strip()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        assert float(word) == value


WORDS = sorted({word.strip(",:[]{}\"'-") for word in SMALL_PACK.split()} - {""})
PIECES = st.sampled_from(
    [*WORDS, "no", "1", "0612", "2026-01-01", "null", "true", "[", "{", "- ", ": ", "\n"]
)


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated") / "pack.yaml"


@MANY
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES), min_size=1, max_size=3))
def test_loading_a_damaged_pack_never_raises(layer: Path, damage: list[tuple[float, int, str]]) -> None:
    text = SMALL_PACK
    for position, length, piece in damage:
        at = int(position * len(text))
        text = text[:at] + piece + text[at + length :]
    layer.write_text(text, encoding="utf-8")
    loaded = load_path(layer)
    assert_faults_help(loaded.faults)
    assert loaded.pack is not None or loaded.errors
    if loaded.pack is not None:
        assert canonical.parse(loaded.canonical) == loaded.pack


NAMES = st.sampled_from("abc")
VALUES = st.one_of(
    st.integers(0, 3).map(lambda value: Node(value, PLACE)),
    st.none().map(lambda value: Node(value, PLACE)),
    st.lists(st.integers(0, 3).map(lambda value: Node(value, PLACE)), max_size=2).map(
        lambda nodes: Node(list(nodes), PLACE)
    ),
)


@st.composite
def patches(draw: st.DrawFn) -> Patch:
    if draw(st.integers(0, 4)) == 0:
        return Patch(PLACE, removed=True)
    fields = draw(st.dictionaries(NAMES, VALUES, max_size=3))
    extra = st.lists(st.integers(4, 6).map(lambda value: Node(value, PLACE)), min_size=1, max_size=2)
    append = draw(st.dictionaries(NAMES.filter(lambda name: name not in fields), extra, max_size=2))
    return Patch(PLACE, fields, append, fresh=draw(st.integers(0, 4)) == 0)


SECTIONS = st.dictionaries(st.sampled_from("xyz"), patches(), max_size=3)


@SOME
@given(SECTIONS, SECTIONS, SECTIONS)
def test_layering_is_associative(low: Section, middle: Section, top: Section) -> None:
    left, right = over(top, over(middle, low)), over(over(top, middle), low)
    assert left == right
    assert standing(left) == standing(right)


@SOME
@given(SECTIONS, SECTIONS)
def test_later_layer_has_the_last_word(low: Section, top: Section) -> None:
    whole = over(top, low)
    assert set(whole) == {*low, *top}
    for item_id, patch in top.items():
        if patch.removed:
            assert whole[item_id].removed
        for name, node in patch.fields.items():
            assert whole[item_id].fields[name] == node


@SOME
@given(SECTIONS)
def test_empty_layer_changes_nothing(section: Section) -> None:
    assert over({}, section) == section == over(section, {})


def standing(section: Section) -> dict[str, object]:
    return {item_id: patch.node().plain() for item_id, patch in section.items() if not patch.removed}


def shuffled(value: object, dice: random.Random) -> object:
    """Return the same value with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = list(value)
        dice.shuffle(keys)
        return {key: shuffled(value[key], dice) for key in keys}
    if isinstance(value, list):
        return [shuffled(element, dice) for element in value]
    return value


@pytest.fixture
def small(load_small: LoadSmall) -> Loaded:
    return load_small()


@given(st.randoms(use_true_random=False))
def test_hash_does_not_depend_on_the_order_of_keys(small: Loaded, dice: random.Random) -> None:
    data = shuffled(json.loads(small.canonical), dice)
    again = Pack.model_validate_json(json.dumps(data), strict=True)
    assert canonical.sha256(canonical.canonical(again)) == small.sha256


def test_hash_does_not_depend_on_defaults_written_out(small: Loaded) -> None:
    assert small.pack is not None
    everything = small.pack.model_dump_json(by_alias=True)
    again = Pack.model_validate_json(everything, strict=True)
    assert canonical.sha256(canonical.canonical(again)) == small.sha256


def test_canonical_text_reads_back_to_the_same_pack(small: Loaded) -> None:
    assert canonical.parse(small.canonical) == small.pack


@given(st.data())
def test_diff_is_empty_exactly_when_the_hash_is_the_same(small: Loaded, data: st.DataObject) -> None:
    assert small.pack is not None
    raw = json.loads(small.canonical)
    section = data.draw(st.sampled_from(sorted(name for name in raw if isinstance(raw[name], list))))
    raw[section] = data.draw(st.permutations(raw[section]))
    if data.draw(st.booleans()):
        raw[section] = raw[section][1:]
    other = Pack.model_validate_json(json.dumps(raw), strict=True)
    same = canonical.sha256(canonical.canonical(other)) == small.sha256
    assert (diff(small.pack, other) == []) == same
