# SPDX-License-Identifier: EUPL-1.2
"""What every page frame shows: whose site this is, in which language, where one can go."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import get_language

from sluitend.policy import selectors as policy
from sluitend.policy.schema.pack import Pack
from sluitend.shell import navigation, theme
from sluitend.shell.navigation import Link

PRODUCT = "Sluitend"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the interface and the link that chooses it."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Emergency:
    """The number to dial when somebody is in danger now."""

    number: str


class Frame:
    """The frame of one page. Each part is looked up when a template asks for it."""

    product = PRODUCT

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _pack(self) -> Pack | None:
        try:
            return policy.current().pack
        except policy.NoPack:
            return None

    @cached_property
    def language(self) -> str:
        """The language of the page, for `lang`."""
        return (get_language() or settings.LANGUAGE_CODE).split("-")[0]

    @cached_property
    def organisation(self) -> str:
        """The name of whose instance this is; empty while no pack is in force."""
        organisation = self._pack and self._pack.pack.organisation
        return organisation.text(self.language) if organisation else ""

    @cached_property
    def emergency(self) -> Emergency | None:
        """The emergency number, when the pack names one that can be dialled."""
        if self._pack is None or self._pack.pack.emergency is None:
            return None
        wanted = self._pack.pack.emergency
        partner = next((one for one in self._pack.partners if one.id == wanted), None)
        channels = partner.channels if partner else ()
        number = next((channel.value for channel in channels if channel.kind == "phone"), None)
        return Emergency(number) if number else None

    @cached_property
    def languages(self) -> list[Language]:
        """The languages to choose from, each in its own words."""
        back = self._request.path if self._request.method in {"GET", "HEAD"} else "/"
        return [
            Language(code, name, self._language_url(code, back), code == self.language)
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def theme_url(self) -> str:
        """Where the municipality's own colours are; empty when it sets none."""
        css = theme.stylesheet(self._pack.theme.tokens) if self._pack else ""
        return reverse("shell:theme", args=[sha256(css.encode()).hexdigest()[:16]]) if css else ""

    @cached_property
    def staff_links(self) -> list[Link]:
        """The primary navigation of staff."""
        return navigation.links(self._request, "staff")

    @cached_property
    def public_links(self) -> list[Link]:
        """The links at the foot of public pages."""
        return navigation.links(self._request, "public")

    @cached_property
    def base(self) -> str:
        """The frame that fits who looks: for pages that both may see, such as errors."""
        user = getattr(self._request, "user", None)
        signed_in = user is not None and user.is_authenticated
        return "shell/base_staff.html" if signed_in else "shell/base_public.html"

    @property
    def demo(self) -> bool:
        """Whether all data here is made up."""
        return bool(settings.DEMO)

    @property
    def staff_home(self) -> str:
        """Where staff begin."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    @property
    def exit_url(self) -> str:
        """Where "leave this site quickly" goes."""
        return str(settings.EXIT_URL)

    @staticmethod
    def _language_url(code: str, back: str) -> str:
        return f"{reverse('shell:language', args=[code])}?{urlencode({'next': back})}"


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
