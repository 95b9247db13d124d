# SPDX-License-Identifier: EUPL-1.2
"""The partner's door. The part after /p/ is secret and opens nothing without a code."""

from django.urls import path

from sluitend.handover import views

app_name = "handover"

urlpatterns = [
    path("p/<slug:token>/", views.door, name="door"),
    path("p/<slug:token>/pakket.pdf", views.document, name="document"),
    path("p/<slug:token>/nieuwe-link/", views.fresh_link, name="fresh-link"),
    path("p/<slug:token>/verlaten/", views.leave, name="leave"),
    path("p/<slug:token>/klaar/", views.done, name="done"),
    path("p/<slug:token>/<slug:act>/", views.act, name="act"),
]
