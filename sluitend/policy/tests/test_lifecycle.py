# SPDX-License-Identifier: EUPL-1.2
"""A pack cannot describe a life in which a dossier gets stuck."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sluitend.policy.schema.base import Status, Text
from sluitend.policy.schema.lifecycle import Move, Outcome, State, faults

WORDS: dict[str, Any] = {"source": "plan §6", "status": Status.PLAN, "name": Text(nl="Naam")}


def state(name: str, **values: Any) -> State:
    defaults: dict[str, Any] = {"open": True, "next_step": "bekijken", "told": Text(nl="Bekeken.")}
    return State(id=name, **(WORDS | defaults | values))


def move(before: str, after: str, **values: Any) -> Move:
    return Move(id=f"{before}-{after}", from_state=before, to_state=after, **(WORDS | values))


START = state("begin", starts=("signal",))
END = state("eind", open=False, next_step=None)


def said(*sections: Any) -> list[str]:
    return [fault.what for fault in faults(*sections)]


def test_a_sound_life_has_no_faults() -> None:
    assert said([START, END], [move("begin", "eind")], []) == []


def test_an_open_state_proposes_a_next_step() -> None:
    found = said([state("begin", starts=("signal",), next_step=None), END], [move("begin", "eind")], [])
    assert found == ["open state `begin` proposes no next step"]


def test_a_dossier_begins_open() -> None:
    found = said([state("begin", starts=("signal",), open=False)], [], [])
    assert found == ["state `begin` starts a dossier but is not open"]


def test_a_dead_end_is_found_also_far_from_the_beginning() -> None:
    found = said([START, state("midden"), END], [move("begin", "eind"), move("begin", "midden")], [])
    assert found == ["a dossier of kind `signal` in state `midden` can never be closed"]


def test_moves_need_a_beginning() -> None:
    found = said([START, END], [move("begin", "eind"), move("begin", "eind", kind="case")], [])
    assert found == ["moves exist for dossiers of kind `case`, but no state starts one"]


def test_the_same_step_twice_is_a_fault() -> None:
    twice = [move("begin", "eind"), move("begin", "eind").model_copy(update={"id": "nog-eens"})]
    assert said([START, END], twice, []) == ["moves `begin-eind` and `nog-eens` are the same step"]


def test_an_outcome_leads_somewhere_and_tells_the_reporter() -> None:
    told = Text(nl="Bekeken.")
    outcomes = [
        Outcome(id="goed", moments=("weigh", "close"), leads_to="eind", told=told, **WORDS),
        Outcome(id="nergens", moments=("weigh",), **WORDS),
        Outcome(id="stil", moments=("close",), **WORDS),
        Outcome(id="stil-gewogen", moments=("weigh",), leads_to="eind", **WORDS),
    ]
    assert said([START, END], [move("begin", "eind")], outcomes) == [
        "outcome `nergens` of a weighing leads to no state",
        "outcome `stil` closes a dossier but tells the reporter nothing",
        "outcome `stil-gewogen` closes a dossier but tells the reporter nothing",
    ]


NAMES = ["begin", "een", "twee", "drie", "eind"]
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), unique=True, max_size=12)


@given(pairs=PAIRS)
def test_without_faults_every_walk_from_the_beginning_can_end(pairs: list[tuple[str, str]]) -> None:
    states = [START, state("een"), state("twee"), state("drie"), END]
    moves = [move(*pair) for pair in pairs]
    if said(states, moves, []):
        return
    reached, waiting = set(), ["begin"]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [after for before, after in pairs if before == here]
    for here in reached:
        ahead, waiting = set(), [here]
        while waiting:
            there = waiting.pop()
            if there not in ahead:
                ahead.add(there)
                waiting += [after for before, after in pairs if before == there]
        assert "eind" in ahead
