# SPDX-License-Identifier: EUPL-1.2
"""Rights of an actor: deny by default, and no right leaks to another place."""

import pytest

from sluitend.core.actor import Actor, ActorKind, Grant, system

READ_HERE = Grant("dossier.read", "GM0001", "enforcement")


def test_actor_without_grants_may_do_nothing() -> None:
    assert not Actor(ActorKind.STAFF, "vera").may(
        "dossier.read", municipality="GM0001", compartment="enforcement"
    )
    assert not system("outbox").may("dossier.read", municipality="GM0001", compartment="enforcement")


@pytest.mark.parametrize(
    ("permission", "municipality", "compartment", "expected"),
    [
        ("dossier.read", "GM0001", "enforcement", True),
        ("dossier.write", "GM0001", "enforcement", False),
        ("dossier.read", "GM0002", "enforcement", False),
        ("dossier.read", "GM0001", "care", False),
        ("", "", "", False),
    ],
)
def test_grant_counts_only_where_it_was_given(
    permission: str, municipality: str, compartment: str, expected: bool
) -> None:
    vera = Actor(ActorKind.STAFF, "vera", frozenset({READ_HERE}))
    assert vera.may(permission, municipality=municipality, compartment=compartment) is expected


def test_role_alone_gives_no_right() -> None:
    vera = Actor(ActorKind.STAFF, "vera", roles=frozenset({"dossier.read"}))
    assert vera.where("dossier.read") == frozenset()


def test_where_lists_the_places_of_one_permission() -> None:
    grants = {READ_HERE, Grant("dossier.read", "GM0002", "care"), Grant("journal.read", "GM0003", "care")}
    vera = Actor(ActorKind.STAFF, "vera", frozenset(grants))
    assert vera.where("dossier.read") == {("GM0001", "enforcement"), ("GM0002", "care")}


def test_job_acts_as_the_system_under_its_own_name() -> None:
    assert (system("outbox").kind, system("outbox").id) == (ActorKind.SYSTEM, "outbox")
