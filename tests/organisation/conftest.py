# SPDX-License-Identifier: EUPL-1.2
"""An instance that signs in at the provider, at the moment at which the provider lives too."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.organisation.provider import HERE, Browser, Process, running, settings_for


@pytest.fixture
def provider(settings: Any, lisse: Any, clock: Any) -> Process:
    """Return the provider, which says nothing yet; our stopped clock shows its time."""
    process = running()
    clock.set(datetime.now(UTC))
    settings.OIDC = settings_for(process.issuer)
    settings.PUBLIC_URL = HERE
    cache.clear()
    return process


@pytest.fixture
def browser(provider: Process) -> Browser:
    """Return a browser that was never here."""
    return Browser(Client())
