# SPDX-License-Identifier: EUPL-1.2
"""Where one can go. The rooms that know the pages provide the links; the frame shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go. `count` (when not 0) is shown beside it and read as `count_label`.

    `late` says how many of them are too late: that number stands apart, read as `late_label`.
    """

    label: str
    url: str
    count: int = 0
    count_label: str = ""
    late: int = 0
    late_label: str = ""
    current: bool = False


Provider = Callable[[HttpRequest], Sequence[Link]]


def _nothing(_request: HttpRequest) -> Sequence[Link]:
    return ()


_providers: dict[str, Provider] = {"staff": _nothing, "public": _nothing}


def provide(*, staff: Provider | None = None, public: Provider | None = None) -> None:
    """Set who tells the links: of the staff menu, and of the foot of public pages."""
    if staff is not None:
        _providers["staff"] = staff
    if public is not None:
        _providers["public"] = public


def links(request: HttpRequest, part: str) -> list[Link]:
    """Return the links of `staff` or `public`; the one that leads here is marked."""
    found = list(_providers[part](request))
    here = [link.url for link in found if _leads_to(link.url, request.path)]
    longest = max(here, key=len, default=None)
    return [replace(link, current=link.url == longest) for link in found]


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and url.endswith("/") and path.startswith(url))
