# SPDX-License-Identifier: EUPL-1.2
"""Doors of the public pages and of the pages that join rooms."""

from django.urls import path

from sluitend.web.public import walk

app_name = "web"

urlpatterns = [
    path("", walk.start, name="start"),
    path("route/begin/", walk.begin, name="begin"),
    path("route/vraag/<int:number>/", walk.question, name="question"),
    path("route/omstandigheid/<slug:name>/", walk.circumstance, name="circumstance"),
    path("route/uitkomst/", walk.outcome, name="outcome"),
    path("route/wissen/", walk.leave, name="leave"),
    path("contact/", walk.contacts, name="contacts"),
]
