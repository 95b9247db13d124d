# SPDX-License-Identifier: EUPL-1.2
"""All doors of the application."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
