# SPDX-License-Identifier: EUPL-1.2
"""The names of doors that django-allauth itself looks up. None of its own pages has a door here."""

from django.urls import path

from sluitend.accounts import views

urlpatterns = [path("inloggen/", views.sign_in, name="account_login")]
