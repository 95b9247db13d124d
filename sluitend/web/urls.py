# SPDX-License-Identifier: EUPL-1.2
"""Doors of the public pages and of the pages that join rooms."""

from django.urls import path

from sluitend.web.public import walk
from sluitend.web.staff import handovers
from sluitend.web.staff.plan import views as plan

app_name = "web"

urlpatterns = [
    path("", walk.start, name="start"),
    path("route/begin/", walk.begin, name="begin"),
    path("route/vraag/<int:number>/", walk.question, name="question"),
    path("route/omstandigheid/<slug:name>/", walk.circumstance, name="circumstance"),
    path("route/uitkomst/", walk.outcome, name="outcome"),
    path("route/wissen/", walk.leave, name="leave"),
    path("contact/", walk.contacts, name="contacts"),
    path("werk/overdrachten/", handovers.waiting, name="handovers"),
    path("beheer/plan/", plan.overview, name="plan"),
    path("beheer/plan/<slug:slug>/", plan.section, name="plan-section"),
]
