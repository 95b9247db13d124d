# SPDX-License-Identifier: EUPL-1.2
"""Three villages in one instance: who looks after people in one must not see those of another."""

from pathlib import Path
from typing import Any

from django.conf import settings as django_settings

from sluitend.core.actor import system
from sluitend.policy import services as publishing
from sluitend.policy.loader import load_path

PACK = Path(django_settings.BASE_DIR) / "tests" / "packs" / "drie-dorpen"
HERE, THERE = "GM9901", "GM9902"


def put_into_force(settings: Any) -> None:
    """Publish the plan of the three villages."""
    settings.PACK = "drie-dorpen"
    publishing.publish(load_path(PACK), by=system("test"))
