# SPDX-License-Identifier: EUPL-1.2
"""What happened in the demo. All of it is made up: people, places, numbers and companies."""

from collections.abc import Callable

from sluitend.web.demo.case import Scene
from sluitend.web.demo.stories import criminal, elsewhere, labour, service, sexual, together
from sluitend.web.demo.timeline import Story

ALL: tuple[Callable[[Scene], Story], ...] = (
    *labour.STORIES,
    *service.STORIES,
    *sexual.STORIES,
    *criminal.STORIES,
    *elsewhere.STORIES,
    *together.STORIES,
)
