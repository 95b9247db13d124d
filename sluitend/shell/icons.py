# SPDX-License-Identifier: EUPL-1.2
"""Our own line icons on a grid of 24 by 24: they are drawn in the text colour, in the page itself."""

from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PATHS: dict[str, tuple[str, ...]] = {
    "alert": ("M12 7v6", "M12 16.6v.4", "M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2Z"),
    "arrow-down": ("M12 5v14", "m6 13 6 6 6-6"),
    "arrow-left": ("M19 12H5", "m11 6-6 6 6 6"),
    "arrow-right": ("M5 12h14", "m13 6 6 6-6 6"),
    "calendar": ("M4 6h16v14H4Z", "M4 10.5h16", "M8.5 3.5V8", "M15.5 3.5V8"),
    "check": ("m5 12.5 4.8 4.8L19.5 7",),
    "clock": ("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z", "M12 7.5V12l3 2"),
    "copy": ("M8.5 8.5h11v11h-11Z", "M15.5 5v-.5h-11v11H5"),
    "document": ("M6 3h8.5L19 7.5V21H6Z", "M14 3.5V8h4.5", "M9.5 12.5h6", "M9.5 16.5h6"),
    "edit": ("M4.5 19.5 5.6 15 15.8 4.8l3.4 3.4L9 18.4Z", "m13.5 7.1 3.4 3.4"),
    "exit": ("M10 4H5v16h5", "M10 12h10", "m16 8 4 4-4 4"),
    "flag": ("M6 21V4", "M6 4.8c4-2.6 7.4 2.4 12 0v9c-4.6 2.4-8-2.6-12 0"),
    "home": ("m4 11.5 8-7 8 7", "M6.5 9.8V20h11V9.8", "M10 20v-5.5h4V20"),
    "info": ("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z", "M12 11v5.5", "M12 7.6v.3"),
    "key": ("M8 11a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z", "m11.2 12.3 8.3-8.3", "m15.5 8 3.2 3.2"),
    "list": ("M9 6.5h11", "M9 12h11", "M9 17.5h11", "M4.5 6.5h.1", "M4.5 12h.1", "M4.5 17.5h.1"),
    "lock": ("M5.5 11h13v9.5h-13Z", "M8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"),
    "mail": ("M3.5 5.5h17v13h-17Z", "m4 6.5 8 6.5 8-6.5"),
    "menu": ("M4 7h16", "M4 12h16", "M4 17h16"),
    "message": ("M4 5h16v11.5h-8.5L7 20v-3.5H4Z", "M8.5 9.2h7", "M8.5 12.4h4.5"),
    "mobile": ("M7.5 2.5h9v19h-9Z", "M11 18.4h2"),
    "minus": ("M5.5 12h13",),
    "person": ("M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z", "M4.5 20.5c.8-4 3.8-5.8 7.5-5.8s6.7 1.8 7.5 5.8"),
    "phone": (
        "M6.2 3.8h3.3l1.6 4.3-2.2 1.7a12 12 0 0 0 5.3 5.3l1.7-2.2 4.3 1.6v3.3"
        "a2 2 0 0 1-2.2 2A16 16 0 0 1 4.2 6a2 2 0 0 1 2-2.2Z",
    ),
    "place": (
        "M12 21c4.5-5 6.8-8.4 6.8-11.2a6.8 6.8 0 0 0-13.6 0C5.2 12.6 7.5 16 12 21Z",
        "M12 7.6a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6Z",
    ),
    "plus": ("M12 5.5v13", "M5.5 12h13"),
    "print": ("M7 9V3.5h10V9", "M7 17.5H4V9h16v8.5h-3", "M7 14.5h10v6H7Z"),
    "question": (
        "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
        "M9.4 9.6a2.7 2.7 0 1 1 3.9 2.5c-.9.5-1.3.900-1.3 2",
        "M12 16.7v.3",
    ),
    "route": (
        "M6 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
        "M18 15.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
        "M6 8.5V14a4 4 0 0 0 4 4h5.5",
    ),
    "search": ("M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z", "m15.4 15.4 5.1 5.1"),
    "send": ("M20.5 3.5 3.5 10.5l6.5 3.5 3.5 6.5Z", "m10 14 4.5-4.5"),
    "shield": ("M12 3.2 5 6v5.5c0 4.5 2.8 7.6 7 9.3 4.2-1.7 7-4.8 7-9.3V6Z",),
    "warning": ("M12 4 2.8 20h18.4Z", "M12 10v4.5", "M12 17.2v.2"),
    "web": (
        "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
        "M3.5 12h17",
        "M12 3c5 5.3 5 12.7 0 18-5-5.3-5-12.7 0-18Z",
    ),
}


@cache
def draw(name: str) -> SafeString:
    """Return the icon as SVG that screen readers skip: the text beside it says what it means."""
    paths = format_html_join("", '<path d="{}"/>', ((path,) for path in PATHS[name]))
    return format_html('<svg class="sl-icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', paths)
