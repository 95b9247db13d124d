# SPDX-License-Identifier: EUPL-1.2
"""Journey 5: an agenda from chosen signals, six people who each see their own, and minutes when it ends."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.cases.models import AgendaItem, Notice
from sluitend.cases.services import doors, tasks
from sluitend.cases.tests.making import item_of, meeting_of
from sluitend.core import outbox
from sluitend.core.ids import new_id
from sluitend.handover.services.sending import IN_PERSON
from sluitend.signals.tests.making import again, recorded
from tests.browser import flows
from tests.browser.conftest import NewPage
from tests.browser.visiting import Visitor, sign_in

TABLE, DAY = "lokaal-signalenoverleg", "2026-06-09"
SHED, NAILS, CAMP, ROUTE = "Schuur met matrassen.", "Nagelstudio.", "Camping vol klussers.", "De meldroute."
ALL = {SHED, NAILS, CAMP, ROUTE}
NOTES, ACTION = "De politie kent het adres niet.", "Nagaan of er een klacht ligt."
# Who comes, of which organisation, and which of the three they are involved in.
GUESTS = {
    "Piet Politie": ("politie", {SHED, NAILS}),
    "Petra Politie": ("politie", {NAILS, CAMP}),
    "Otto Omgeving": ("odwh", {SHED, CAMP}),
    "Olga Omgeving": ("odwh", set[str]()),
}
COLLEAGUES = {"Bo Boa": {SHED}, "Hanna Handelaar": {CAMP}}
LINK = re.compile(r"https?://\S+")


@dataclass
class Guest:
    """Somebody at their own device, with the way in that they were given."""

    visitor: Visitor
    path: str
    code: str


def seen(text: str) -> set[str]:
    return {word for word in ALL if word in text}


def text_of_pdf(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def text_of_odt(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        return whole.read("content.xml").decode()


def about(desk: Visitor, question: str) -> Locator:
    """The item of an agenda that asks this."""
    return desk.page.locator("main article", has_text=question)


def plan(desk: Visitor) -> None:
    """Plan the table of next week from the list of meetings, which is empty."""
    desk.go("/werk/overleg/")
    desk.look("meetings-empty")
    desk.tap("main a[href='/werk/overleg/nieuw/']")
    desk.look("meeting-plan")
    desk.choose("consultation", TABLE)
    desk.fill(day=DAY, at="10:00", place="Raadszaal")
    desk.send()
    desk.look("meeting-empty")


def invite(desk: Visitor) -> None:
    """Two colleagues, and four people of two other organisations."""
    for name in COLLEAGUES:
        desk.tap("#wie a[href$='/collega/']")
        desk.page.locator("main select[name=person]").select_option(label=name)
        desk.send()
    for name, (partner, _items) in GUESTS.items():
        desk.tap("#wie a[href$='/gast/']")
        desk.pick("partner_id", partner)
        desk.fill(name=name)
        desk.send()


def put_on_agenda(desk: Visitor, signals: dict[str, Any]) -> None:
    """Three signals, and a subject that is about nobody."""
    for question, signal in signals.items():
        desk.tap("main a[href$='/punt/'] >> nth=0")
        desk.pick("about", str(signal.pk))
        desk.fill(question=question)
        desk.send()
    desk.tap("main a[href$='/punt/'] >> nth=0")
    desk.look("meeting-item")
    desk.pick("about", "general")
    desk.fill(question=ROUTE)
    desk.send()


def share(desk: Visitor) -> None:
    """Share each of the three with who is involved in it, after what comes first."""
    everybody = {name: items for name, (_partner, items) in GUESTS.items()} | COLLEAGUES
    for question in (SHED, NAILS, CAMP):
        desk.tap(about(desk, question).locator("a[href$='/delen/']"))
        desk.look("meeting-share")
        for name, items in everybody.items():
            if question in items:
                desk.page.locator("main label:has(input[name=participants])", has_text=name).click()
        for box in desk.page.locator("main input[name=steps]").all():
            desk.choose("steps", box.get_attribute("value") or "")
        desk.send()
    desk.look("meeting-shared")


def send_links(desk: Visitor, new_page: NewPage, width: int) -> dict[str, Guest]:
    """Send each guest a link to their own agenda, and tell each the code."""
    guests = {}
    for name in GUESTS:
        desk.tap(desk.page.locator("#wie li", has_text=name).locator("a[href$='/link/']"))
        desk.look("meeting-send-link")
        desk.fill(address=f"{name.split()[0].lower()}@partner.example.invalid")
        desk.choose("code_by", IN_PERSON)
        desk.send()
        desk.look("meeting-link-made")
        code = flows.shown_code(desk)
        for row_id in outbox.due(Notice).values_list("pk", flat=True):
            assert doors.deliver(row_id)
        body = str(mail.outbox[-1].body)
        assert not seen(body)
        guests[name] = Guest(Visitor(new_page(width=width)), urlsplit(LINK.findall(body)[0]).path, code)
        desk.tap("main a:has-text('Terug naar het overleg')")
    return guests


def open_agenda(guest: Guest, see: flows.See = flows.unseen) -> str:
    """Come in by link and code; return the page."""
    guest.visitor.go(guest.path)
    if guest.visitor.page.locator("main [name=code]").count():
        see("meeting-door-code")
        guest.visitor.fill(code=guest.code)
        guest.visitor.send()
    return guest.visitor.main()


def take_minutes(desk: Visitor) -> None:
    """Write, decide and give an action on one screen, while people talk."""
    desk.tap("main a[href$='/notulen/']")
    desk.look("minutes")
    item = AgendaItem.objects.get(position=1)
    block = desk.page.locator(f"#punt-{item.pk}")
    block.locator("textarea").first.fill(NOTES)
    block.locator("summary").nth(0).click()
    block.locator(f"[name='{item.pk}-outcome']").select_option(index=1)
    block.locator(f"[name='{item.pk}-reason']").fill("Eerst kijken.")
    block.locator("summary").nth(1).click()
    block.locator(f"[name='{item.pk}-what']").fill(ACTION)
    desk.tap(block.locator("button[type=submit]"))
    assert desk.errors()
    desk.look("minutes-error")
    block.locator(f"[name='{item.pk}-owner']").select_option(label="ODWH")
    block.locator(f"[name='{item.pk}-due']").fill("2026-06-20")
    desk.tap(block.locator("button[type=submit]"))
    assert NOTES in block.locator("textarea").first.input_value()
    assert ACTION in desk.look("minutes-saved")


@pytest.fixture
def signals(officer: Person) -> dict[str, Any]:
    return {question: again(recorded(facts=flows.FACTS)) for question in (SHED, NAILS, CAMP)}


@pytest.mark.one_walk
def test_six_people_at_one_table_each_see_their_own(
    page: Page,
    new_page: NewPage,
    width: int,
    site: str,
    clock: FrozenClock,
    officer: Person,
    boa: Person,
    handler: Person,
    signals: dict[str, Any],
) -> None:
    sign_in(page, officer, site)
    desk = Visitor(page)
    plan(desk)
    invite(desk)
    put_on_agenda(desk, signals)
    share(desk)
    guests = send_links(desk, new_page, width)
    for name, guest in guests.items():
        open_agenda(guest, guest.visitor.look)
        text = guest.visitor.look(f"meeting-door-{name.split()[0].lower()}")
        assert seen(text) == GUESTS[name][1] | {ROUTE}
        assert flows.FACTS not in text
    for person in (boa, handler):
        inside = Visitor(new_page(width=width))
        sign_in(inside.page, person, site)
        inside.go("/werk/overleg/")
        inside.look()
        inside.tap("main a:has-text('Lokaal signalenoverleg')")
        text = inside.look(f"meeting-of-{person.name.split()[0].lower()}")
        assert seen(text) == COLLEAGUES[person.name] | {ROUTE}
        assert flows.FACTS not in text
        inside.go("/werk/overleg/a4/")
        inside.look("one-page")

    clock.advance(days=7, hours=1)
    sign_in(page, officer, site)
    desk.go("/werk/overleg/")
    desk.tap("main a:has-text('Lokaal signalenoverleg')")
    desk.look("meeting-begun")
    take_minutes(desk)
    desk.tap("main a:has-text('Naar het overleg')")
    desk.look("meeting-written")
    desk.tap("main a[href$='/vaststellen/']")
    desk.look("minutes-finish")
    desk.send()
    assert "Gehouden" in desk.look("meeting-held")
    for kind, read in (("pdf", text_of_pdf), ("odt", text_of_odt)):
        answer = page.request.get(f"{page.url}verslag.{kind}")
        text = read(answer.body())
        assert answer.ok
        assert seen(text) == ALL
        assert {word for word in (NOTES, ACTION) if word in text} == {NOTES, ACTION}


@pytest.mark.one_walk
def test_two_who_write_the_same_minutes_lose_nothing(
    new_page: NewPage, width: int, site: str, officer: Person, deputy: Person, clock: FrozenClock
) -> None:
    meeting = meeting_of(officer, days=0)
    item = item_of(meeting, officer)
    clock.advance(hours=3)
    first, second = Visitor(new_page(width=width)), Visitor(new_page(width=width))
    field = f"[name='{item.pk}-notes']"
    for visitor, person in ((first, officer), (second, deputy)):
        sign_in(visitor.page, person, site)
        visitor.go(f"/werk/overleg/{meeting.pk}/notulen/")
        visitor.page.locator(field).fill(f"Wat {person.name} hoorde.")
    first.tap(f"#punt-{item.pk} button[type=submit]")
    second.tap(f"#punt-{item.pk} button[type=submit]")
    text = second.look("minutes-two-at-once")
    assert f"Wat {officer.name} hoorde." in text
    expect(second.page.locator(field)).to_have_value(f"Wat {deputy.name} hoorde.")
    second.page.locator(field).fill(f"Wat {officer.name} hoorde. Wat {deputy.name} hoorde.")
    second.tap(f"#punt-{item.pk} button[type=submit]")
    expect(second.page.locator(field)).to_have_value(f"Wat {officer.name} hoorde. Wat {deputy.name} hoorde.")


@pytest.mark.one_walk
def test_who_leaves_the_minutes_without_saving_finds_what_was_typed(
    page: Page, width: int, site: str, officer: Person, clock: FrozenClock
) -> None:
    meeting = meeting_of(officer, days=0)
    item = item_of(meeting, officer)
    there, field = f"/werk/overleg/{meeting.pk}/notulen/", f"[name='{item.pk}-notes']"
    clock.advance(hours=3)
    sign_in(page, officer, site)
    first = Visitor(page)
    first.go(there)
    page.locator(field).press_sequentially(NOTES)
    expect(page.locator("[data-kept]")).to_contain_text("Bewaard om")
    first.look("minutes-kept")
    # The window is closed, and the next one opened on the same device.
    second = Visitor(page.context.new_page())
    page.close()
    second.page.set_viewport_size({"width": width, "height": 900})
    second.go(there)
    expect(second.page.locator(field)).to_have_value(NOTES)
    assert second.look("minutes-given-back").count("U ging weg zonder op te slaan") == 1
    # Who goes on at once, before anything was kept, loses nothing either.
    second.page.locator(field).fill(f"{NOTES} En nog iets.")
    second.go("/werk/overleg/")
    second.go(there)
    expect(second.page.locator(field)).to_have_value(f"{NOTES} En nog iets.")
    second.tap(f"#punt-{item.pk} button[type=submit]")
    expect(second.page.locator(field)).to_have_value(f"{NOTES} En nog iets.")
    second.go(there)
    assert "U ging weg" not in second.main()


@pytest.mark.one_walk
def test_who_has_much_to_do_begins_with_what_is_due_first(
    page: Page, site: str, officer: Person, boa: Person, clock: FrozenClock
) -> None:
    signal, by, today = recorded(), actor_for(officer), clock.now().date()
    for days in range(9, 2, -1):
        due = today + timedelta(days=days)
        tasks.give_task(
            dossier=again(signal), what="Ga kijken", due=due, person=boa, submission=new_id(), by=by
        )
    clock.advance(days=5)
    visitor = Visitor(page)
    sign_in(page, boa, site)
    visitor.go("/werk/")
    assert "niets te doen" not in visitor.look("worklist-with-tasks")
    lines = page.locator("#mijn-taken + ul > li")
    assert (lines.count(), "te laat" in lines.first.inner_text()) == (5, True)
    visitor.tap("main a[href='/werk/taken/']")
    visitor.look("tasks")
    assert page.locator("main li").count() == 7
    sign_in(page, officer, site)
    visitor.go("/werk/taken/")
    assert "geen taken" in visitor.look("tasks-empty")
