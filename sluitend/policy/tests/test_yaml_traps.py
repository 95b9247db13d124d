# SPDX-License-Identifier: EUPL-1.2
"""Each trap of YAML gives one fault with the file, the line and the remedy."""

from pathlib import Path

import pytest

from sluitend.policy.faults import Fault
from sluitend.policy.loader import load
from sluitend.policy.reading import MAX_BYTES, read_bytes, read_file
from sluitend.policy.tests.conftest import LoadSmall, WriteLayer, small_line

ABSTRACT = "pack: {id: nl, version: '1', title: Nederland, abstract: true}\n"


def only_fault(text: str | bytes) -> Fault:
    content = text.encode() if isinstance(text, str) else text
    _node, faults = read_bytes(content, name="trap.yaml")
    assert len(faults) == 1, faults
    assert faults[0].level == "error"
    assert faults[0].file == "trap.yaml"
    return faults[0]


@pytest.mark.parametrize(
    ("word", "what", "remedy"),
    [
        ("no", "a bare `no` means true or false", 'write "no" in quotes for the text, or false'),
        ("Yes", "a bare `Yes` means true or false", 'write "Yes" in quotes for the text, or true'),
        ("on", "a bare `on` means true or false", 'write "on" in quotes for the text, or true'),
        ("OFF", "a bare `OFF` means true or false", 'write "OFF" in quotes for the text, or false'),
        ("y", "a bare `y` means true or false", 'write "y" in quotes'),
        ("True", "`True` is written with capitals", 'write true, or "True" in quotes'),
        ("2026-01-31", "an unquoted date", 'put it in quotes: "2026-01-31"'),
        ("2026-01-31T10:00:00Z", "an unquoted date", 'put it in quotes: "2026-01-31T10:00:00Z"'),
        ("12:30", "an unquoted time, a number in base 60", 'put it in quotes: "12:30"'),
        ("08002000", "starts with a zero, an octal number", 'put it in quotes: "08002000"'),
        ("0612", "starts with a zero, an octal number", 'put it in quotes: "0612"'),
        ("7.000", "reads as a decimal number, not as 7000", "write 7000 for the number"),
        ("1_000", "an unusual way to write a number", 'or "1_000" in quotes'),
        ("0x1F", "an unusual way to write a number", 'or "0x1F" in quotes'),
        ("1e3", "an unusual way to write a number", 'or "1e3" in quotes'),
        (".inf", "an unusual way to write a number", 'or ".inf" in quotes'),
        (".nan", "an unusual way to write a number", 'or ".nan" in quotes'),
        ("+31", "an unusual way to write a number", 'or "+31" in quotes'),
        ("123456789012345678901234567890", "an unusual way to write a number", "in quotes for the text"),
        ("", "nothing is filled in", "or write null to clear it"),
    ],
)
def test_word_that_yaml_would_change_is_refused(word: str, what: str, remedy: str) -> None:
    fault = only_fault(f"forms:\n  - id: een\n    name: {word}\n")
    assert fault.line == 3
    assert what in fault.what
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"no"', "no"),
        ("'2026-01-31'", "2026-01-31"),
        ("0800-2000", "0800-2000"),
        ("true", True),
        ("944", 944),
        ("-3", -3),
        ("2.5", 2.5),
        ("nog niet", "nog niet"),
        ("null", None),
        ("2026-Q1", "2026-Q1"),
        ("|\n  no\n", "no\n"),
    ],
)
def test_plain_values_are_read_as_written(text: str, value: object) -> None:
    node, faults = read_bytes(f"a: {text}".encode(), name="plain.yaml")
    assert faults == []
    assert node is not None
    assert node.plain() == {"a": value}


def test_duplicate_key_names_both_lines() -> None:
    fault = only_fault("forms:\n  - id: een\n    name: A\n    name: B\n")
    assert fault.line == 4
    assert fault.what == "`name` is given twice (first on line 3)"
    assert fault.remedy == "keep one of the two"


def test_alias_bomb_is_refused_at_its_first_anchor() -> None:
    layers = "\n".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]" for n in range(9))
    fault = only_fault(f"a0: &a0 [lol]\n{layers}\n")
    assert fault.line == 1
    assert "`&a0` is an anchor" in fault.what
    assert "anchors are not used" in fault.remedy


def test_alias_without_anchor_is_refused() -> None:
    fault = only_fault("a: 1\nb: *gone\n")
    assert fault.line == 2
    assert "alias" in fault.what


def test_merge_key_is_refused() -> None:
    fault = only_fault("a:\n  <<: {b: 1}\n")
    assert fault.line == 2
    assert "`<<` is a merge key" in fault.what
    assert "write the fields out" in fault.remedy


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!str", "!include"])
def test_tag_is_refused(tag: str) -> None:
    fault = only_fault(f"a: 1\nb: {tag} x\n")
    assert fault.line == 2
    assert "is a tag" in fault.what
    assert "plain values only" in fault.remedy


def test_tab_in_indentation_is_refused() -> None:
    fault = only_fault("forms:\n\t- id: een\n")
    assert fault.line == 2
    assert fault.remedy == "indent with spaces only"


@pytest.mark.parametrize("key", ["no", "112", "2026-01-31", "true", "1.5"])
def test_key_that_is_not_a_text_is_refused(key: str) -> None:
    fault = only_fault(f"a:\n  {key}: x\n")
    assert fault.line == 2
    assert "quotes" in fault.remedy


def test_list_as_key_is_refused() -> None:
    assert "used as a key" in only_fault("? [a, b]\n: c\n").what


def test_deep_nesting_is_refused_without_recursion_error() -> None:
    fault = only_fault("a: " + "[" * 100_000)
    assert "nested more than 20 deep" in fault.what


def test_second_document_is_refused() -> None:
    fault = only_fault("a: 1\n---\nb: 2\n")
    assert fault.line == 2
    assert "second document" in fault.what


def test_text_that_is_not_utf8_names_the_line() -> None:
    fault = only_fault("a: 1\nb: café\n".encode("latin-1"))
    assert fault.line == 2
    assert fault.remedy == "save the file as UTF-8"


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\x1b"])
def test_control_character_is_refused(escape: str) -> None:
    fault = only_fault(f'a: 1\nb: "x{escape}"\n')
    assert fault.line == 2
    assert "control character" in fault.what


@pytest.mark.parametrize("text", ["a: [1, 2\n", "a: b: c\n", 'a: "open\n', "a: {b\n", "- a\nb: c\n"])
def test_broken_yaml_names_line_and_remedy(text: str) -> None:
    fault = only_fault(text)
    assert fault.line >= 1
    assert "indentation" in fault.remedy


def test_byte_order_mark_is_harmless() -> None:
    node, faults = read_bytes(b"\xef\xbb\xbfa: 1\n", name="bom.yaml")
    assert faults == []
    assert node is not None
    assert node.plain() == {"a": 1}


def test_file_of_ten_megabytes_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"#" * 10_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("the file was read"))
    node, faults = read_file(path, name="big.yaml")
    assert node is None
    assert "10,000,000 bytes" in faults[0].what
    assert "split it" in faults[0].remedy


def test_largest_allowed_file_is_read() -> None:
    filler = b"a: 1\n#"
    node, faults = read_bytes(filler + b"x" * (MAX_BYTES - len(filler)), name="large.yaml")
    assert (node is not None, faults) == (True, [])


def test_number_where_a_text_is_meant_asks_for_quotes(load_small: LoadSmall) -> None:
    loaded = load_small("value: 0900-0000", "value: 112")
    [fault] = loaded.faults
    assert fault.where == "partners/zvh-voorbeeld.channels[0].value"
    assert fault.what == "`value` is a number where a text is meant"
    assert fault.remedy == 'put it in quotes: "112"'


def test_number_as_id_asks_for_quotes(load_small: LoadSmall) -> None:
    [fault] = load_small("- id: zvh-voorbeeld", "- id: 112").faults
    assert fault.remedy == 'put it in quotes: "112"'
    assert fault.line == small_line("- id: zvh-voorbeeld")


def test_trap_stops_the_load_with_that_fault_alone(load_small: LoadSmall) -> None:
    loaded = load_small('last_checked: "2026-01-15"', "last_checked: 2026-01-15")
    assert loaded.pack is None
    [fault] = loaded.faults
    assert fault.line == small_line("last_checked")
    assert fault.remedy == 'put it in quotes: "2026-01-15"'


def test_file_with_another_ending_is_not_skipped_silently(write_layer: WriteLayer, tmp_path: Path) -> None:
    write_layer(
        "nl", {"pack.yaml": "pack: {id: nl, version: '1', title: NL, abstract: true}\n", "x.yml": "a"}
    )
    [fault] = load("nl", root=tmp_path).faults
    assert fault.file.endswith("nl/x.yml")
    assert fault.remedy == "rename it to .yaml"


def test_linked_file_is_refused(write_layer: WriteLayer, tmp_path: Path) -> None:
    folder = write_layer("nl", {"pack.yaml": ABSTRACT})
    (folder / "secret.yaml").symlink_to("/etc/hostname")
    [fault] = load("nl", root=tmp_path).faults
    assert "not an ordinary file" in fault.what
