# SPDX-License-Identifier: EUPL-1.2
"""The partner's door. The part after /p/ is secret and opens nothing without a code."""

from django.urls import path

from sluitend.handover import views

app_name = "handover"

urlpatterns = [
    path("p/<str:token>/", views.door, name="door"),
    path("p/<str:token>/pakket.pdf", views.document, name="document"),
    path("p/<str:token>/nieuwe-link/", views.fresh_link, name="fresh-link"),
    path("p/<str:token>/verlaten/", views.leave, name="leave"),
    path("p/<str:token>/klaar/", views.done, name="done"),
    path("p/<str:token>/<slug:act>/", views.act, name="act"),
]
