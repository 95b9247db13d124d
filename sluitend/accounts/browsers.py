# SPDX-License-Identifier: EUPL-1.2
"""What a browser calls itself, short enough for somebody to recognise their own devices by."""

from typing import NamedTuple

# In this order: most browsers also name the ones that they descend from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class Browser(NamedTuple):
    """A browser and what it runs on, such as Firefox and Windows; empty where that is not known."""

    name: str = ""
    system: str = ""


def recognise(user_agent: str) -> Browser:
    """Return what a `User-Agent` header says: in our own words, for anybody can write anything there."""
    return Browser(_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((word for sign, word in known if sign in user_agent), "")
