# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "sluitend.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Have a say when a pack is published."""
        from sluitend.dossiers.services import publishing as dossiers
        from sluitend.policy import publishing

        publishing.object_with(dossiers.objections)
        publishing.follow_with(dossiers.install_moves)
