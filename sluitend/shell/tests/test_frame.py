# SPDX-License-Identifier: EUPL-1.2
"""The frame of a page: whose it is, in which language, help in reach, a way out."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from sluitend.shell import navigation
from sluitend.shell.context import Frame
from sluitend.shell.navigation import Link


def request(path: str = "/") -> HttpRequest:
    made: HttpRequest = RequestFactory().get(path)
    made.user = AnonymousUser()
    return made


def page(template: str, **attributes: Any) -> str:
    asked = request()
    for name, value in attributes.items():
        setattr(asked, name, value)
    return render_to_string(template, {}, asked)


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(navigation._providers, "staff", navigation._nothing)
    monkeypatch.setitem(navigation._providers, "public", navigation._nothing)


def test_public_frame_names_the_municipality_and_the_number_to_dial(lisse: object) -> None:
    html = page("shell/base_public.html")

    assert "Gemeente Lisse" in html
    assert 'href="tel:112"' in html
    assert '<html lang="nl">' in html


def test_public_frame_holds_without_a_pack_and_invents_no_number(db: None) -> None:
    html = page("shell/base_public.html")

    assert "Sluitend" in html
    assert "tel:" not in html


def test_the_way_out_works_without_script_and_says_nothing_to_the_next_site(db: None) -> None:
    with override_settings(EXIT_URL="https://example.invalid/"):
        html = page("shell/base_public.html")

    assert 'href="https://example.invalid/" rel="noreferrer nofollow" data-exit' in html


def test_demo_says_so_and_real_use_does_not(db: None) -> None:
    with override_settings(DEMO=True):
        assert "fictieve gegevens" in page("shell/base_public.html")
    with override_settings(DEMO=False):
        assert "fictieve gegevens" not in page("shell/base_public.html")


def test_a_chosen_language_is_remembered_and_leads_back(client: Client, db: None) -> None:
    answer = client.get("/taal/en/?next=/bestaat-niet/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/bestaat-niet/")
    english = client.get("/bestaat-niet/").content.decode()
    assert '<html lang="en">' in english
    assert "We cannot find this" in english


@pytest.mark.parametrize(
    "elsewhere", ["https://example.invalid/", "//example.invalid/", "javascript:alert(1)"]
)
def test_choosing_a_language_never_leads_to_another_site(client: Client, db: None, elsewhere: str) -> None:
    assert client.get("/taal/en/", {"next": elsewhere}).headers["Location"] == "/"


def test_an_unknown_language_is_not_found(client: Client, db: None) -> None:
    assert client.get("/taal/xx/").status_code == 404


def test_after_a_refused_post_the_language_link_leads_to_the_start(db: None) -> None:
    asked = RequestFactory().post("/signaal/opslaan/")

    assert all("next=%2F" in one.url and "opslaan" not in one.url for one in Frame(asked).languages)


def test_the_menu_marks_the_most_precise_link_only(monkeypatch: pytest.MonkeyPatch) -> None:
    links = [Link("Home", "/werk/"), Link("Signals", "/werk/signalen/"), Link("Start", "/")]
    monkeypatch.setitem(navigation._providers, "staff", lambda _request: links)

    marked = navigation.links(request("/werk/signalen/7/"), "staff")

    assert [link.label for link in marked if link.current] == ["Signals"]


def test_the_menu_shows_counts_and_reads_them_aloud(
    lisse: object, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [Link("Vandaag", "/werk/", count=3, count_label="open", late=2, late_label="te laat")]
    monkeypatch.setitem(navigation._providers, "staff", lambda _request: links)

    html = page("shell/base_staff.html", user=officer)

    assert 'utrecht-number-badge">3<span class="sl-hidden"> open<' in html
    assert 'sl-late">2<span class="sl-hidden"> te laat<' in html
    assert "FF" in html  # the initials in the round sign
    assert 'action="/uitloggen/"' in html


def test_nobody_signed_in_means_no_menu(lisse: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(navigation._providers, "staff", lambda _request: [Link("Vandaag", "/werk/")])

    assert "Vandaag" not in page("shell/base_staff.html")
