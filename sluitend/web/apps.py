# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sluitend.web"
    label = "web"

    def ready(self) -> None:
        """Tell the frame where one can go, and the database what may be done with tables of others."""
        from sluitend.core import walls
        from sluitend.shell import navigation as frame
        from sluitend.web import guards, navigation

        walls.register(*guards.WALLS)
        frame.provide(staff=navigation.staff, public=navigation.public)
