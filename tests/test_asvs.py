# SPDX-License-Identifier: EUPL-1.2
"""The checklist of ASVS is whole, says where each proof is, and counts itself."""

import re
from collections import Counter

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from sluitend.config import settings as of_an_instance
from tests import asvs, naming

TEXT = asvs.DOCUMENT.read_text()
ROWS = asvs.rows(TEXT)
# How many requirements of level 1 and 2 each section of ASVS 5.0.0 has.
SECTIONS = {
    1: {1: 2, 2: 9, 3: 11, 4: 3, 5: 2},
    2: {1: 3, 2: 3, 3: 4, 4: 1},
    3: {2: 2, 3: 4, 4: 6, 5: 5, 7: 2},
    4: {1: 3, 2: 1, 3: 2, 4: 4},
    5: {1: 1, 2: 3, 3: 2, 4: 3},
    6: {1: 3, 2: 12, 3: 4, 4: 4, 5: 5, 6: 3, 8: 4},
    7: {1: 3, 2: 4, 3: 2, 4: 5, 5: 2, 6: 2},
    8: {1: 2, 2: 3, 3: 1, 4: 1},
    9: {1: 3, 2: 4},
    10: {1: 2, 2: 2, 3: 4, 4: 11, 5: 5, 6: 2, 7: 3},
    11: {1: 2, 2: 3, 3: 3, 4: 4, 5: 1, 6: 1},
    12: {1: 3, 2: 2, 3: 4},
    13: {1: 1, 2: 5, 3: 2, 4: 5},
    14: {1: 2, 2: 4, 3: 3},
    15: {1: 3, 2: 3, 3: 7},
    16: {1: 1, 2: 5, 3: 4, 4: 3, 5: 3},
    17: {1: 1, 2: 4, 3: 2},
}
LEVELS = {"1": 70, "2": 183}
MOST_WORDS = 8
# A proof that anybody can look up: a test, a file of ours, or a decision.
PROOF = re.compile(r"`test_\w+`|`[\w./-]+\.(?:py|toml|md|html|tsv|js|in)`|\]\(\.\./decisions/")


def test_every_requirement_of_both_levels_stands_there_once_and_in_order() -> None:
    # In each section those of level 1 and 2 come before those of level 3.
    wanted = [
        (chapter, section, number)
        for chapter, sections in SECTIONS.items()
        for section, most in sections.items()
        for number in range(1, most + 1)
    ]
    assert [row.place for row in ROWS] == wanted
    assert Counter(row.level for row in ROWS) == LEVELS


def test_every_line_has_a_known_state_and_says_it_in_few_words() -> None:
    assert not [row for row in ROWS if row.state not in asvs.STATES]
    assert not [row for row in ROWS if not 1 <= len(row.asks.split()) <= MOST_WORDS]
    assert not [row for row in ROWS if len(row.evidence) < 6]


def test_what_holds_names_a_proof() -> None:
    assert not [row.number for row in ROWS if row.state == "holds" and not PROOF.search(row.evidence)]


def test_every_test_that_the_checklist_names_exists() -> None:
    assert not naming.unwritten(TEXT)


def test_every_file_that_the_checklist_names_exists() -> None:
    named = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)*\.(?:py|toml|md|html|tsv|js|in))`", TEXT))
    assert named
    assert not [name for name in named if not (naming.ROOT / name).is_file()]


def test_counts_on_top_are_those_of_the_lines() -> None:
    assert asvs.counted(TEXT) == TEXT, "run: python -m tests.asvs --write"


def test_a_line_that_is_not_whole_and_a_test_that_nobody_wrote_are_noticed() -> None:
    with pytest.raises(ValueError, match=r"1\.1\.1 has 3 parts"):
        asvs.rows("| 1.1.1 | 2 | holds |\n")
    assert naming.unwritten("`test_that_nobody_wrote`") == {"test_that_nobody_wrote"}
    with pytest.raises(ValueError, match="names no test"):
        naming.unwritten("everything holds")


def test_passwords_are_hashed_slowly_in_an_instance() -> None:
    assert not hasattr(of_an_instance, "PASSWORD_HASHERS")
    first = f"{PBKDF2PasswordHasher.__module__}.{PBKDF2PasswordHasher.__name__}"
    assert global_settings.PASSWORD_HASHERS[0] == first
    assert PBKDF2PasswordHasher.algorithm == "pbkdf2_sha256"
    assert PBKDF2PasswordHasher.iterations >= 600_000
