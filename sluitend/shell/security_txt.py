# SPDX-License-Identifier: EUPL-1.2
"""Where somebody who finds a weakness can tell it: `/.well-known/security.txt` (RFC 9116)."""

from datetime import date, timedelta

from django.conf import settings

from sluitend.core import clock

PATH = "/.well-known/security.txt"
# RFC 9116 recommends less than a year, so that no contact outlives who reads it.
LONGEST = timedelta(days=366)
_WAYS = ("mailto:", "https://", "tel:")
_TEXT = """\
# Hebt u een zwakke plek in deze website gevonden? Vertel het ons, en nog niet aan anderen.
# Have you found a weakness in this website? Tell us, and nobody else yet.
# This page is not for reporting human trafficking: {url}/
{contacts}
Expires: {day}T23:59:59Z
Preferred-Languages: nl, en
Canonical: {url}{path}
"""


def text() -> str | None:
    """Return the file; None when no contact is set, or when its last day has passed."""
    day = _last_day()
    if faults() or day is None or day < clock.today():
        return None
    lines = "\n".join(f"Contact: {contact}" for contact in contacts())
    url = settings.PUBLIC_URL.rstrip("/")
    return _TEXT.format(contacts=lines, day=day.isoformat(), url=url, path=PATH)


def contacts() -> list[str]:
    """Return the contacts of the setting, the preferred one first."""
    return [one.strip() for one in settings.SECURITY_CONTACT.split(",") if one.strip()]


def faults() -> list[str]:
    """Return what is wrong with the settings, each with its remedy; setting neither is no fault."""
    found = [
        f"SLUITEND_SECURITY_CONTACT has “{one}”: write mailto:…, https://… or tel:…, with commas between."
        for one in contacts()
        if not one.startswith(_WAYS) or any(sign.isspace() for sign in one) or not one.isprintable()
    ]
    day = _last_day()
    if bool(contacts()) != bool(settings.SECURITY_EXPIRES):
        found.append("Set both SLUITEND_SECURITY_CONTACT and SLUITEND_SECURITY_EXPIRES, or neither.")
    elif settings.SECURITY_EXPIRES and day is None:
        found.append("SLUITEND_SECURITY_EXPIRES is not a day: write it as 2027-06-30.")
    elif day is not None and day > clock.today() + LONGEST:
        found.append("SLUITEND_SECURITY_EXPIRES is more than a year away: choose an earlier day.")
    return found


def warning() -> str:
    """Return what should be mended while people are served; empty when all is well."""
    if not settings.SECURE_TRANSPORT or text() is not None:
        return ""
    return (
        f"{PATH} is not there: set SLUITEND_SECURITY_CONTACT, and SLUITEND_SECURITY_EXPIRES to a day"
        " within a year. Dutch authorities must have it."
    )


def _last_day() -> date | None:
    try:
        return date.fromisoformat(settings.SECURITY_EXPIRES)
    except ValueError:
        return None
