# SPDX-License-Identifier: EUPL-1.2
"""`python -m tests.permissions`: write the table anew, for a reviewer to look at the difference."""

import os
import sys
import tempfile
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.test_settings")
django.setup()

from tests.permissions import oracle, world  # noqa: E402 - models need Django to be ready

with tempfile.TemporaryDirectory() as folder:
    pack = world.two_towns(Path(folder)).pack
    if pack is None:
        sys.exit("The pack has errors: sluitend pack check")
    oracle.TABLE.write_text(oracle.table(pack))
