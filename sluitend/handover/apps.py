# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "sluitend.handover"
    label = "handover"

    def ready(self) -> None:
        """Have a say when a pack is checked and published, and give the worker its jobs."""
        from sluitend.handover import jobs
        from sluitend.handover import publishing as handovers
        from sluitend.policy import needs, publishing

        publishing.object_with(handovers.objections)
        needs.ask_with(handovers.lacks)
        jobs.register()
