# SPDX-License-Identifier: EUPL-1.2
"""Doors of the accounts room."""

from django.urls import path

from sluitend.accounts import views

app_name = "accounts"

urlpatterns = [
    path("inloggen/", views.sign_in, name="sign-in"),
    path("inloggen/apparaat/<str:brought>/", views.let_in, name="let-in"),
    path("uitloggen/", views.sign_out, name="sign-out"),
    path("beschikbaarheid/", views.availability, name="availability"),
    path("beschikbaarheid/verlof/<uuid:leave_id>/intrekken/", views.cancel_leave, name="cancel-leave"),
]
