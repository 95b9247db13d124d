# SPDX-License-Identifier: EUPL-1.2
"""Published packs: immutable in the database, identical by hash, never another one's."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

from sluitend.core import triggers
from sluitend.core.actor import Actor, ActorKind, Grant, system
from sluitend.core.errors import BadInput, Conflict, Refused
from sluitend.core.tests.owning import become_owner, owner, with_every_right
from sluitend.policy import canonical, publishing, selectors, services
from sluitend.policy.middleware import OnePackPerRequest
from sluitend.policy.models import PackVersion
from sluitend.policy.schema.pack import Pack
from sluitend.policy.tests.conftest import LoadSmall
from sluitend.privacy.models import JournalEntry

pytestmark = pytest.mark.django_db

BY = system("test")


@pytest.fixture(autouse=True)
def _triggers(db: None) -> None:
    with owner():
        triggers.install(connection)


@pytest.fixture(autouse=True)
def _other_rooms_stay_out(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(publishing, "_OBJECTIONS", [])
    monkeypatch.setattr(publishing, "_FOLLOWERS", [])
    settings.PACK = "voorbeeld"


def test_published_pack_is_in_force(load_small: LoadSmall) -> None:
    loaded = load_small()
    version = services.publish(loaded, by=BY)
    found = selectors.current("GM9999")
    assert (found.id, found.version, found.sha256) == ("voorbeeld", "2026.1", loaded.sha256)
    assert found.version_id == str(version.id)
    assert found.pack == loaded.pack
    assert canonical.sha256(version.canonical) == version.sha256


def test_newest_version_counts(load_small: LoadSmall) -> None:
    services.publish(load_small(), by=BY)
    services.publish(load_small('"2026.1"', '"2026.2"'), by=BY)
    assert selectors.current().version == "2026.2"
    assert [version.version for version in selectors.versions("voorbeeld")] == ["2026.2", "2026.1"]


def test_same_content_again_changes_nothing(load_small: LoadSmall) -> None:
    first = services.publish(load_small(), by=BY)
    assert services.publish(load_small(), by=BY) == first
    assert PackVersion.objects.count() == 1
    assert JournalEntry.objects.filter(action="pack.publish").count() == 1


def test_publication_stands_in_the_journal_of_each_municipality(load_small: LoadSmall) -> None:
    version = services.publish(load_small(), by=BY)
    entry = JournalEntry.objects.get(action="pack.publish")
    assert (entry.municipality, entry.object_id, entry.actor_id) == ("GM9999", str(version.id), "test")


def test_same_version_with_other_content_is_refused(load_small: LoadSmall) -> None:
    services.publish(load_small(), by=BY)
    with pytest.raises(Conflict, match=r"2026\.1"):
        services.publish(load_small("title: Voorbeeldstad", "title: Anders"), by=BY)


def test_pack_with_errors_is_not_published(load_small: LoadSmall) -> None:
    with pytest.raises(BadInput):
        services.publish(load_small("zvh: zvh-voorbeeld", "zvh: niemand"), by=BY)
    with pytest.raises(BadInput):
        services.publish(load_small("status: plan", "status: no"), by=BY)
    assert not PackVersion.objects.exists()


def test_layer_for_others_is_not_published(load_small: LoadSmall) -> None:
    with pytest.raises(BadInput):
        services.publish(load_small("  serves: [GM9999]\n", "  abstract: true\n"), by=BY)


def test_staff_publish_only_with_the_permission(load_small: LoadSmall) -> None:
    outsider = Actor(ActorKind.STAFF, "x")
    with pytest.raises(Refused):
        services.publish(load_small(), by=outsider)
    allowed = Actor(ActorKind.STAFF, "y", frozenset([Grant("pack.publish", "GM9999", "signals")]))
    assert services.publish(load_small(), by=allowed).published_by_id == "y"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policy_packversion SET canonical = '{}'",
        "UPDATE policy_packversion SET version = 'x'",
        "DELETE FROM policy_packversion",
    ],
)
def test_database_refuses_to_change_a_published_pack(load_small: LoadSmall, statement: str) -> None:
    services.publish(load_small(), by=BY)
    # On PostgreSQL the application lacks the right; the owner meets the trigger.
    become_owner()
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert selectors.current().version == "2026.1"


def test_another_room_can_object(load_small: LoadSmall) -> None:
    @publishing.object_with
    def states_in_use(new: Pack, in_force: Pack | None) -> Iterator[str]:
        gone = {state.id for state in in_force.states} - {s.id for s in new.states} if in_force else set()
        yield from (f"State {state} is in use." for state in sorted(gone))

    services.publish(load_small(), by=BY)
    extra = "states:\n  - {id: paused, name: P, told: T, open: false, source: plan, status: plan}\n"
    services.publish(load_small('"2026.1"', '"2026.2"', extra=extra), by=BY)
    with pytest.raises(Refused, match="State paused is in use"):
        services.publish(load_small('"2026.1"', '"2026.3"', extra="states: []\n"), by=BY)
    assert selectors.current().version == "2026.2"


def test_what_follows_is_undone_with_the_publication(load_small: LoadSmall) -> None:
    seen: list[str] = []

    @publishing.follow_with
    def fails(version: PackVersion, pack: Pack) -> None:
        seen.append(pack.pack.version)
        raise Refused(version.version)

    with pytest.raises(Refused):
        services.publish(load_small(), by=BY)
    assert seen == ["2026.1"]
    assert not PackVersion.objects.exists()


def test_without_a_published_pack_nothing_is_returned_instead(load_small: LoadSmall, settings: Any) -> None:
    services.publish(load_small(), by=BY)
    settings.PACK = "buurstad"
    with pytest.raises(selectors.NoPack, match="buurstad"):
        selectors.current()


def test_pack_in_force_is_not_for_another_municipality(load_small: LoadSmall) -> None:
    services.publish(load_small(), by=BY)
    with pytest.raises(selectors.NoPack, match="GM0553"):
        selectors.current("GM0553")


def test_pack_whose_text_was_swapped_is_not_trusted(load_small: LoadSmall) -> None:
    services.publish(load_small(), by=BY)
    selectors._parsed.cache_clear()
    with_every_right()
    PackVersion.objects.update(canonical='{"pack":{}}')
    with pytest.raises(RuntimeError, match="does not match its hash"):
        selectors.current()


def test_request_looks_once_and_finds_the_same_pack_throughout(load_small: LoadSmall) -> None:
    services.publish(load_small(), by=BY)
    selectors.current()
    seen: list[selectors.InForce] = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.extend(selectors.current("GM9999") for _ in range(10))
        return HttpResponse()

    with CaptureQueriesContext(connection) as queries:
        OnePackPerRequest(view)(HttpRequest())
    assert len(queries) == 1
    assert "canonical" not in queries[0]["sql"]
    assert all(found is seen[0] for found in seen)
    assert selectors.current().version == "2026.1"


def test_publication_within_a_request_counts_at_once(load_small: LoadSmall) -> None:
    services.publish(load_small(), by=BY)
    with selectors.one_look():
        assert selectors.current().version == "2026.1"
        services.publish(load_small('"2026.1"', '"2026.2"'), by=BY)
        assert selectors.current().version == "2026.2"
