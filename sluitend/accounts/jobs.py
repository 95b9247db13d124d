# SPDX-License-Identifier: EUPL-1.2
"""What the worker does again and again for accounts."""

from datetime import timedelta

from sluitend.accounts.factors import spending
from sluitend.core import periodic

periodic.register("forget-spent-codes", every=timedelta(hours=1), run=spending.forget)
