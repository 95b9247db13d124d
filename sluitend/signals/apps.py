# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "sluitend.signals"
    label = "signals"

    def ready(self) -> None:
        """Have a say when a pack is published."""
        from sluitend.policy import publishing
        from sluitend.signals import publishing as signals

        publishing.object_with(signals.objections)
