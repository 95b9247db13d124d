# SPDX-License-Identifier: EUPL-1.2
"""All doors of the application."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sluitend.shell.urls")),
    path("", include("sluitend.web.gallery")),
    path("", include("sluitend.accounts.urls")),
    path("", include("sluitend.accounts.allauth_urls")),
    path("", include("sluitend.handover.urls")),
    path("", include("sluitend.signals.urls")),
    path("", include("sluitend.cases.urls")),
    path("", include("sluitend.web.urls")),
]

handler500 = "sluitend.shell.views.server_error"
