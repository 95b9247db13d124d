# SPDX-License-Identifier: EUPL-1.2
"""What every test has: keys in a throw-away folder."""

from pathlib import Path

import pytest
from django.conf import settings

from sluitend.privacy import keys


@pytest.fixture(scope="session", autouse=True)
def _keys() -> None:
    """Create the keys that a running instance must have before it starts."""
    keys.create_all(Path(settings.KEY_DIR))
