# SPDX-License-Identifier: EUPL-1.2
"""Blind indexes and hashes of codes: exact hits in one place, nothing to read."""

from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from sluitend.core.actor import system
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.privacy import blind, codes, journal, keys
from sluitend.privacy.models import BlindIndex

HERE = {"municipality": "GM0001", "compartment": "enforcement"}
PHONE = "+31600000000"


def _index(*entries: tuple[str, str], **where: str) -> UUID:
    dossier_id = new_id()
    blind.put(dossier_id, entries=entries, **(where or HERE))
    return dossier_id


@pytest.mark.django_db
def test_same_value_is_found_oldest_first() -> None:
    first, second = _index(("phone", PHONE)), _index(("phone", PHONE), ("plate", "00XX00"))
    _index(("phone", "+31600000001"))
    assert blind.hits("phone", PHONE, **HERE) == [first, second]
    assert blind.hits("plate", "00XX00", **HERE) == [second]


@pytest.mark.django_db
def test_no_hit_from_another_municipality_compartment_or_kind() -> None:
    _index(("phone", PHONE), municipality="GM0002", compartment="enforcement")
    _index(("phone", PHONE), municipality="GM0001", compartment="care")
    _index(("plate", PHONE))
    assert blind.hits("phone", PHONE, **HERE) == []


@pytest.mark.django_db
def test_indexing_twice_keeps_one_row() -> None:
    dossier_id = _index(("phone", PHONE), ("phone", PHONE))
    blind.put(dossier_id, entries=[("phone", PHONE)], **HERE)
    assert BlindIndex.objects.count() == 1


@pytest.mark.django_db
def test_forgotten_dossier_is_not_found() -> None:
    gone, stays = _index(("phone", PHONE), ("plate", "00XX00")), _index(("phone", PHONE))
    with transaction.atomic():
        journal.act(by=system("test"), action="dossier.erase", dossier_id=gone, municipality="GM0001")
        assert blind.forget(gone) == 2
    assert blind.hits("phone", PHONE, **HERE) == [stays]


@given(*[st.tuples(*[st.text(max_size=8)] * 4)] * 2)
def test_tokens_are_alike_only_when_everything_is(
    left: tuple[str, str, str, str], right: tuple[str, str, str, str]
) -> None:
    def token(kind: str, value: str, municipality: str, compartment: str) -> bytes:
        return blind.token(kind, value, municipality=municipality, compartment=compartment)

    assert (token(*left) == token(*right)) == (left == right)
    assert len(token(*left)) == 32


def test_token_depends_on_the_key_of_the_instance(tmp_path: object, settings: object) -> None:
    here = blind.token("phone", PHONE, **HERE)
    settings.KEY_DIR = tmp_path / "keys"  # type: ignore[attr-defined, operator]
    keys.create_all(settings.KEY_DIR)  # type: ignore[attr-defined]
    assert blind.token("phone", PHONE, **HERE) != here


def test_hash_of_a_code_is_stable_and_separate_per_purpose() -> None:
    code = new_code()
    assert codes.keyed_hash(code) == codes.keyed_hash(code)
    assert len({codes.keyed_hash(code), codes.keyed_hash(code, purpose="packet"), code.encode()}) == 3
    assert codes.keyed_hash(code) != codes.keyed_hash(new_code())
