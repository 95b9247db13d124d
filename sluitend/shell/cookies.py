# SPDX-License-Identifier: EUPL-1.2
"""What all cookies of ours share."""

from django.conf import settings


def secure() -> bool:
    """Return whether cookies go over encrypted connections only."""
    return bool(settings.SESSION_COOKIE_SECURE)
