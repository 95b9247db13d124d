# SPDX-License-Identifier: EUPL-1.2
"""`sluitend …` and `python manage.py …` are the same commands."""

import argparse
import gc
import os
import sys


def main() -> None:
    """Run one management command."""
    # What a command loads stays to its end: looking for what can go takes a seventh of its start.
    gc.set_threshold(50_000, 20, 50)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
    if sys.argv[1:2] == ["demo"] and not {"-h", "--help"} & set(sys.argv):
        _prepare_demo(sys.argv[2:])
    from django.core.management import execute_from_command_line

    from sluitend.core.errors import SluitendError

    try:
        execute_from_command_line(sys.argv)
    except SluitendError as problem:
        # What the domain refuses has a sentence for people; a traceback would only hide it.
        sys.exit(f"sluitend: {problem}")


def _prepare_demo(arguments: list[str]) -> None:
    """The demo brings settings of its own, which must be there before Django reads them."""
    from sluitend.web.demo import instance

    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reset", action="store_true")
    options, _ = parser.parse_known_args(arguments)
    try:
        instance.prepare(os.environ, port=options.port, reset=options.reset)
    except instance.NotADemo as problem:
        sys.exit(f"demo: {problem}")


if __name__ == "__main__":
    main()
