# SPDX-License-Identifier: EUPL-1.2
"""The list from plan to proof is true, and its document is what it makes."""

import pytest

from tools import traceability


@pytest.fixture(scope="module")
def found() -> list[traceability.Row]:
    return traceability.rows()


def test_each_section_of_the_plan_has_facts_a_state_and_proof(found: list[traceability.Row]) -> None:
    assert traceability.faults(found) == []


def test_document_is_up_to_date(found: list[traceability.Row]) -> None:
    assert traceability.TARGET.read_text() == traceability.document(found)


def test_a_test_that_does_not_exist_is_noticed() -> None:
    assert traceability.exists("tests/test_traceability.py::test_document_is_up_to_date")
    assert not traceability.exists("tests/test_traceability.py::test_that_nobody_wrote")
    assert not traceability.exists("tests/nowhere.py::test_document_is_up_to_date")
