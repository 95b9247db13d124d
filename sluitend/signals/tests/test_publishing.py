# SPDX-License-Identifier: EUPL-1.2
"""A pack under which signals could not be handled is not put into force."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sluitend.core.actor import system
from sluitend.core.errors import Refused
from sluitend.policy.loader import load_path
from sluitend.policy.schema.pack import Pack
from sluitend.policy.services import publish
from sluitend.signals.publishing import objections

DRIE_DORPEN = Path(settings.BASE_DIR) / "tests" / "packs" / "drie-dorpen"


@pytest.fixture(params=["lisse", "drie-dorpen"])
def pack(request: pytest.FixtureRequest, lisse_layers: Any) -> Any:
    loaded = lisse_layers if request.param == "lisse" else load_path(DRIE_DORPEN)
    return loaded.pack


def test_our_packs_are_fit_for_signals(pack: Pack) -> None:
    assert list(objections(pack, None)) == []


@pytest.mark.parametrize("step", ["await-answer", "read-answer", "hand-over"])
def test_a_next_step_that_we_plan_is_missed(lisse_layers: Any, step: str) -> None:
    (reason,) = objections(fresh(lisse_layers, "next_steps", step), None)
    assert step in reason


def test_the_term_of_the_receipt_is_missed(lisse_layers: Any) -> None:
    (reason,) = objections(fresh(lisse_layers, "terms", "receipt"), None)
    assert "receipt" in reason


def test_somebody_has_to_receive_signals(lisse_layers: Any) -> None:
    roles = tuple(role.model_copy(update={"receives_signals": False}) for role in lisse_layers.pack.roles)
    assert len(list(objections(replaced(lisse_layers, roles=roles), None))) == 1


def test_a_pack_without_signals_is_asked_nothing(lisse_layers: Any) -> None:
    states = tuple(state.model_copy(update={"starts": ()}) for state in lisse_layers.pack.states)
    assert list(objections(replaced(lisse_layers, states=states, roles=(), terms=()), None)) == []


@pytest.mark.django_db
def test_such_a_pack_is_refused_when_it_is_published(
    lisse_layers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sluitend.signals.publishing.READ_ANSWER", "verzonnen-stap")
    with pytest.raises(Refused, match="verzonnen-stap"):
        publish(lisse_layers, by=system("test"))


def replaced(layers: Any, **sections: Any) -> Pack:
    found: Pack = type(layers.pack).model_construct(**{**dict(layers.pack), **sections})
    return found


def fresh(layers: Any, section: str, item_id: str) -> Pack:
    kept = tuple(item for item in getattr(layers.pack, section) if item.id != item_id)
    return replaced(layers, **{section: kept})
