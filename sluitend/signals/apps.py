# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "sluitend.signals"
    label = "signals"

    def ready(self) -> None:
        """Have a say when a pack is checked and published, and on lists of all dossiers."""
        from sluitend.dossiers import shown
        from sluitend.policy import needs, publishing
        from sluitend.signals import publishing as signals
        from sluitend.signals.views import worklist

        publishing.object_with(signals.objections)
        needs.ask_with(signals.lacks)
        shown.register("signal", route="signals:signal", describe=worklist.describe)
