# SPDX-License-Identifier: EUPL-1.2
"""Do several things at the same moment."""

import threading
from collections.abc import Callable

from django.db import connections

from sluitend.core import scope


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads of their own, started together; return "done" or the error's name of each."""
    start = threading.Barrier(len(acts))
    results = [""] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            act()
            results[number] = "done"
        except Exception as error:
            results[number] = type(error).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=scope.carried(run), args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results
