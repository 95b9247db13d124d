# SPDX-License-Identifier: EUPL-1.2
"""A new pack version brings its moves, and leaves no dossier where it has no place."""

from collections.abc import Callable
from typing import Any

import pytest

from sluitend.core.errors import BadInput, Refused
from sluitend.dossiers import services
from sluitend.dossiers.models import StateMove
from sluitend.dossiers.states import kinds, lifecycle
from sluitend.dossiers.tests.making import TEST, again, opened
from sluitend.policy import canonical
from sluitend.policy.loader import Loaded
from sluitend.policy.models import PackVersion
from sluitend.policy.schema.pack import Pack
from sluitend.policy.services import publish


def newer(layers: Loaded, change: Callable[[Pack], dict[str, Any]] = lambda _pack: {}) -> PackVersion:
    """Publish the pack of Lisse, changed, as a later version."""
    assert layers.pack is not None
    header = layers.pack.pack.model_copy(update={"version": "9.9.9"})
    pack = layers.pack.model_copy(update={"pack": header, **change(layers.pack)})
    read_anew = canonical.parse(canonical.canonical(pack))
    return publish(Loaded(layers.id, read_anew), by=TEST)


def without(section: str, item_id: str) -> Callable[[Pack], dict[str, Any]]:
    return lambda pack: {section: tuple(item for item in getattr(pack, section) if item.id != item_id)}


def replaced(section: str, item_id: str, **values: Any) -> Callable[[Pack], dict[str, Any]]:
    return lambda pack: {
        section: tuple(
            item.model_copy(update=values) if item.id == item_id else item for item in getattr(pack, section)
        )
    }


def test_every_move_of_the_pack_is_a_row(lisse: Any) -> None:
    rows = StateMove.objects.filter(pack_version_id=lisse.version_id, kind="signal")
    expected = set(lifecycle(lisse.pack, "signal").rows())
    assert set(rows.values_list("from_state", "to_state", "closes")) == expected
    assert set(kinds(lisse.pack)) == {"signal", "case", "meeting"}


def test_installing_moves_again_changes_nothing(lisse: Any) -> None:
    before = StateMove.objects.count()
    services.install_moves(PackVersion.objects.get(pk=lisse.version_id), lisse.pack)
    assert StateMove.objects.count() == before


def test_a_move_follows_the_version_in_force(lisse: Any, lisse_layers: Any) -> None:
    dossier = opened()
    version = newer(lisse_layers)
    services.move(dossier=dossier, to="intake", by=TEST)
    assert again(dossier).pack_version_id == version.pk


def test_a_move_that_the_newer_version_lacks_is_gone(lisse: Any, lisse_layers: Any) -> None:
    dossier = opened()
    newer(lisse_layers, without("moves", "received-handed-over"))
    assert lifecycle(lisse.pack, "signal").move("received", "handed-over") is not None
    with pytest.raises(BadInput):
        services.move(dossier=dossier, to="handed-over", by=TEST)


@pytest.mark.parametrize(
    "change",
    [
        without("states", "received"),
        replaced("states", "received", open=False),
        without("roles", "aandachtsfunctionaris"),
        without("next_steps", "urgency-check"),
    ],
    ids=["state", "state closed", "role", "next step"],
)
def test_what_is_in_use_cannot_be_removed(lisse: Any, lisse_layers: Any, change: Any) -> None:
    opened()
    with pytest.raises(Refused) as told:
        newer(lisse_layers, change)
    assert str(told.value)
    assert PackVersion.objects.count() == 1


def test_a_state_in_use_keeps_a_way_to_the_end(lisse: Any, lisse_layers: Any) -> None:
    opened()

    def stuck(pack: Pack) -> dict[str, Any]:
        return {"moves": tuple(move for move in pack.moves if move.from_state != "received")}

    with pytest.raises(Refused):
        newer(lisse_layers, stuck)


def test_what_is_not_in_use_can_be_removed(lisse: Any, lisse_layers: Any) -> None:
    services.close(dossier=opened(), outcome="no-action", reason="Klaar", by=TEST)
    newer(lisse_layers, without("next_steps", "urgency-check"))
    assert PackVersion.objects.count() == 2
