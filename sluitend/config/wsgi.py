# SPDX-License-Identifier: EUPL-1.2
"""The WSGI application that the web process serves; it refuses to load when it may not serve."""

import os

from django.core.wsgi import get_wsgi_application

from sluitend.web import processes

# First of all: the server may be killed while this loads.
processes.die_with_server()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")

_application = get_wsgi_application()

from sluitend.web import startup  # noqa: E402 - needs the settings
from sluitend.web.last_resort import last_resort  # noqa: E402 - needs the settings

startup.require()
application = last_resort(_application)
