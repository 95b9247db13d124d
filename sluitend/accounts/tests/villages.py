# SPDX-License-Identifier: EUPL-1.2
"""Three villages in one instance: who looks after people in one must not see those of another."""

from typing import Any

from sluitend.core.actor import system
from sluitend.policy import services as publishing
from sluitend.policy.tests.real_packs import loaded_second

HERE, THERE = "GM9901", "GM9902"


def put_into_force(settings: Any) -> None:
    """Publish the plan of the three villages."""
    settings.PACK = "drie-dorpen"
    publishing.publish(loaded_second(), by=system("test"))
