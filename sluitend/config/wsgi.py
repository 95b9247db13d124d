# SPDX-License-Identifier: EUPL-1.2
"""The WSGI application that the web process serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")

application = get_wsgi_application()
