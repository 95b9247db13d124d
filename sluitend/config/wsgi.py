# SPDX-License-Identifier: EUPL-1.2
"""The WSGI application that the web process serves; it refuses to load when it may not serve."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")

application = get_wsgi_application()

from sluitend.web import processes, startup  # noqa: E402 - needs the settings

startup.require()
processes.die_with_server()
