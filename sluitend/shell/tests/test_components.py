# SPDX-License-Identifier: EUPL-1.2
"""What a component makes of its parameters."""

from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from sluitend.core import clock as core_clock
from sluitend.shell import deadlines, icons
from sluitend.shell.templatetags import shell as tags


def render(source: str, **context: object) -> str:
    return Template("{% load shell %}" + source).render(Context(context))


def test_a_component_wraps_its_body() -> None:
    html = render(
        '{% component "alert" kind="ok" heading=h %}<p>{{ text }}</p>{% endcomponent %}',
        h="Klaar",
        text="a<b",
    )

    assert "utrecht-alert--ok" in html
    assert "<h3>Klaar</h3>" in html
    assert "<p>a&lt;b</p>" in html


def test_a_component_escapes_what_it_is_given() -> None:
    html = render('{% component "alert" heading=h %}{% endcomponent %}', h="<script>")

    assert "&lt;script&gt;" in html


def test_a_component_does_not_see_what_the_page_happens_to_call_the_same() -> None:
    html = render('{% component "alert" kind="info" %}x{% endcomponent %}', heading="Van de pagina")

    assert "Van de pagina" not in html


@pytest.mark.parametrize(
    ("days", "kind", "dutch", "english"),
    [
        (-2, "late", "2 dagen te laat", "2 days late"),
        (-1, "late", "1 dag te laat", "1 day late"),
        (0, "today", "vandaag", "today"),
        (1, "soon", "morgen", "tomorrow"),
        (3, "soon", "over 3 dagen", "in 3 days"),
        (4, "later", "6 jun", "6 June"),
        (300, "later", "29 mrt 2027", "29 March 2027"),
    ],
)
def test_a_deadline_says_how_near_it_is(days: int, kind: str, dutch: str, english: str) -> None:
    today = date(2026, 6, 2)
    due = today + timedelta(days=days)

    assert deadlines.deadline(due, today) == deadlines.Deadline(due, kind, dutch)
    with translation.override("en"):
        assert deadlines.deadline(due, today).text == english


def test_the_chip_of_a_deadline_carries_the_whole_date(clock: object) -> None:
    html = render("{% deadline due %}", due=core_clock.today() - timedelta(days=1))

    assert 'datetime="2026-06-01"' in html
    assert "sl-due--late" in html


def test_a_contact_card_dials_mails_and_links() -> None:
    channels = [
        {"kind": "phone", "value": "0900-0000 (keuze 1)"},
        {"kind": "mail", "value": "a@example.invalid"},
        {"kind": "form", "value": "https://example.invalid/", "label": "Formulier"},
        {"kind": "visit", "value": "Voorbeeldstraat 1"},
    ]
    html = render_to_string("components/contact_card.html", {"name": "Partner", "channels": channels})

    assert 'href="tel:090000001"' in html
    assert 'href="mailto:a@example.invalid"' in html
    assert 'href="https://example.invalid/" rel="noreferrer"' in html
    assert html.count("utrecht-button--primary-action") == 1
    assert "Voorbeeldstraat 1" in html


def test_a_partner_without_a_way_shows_the_gap_and_no_button() -> None:
    html = render_to_string("components/contact_card.html", {"name": "Partner", "gap": "Geen nummer bekend."})

    assert "Geen nummer bekend." in html
    assert "utrecht-button" not in html


def test_a_code_breaks_between_its_groups_only_and_is_copied_whole() -> None:
    html = render_to_string("components/code.html", {"code": "ABCD-EFGH-JKMNP"})

    assert 'data-code="ABCD-EFGH-JKMNP"' in html
    assert "<span>ABCD-</span><span>EFGH-</span><span>JKMNP</span>" in html


def test_buttons_that_need_script_are_hidden_without_it() -> None:
    for name in ("components/code.html", "components/print_button.html"):
        html = render_to_string(name, {"code": "A-B"})
        button = html[html.index("<button") : html.index("</button>")]
        assert "data-needs-script hidden" in button


def test_the_route_walked_is_a_list_that_ends_in_advice() -> None:
    html = render_to_string(
        "components/route_walk.html",
        {
            "walked": [{"question": "Gevaar?", "answer": "Weet ik niet", "unknown": True, "url": "/1/"}],
            "advice": [{"label": "Bel 112", "urgent": True}],
        },
    )

    assert html.startswith("<ol") or "<ol class" in html
    assert html.index("Gevaar?") < html.index("Weet ik niet") < html.index("Bel 112")
    assert "sl-route__node--unknown" in html
    assert "sl-route__node--urgent" in html
    assert 'Wijzigen<span class="sl-hidden">: Gevaar?' in html


def test_an_answer_given_earlier_is_marked_and_said() -> None:
    options = [{"value": "yes", "label": "Ja"}, {"value": "no", "label": "Nee"}]
    html = render_to_string(
        "components/answer_buttons.html",
        {"question": "Gevaar?", "name": "p1", "groups": [("", options)], "chosen": "no"},
    )

    assert html.count("is-chosen") == 1
    assert "(eerder gekozen)" in html.split('value="no"')[1]


def test_a_packet_says_when_nothing_goes_or_stays() -> None:
    html = render_to_string("components/packet.html", {"goes": [], "stays": []})

    assert "Er gaat niets mee." in html
    assert "Er blijft niets achter." in html


def test_a_table_tells_a_phone_which_heading_belongs_to_a_cell() -> None:
    html = render_to_string(
        "components/table.html",
        {"columns": [{"label": "Signaal"}, {"label": "Stap"}], "rows": [[{"text": "A"}, {"text": "Bel"}]]},
    )

    assert html.count("data-label=") == 2
    assert html.index('data-label="Signaal"') < html.index('data-label="Stap"')


def test_pages_without_a_neighbour_show_no_navigation() -> None:
    assert "<nav" not in render_to_string("components/pagination.html", {"shown": "3"})


@pytest.mark.parametrize(
    ("name", "letters"), [("Vera Voorbeeld", "VV"), ("Fenna van der Berg", "FB"), ("Bo", "B"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert tags.initials(name) == letters


@pytest.mark.parametrize("name", icons.PATHS)
def test_every_icon_is_silent(name: str) -> None:
    assert 'aria-hidden="true"' in icons.draw(name)
