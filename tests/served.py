# SPDX-License-Identifier: EUPL-1.2
"""The application as it is served, without the checks of a start: nothing behind it need exist."""

from django.core.wsgi import get_wsgi_application

from sluitend.web.last_resort import last_resort

application = last_resort(get_wsgi_application())
