# SPDX-License-Identifier: EUPL-1.2
"""Drafts: kept for the visitor, readable by nobody else, gone in time."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.core import clock
from sluitend.core.errors import BadInput
from sluitend.privacy import drafts
from sluitend.privacy.models import Draft

pytestmark = pytest.mark.django_db
TYPED = {"facts": "Zes slaapplaatsen", "forms": ["arbeid"], "p1": "no"}


def _pass_time(monkeypatch: pytest.MonkeyPatch, hours: float) -> datetime:
    later = clock.now() + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: later)
    return later


def test_draft_comes_back_with_its_cookie() -> None:
    assert drafts.load(drafts.save(None, TYPED)) == TYPED


def test_saving_again_keeps_cookie_and_row() -> None:
    cookie = drafts.save(None, TYPED)
    assert drafts.save(cookie, {"facts": "Zeven"}) == cookie
    assert drafts.load(cookie) == {"facts": "Zeven"}
    assert Draft.objects.count() == 1


def test_row_holds_neither_text_nor_cookie() -> None:
    cookie = drafts.save(None, TYPED)
    row = Draft.objects.get()
    stored = bytes(row.id_hash) + bytes(row.ciphertext)
    assert b"slaapplaatsen" not in stored
    assert cookie.encode() not in stored
    assert len(bytes(row.id_hash)) == 32


def test_two_visitors_do_not_meet() -> None:
    mine, yours = drafts.save(None, {"a": "1"}), drafts.save(None, {"a": "2"})
    assert (drafts.load(mine), drafts.load(yours)) == ({"a": "1"}, {"a": "2"})


@pytest.mark.parametrize("cookie", [None, "", "x", "é", "A" * 64, "A" * 2000])
def test_foreign_cookie_opens_nothing_and_is_replaced(cookie: str | None) -> None:
    assert drafts.load(cookie) is None
    drafts.drop(cookie)
    fresh = drafts.save(cookie, TYPED)
    assert fresh != cookie
    assert drafts.load(fresh) == TYPED


@given(st.text(max_size=100))
def test_any_cookie_is_answered(cookie: str) -> None:
    assert drafts.load(cookie) is None


def test_cookie_with_the_right_id_and_a_wrong_key_neither_reads_nor_drops_nor_writes() -> None:
    cookie = drafts.save(None, TYPED)
    forged = cookie[:-8] + ("AAAAAAAA" if cookie[-8:] != "AAAAAAAA" else "BBBBBBBB")
    assert drafts.load(forged) is None
    drafts.drop(forged)
    assert drafts.save(forged, {"facts": "vervangen"}) not in (cookie, forged)
    assert drafts.load(cookie) == TYPED


def test_dropped_draft_is_gone() -> None:
    cookie = drafts.save(None, TYPED)
    drafts.drop(cookie)
    assert drafts.load(cookie) is None
    assert not Draft.objects.exists()


def test_draft_lives_24_hours_after_it_was_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = drafts.save(None, TYPED)
    _pass_time(monkeypatch, 23)
    assert drafts.load(drafts.save(cookie, TYPED)) == TYPED
    _pass_time(monkeypatch, 23.9)
    assert drafts.load(cookie) == TYPED
    _pass_time(monkeypatch, 0.2)
    assert drafts.load(cookie) is None


def test_purge_removes_the_expired_only(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts.save(None, TYPED)
    _pass_time(monkeypatch, 20)
    young = drafts.save(None, TYPED)
    _pass_time(monkeypatch, 5)
    assert drafts.purge() == 1
    assert drafts.load(young) == TYPED


def test_altered_draft_is_not_read() -> None:
    cookie = drafts.save(None, TYPED)
    row = Draft.objects.get()
    ciphertext = bytearray(row.ciphertext)
    ciphertext[-1] ^= 1
    Draft.objects.update(ciphertext=bytes(ciphertext))
    assert drafts.load(cookie) is None


def test_ciphertext_of_another_draft_is_not_read() -> None:
    cookie = drafts.save(None, TYPED)
    other = drafts.save(None, {"facts": "van een ander"})
    ciphertexts = [bytes(row.ciphertext) for row in Draft.objects.all()]
    for row, ciphertext in zip(Draft.objects.all(), reversed(ciphertexts), strict=True):
        Draft.objects.filter(pk=row.pk).update(ciphertext=ciphertext)
    assert (drafts.load(cookie), drafts.load(other)) == (None, None)


def test_too_much_text_is_refused_with_a_sentence() -> None:
    with pytest.raises(BadInput):
        drafts.save(None, {"facts": "x" * drafts.MAX_BYTES})
    assert not Draft.objects.exists()


def _tick(monkeypatch: pytest.MonkeyPatch) -> None:
    _pass_time(monkeypatch, 1 / 3600)


def test_a_flood_keeps_the_number_of_drafts_bounded_and_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 5)
    honest = drafts.save(None, {"screen": 0})
    for screen in range(1, 6):
        for _flood in range(4):
            _tick(monkeypatch)
            drafts.save(None, TYPED)
        _tick(monkeypatch)
        assert drafts.save(honest, {"screen": screen}) == honest
        assert Draft.objects.count() <= 5
    assert drafts.load(honest) == {"screen": 5}


def test_the_draft_that_was_untouched_for_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 3)
    made = []
    for number in range(3):
        _tick(monkeypatch)
        made.append(drafts.save(None, {"number": number}))
    _tick(monkeypatch)
    drafts.save(made[0], {"number": "touched"})
    _tick(monkeypatch)
    newest = drafts.save(None, {"number": 3})
    assert [drafts.load(one) for one in (*made, newest)] == [
        {"number": "touched"},
        None,
        {"number": 2},
        {"number": 3},
    ]


def test_who_lost_a_draft_to_a_flood_writes_on_under_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 2)
    mine = drafts.save(None, TYPED)
    for _flood in range(3):
        _tick(monkeypatch)
        drafts.save(None, TYPED)
    fresh = drafts.save(mine, {"facts": "verder"})
    assert fresh != mine
    assert drafts.load(fresh) == {"facts": "verder"}
