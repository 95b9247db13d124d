# SPDX-License-Identifier: EUPL-1.2
"""A short durability drill: a real server, killed for real. The long one is `make drill-durability`."""

import os
from pathlib import Path

import pytest

from bench import durability, instance


@pytest.mark.skipif("SLUITEND_PG_NAME" in os.environ, reason="the long drill kills PostgreSQL too")
def test_every_receipt_that_was_shown_opens_after_the_server_was_killed(tmp_path: Path) -> None:
    """Receipts survive `kill -9`; pressing twice and sending again make no duplicates."""
    outcome = durability.drill(instance.create(tmp_path, {}), None, kills=2, receipts=20, seed=11)
    assert outcome.faults == []
    assert outcome.kills.total() == 2
    assert outcome.receipts >= 20
    assert (outcome.lost, outcome.duplicates) == (0, 0)
    assert outcome.entries >= outcome.receipts
