# SPDX-License-Identifier: EUPL-1.2
"""Vaults: sealing binds to the place, reading needs a look in the journal first."""

import pytest
from django.db import transaction

from sluitend.core.actor import system
from sluitend.core.ids import new_id
from sluitend.privacy import journal, vaults

BY = system("test")


def test_smoke(db):
    d = new_id()
    with transaction.atomic():
        pen = vaults.create(d, municipality="GM0553", compartment="enforcement")
        journal.act(by=BY, action="x", dossier_id=d, municipality="GM0553", detail={"a": 1}, pen=pen)
        journal.act(by=BY, action="x", dossier_id=None, municipality="GM0553", detail={"a": 1})
    vaults.look(d, by=BY, purpose="page")
    print(journal.entries(d))


@pytest.mark.django_db(transaction=True)
def test_smoke2():
    d = new_id()
    with transaction.atomic():
        pen = vaults.create(d, municipality="GM0553", compartment="enforcement")
        journal.act(by=BY, action="x", dossier_id=d, municipality="GM0553", detail={"a": 1}, pen=pen)
    vaults.look(d, by=BY, purpose="page")
