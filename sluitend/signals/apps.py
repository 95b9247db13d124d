# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "sluitend.signals"
    label = "signals"

    def ready(self) -> None:
        """Have a say when a pack is checked and published."""
        from sluitend.policy import needs, publishing
        from sluitend.signals import publishing as signals

        publishing.object_with(signals.objections)
        needs.ask_with(signals.lacks)
