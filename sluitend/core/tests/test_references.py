# SPDX-License-Identifier: EUPL-1.2
"""References and ids: readable, random, and telling nothing."""

import re
from uuid import UUID

from sluitend.core.base32 import ALPHABET, grouped, random_symbols, tidy
from sluitend.core.ids import new_id
from sluitend.core.references import new_reference, read_reference


def test_reference_is_two_groups_of_four_symbols() -> None:
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", new_reference())


def test_references_follow_no_order() -> None:
    references = [new_reference() for _ in range(200)]
    assert len(set(references)) == 200
    assert references != sorted(references)


def test_alphabet_has_no_lookalikes_and_32_symbols() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_tidy_undoes_what_people_write() -> None:
    assert tidy(" o1-Il.a b\u2013c ") == "0111ABC"


def test_grouping_keeps_all_symbols() -> None:
    symbols = random_symbols(13)
    assert grouped(symbols).replace("-", "") == symbols


def test_ids_are_uuid7_and_rise() -> None:
    ids = [new_id() for _ in range(1000)]
    assert all(type(one) is UUID and one.version == 7 for one in ids)
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000


def test_a_reference_is_read_however_it_is_written() -> None:
    for typed in ("7K3M-9QXA", "7k3m9qxa", " 7K3M 9QXA ", "7K3M–9QXA"):
        assert read_reference(typed) == "7K3M-9QXA"


def test_what_cannot_be_a_reference_is_none() -> None:
    for typed in ("", "7K3M", "7K3M-9QXA-1", "\x00" * 8, "7K3M-9QXU", "é" * 8):
        assert read_reference(typed) == ""
