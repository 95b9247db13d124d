# SPDX-License-Identifier: EUPL-1.2
"""Doors of the frame."""

from django.urls import path, re_path

from sluitend.shell import views

app_name = "shell"
urlpatterns = [
    path(".well-known/security.txt", views.security_contact, name="security-txt"),
    path("sporen-wissen/", views.clear_traces, name="clear-traces"),
    path("taal/<slug:code>/", views.choose_language, name="language"),
    re_path(r"^huisstijl/(?P<digest>[0-9a-f]{16})\.css$", views.theme_css, name="theme"),
]
