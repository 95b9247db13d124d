# SPDX-License-Identifier: EUPL-1.2
"""Hostile text in every place where somebody writes: shown as typed, run nowhere, told nowhere else."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.codes import new_code
from sluitend.core.ids import new_id
from sluitend.core.tests.owning import owner
from sluitend.dossiers import services as dossiers
from sluitend.handover import outbox
from sluitend.handover import services as handovers
from sluitend.handover.doors import token_of
from sluitend.handover.models import Outgoing
from sluitend.handover.packet import Field, Packet
from sluitend.handover.tests.making import PACKET, SHOP_MAIL, SHOP_PHONE, to_shop
from sluitend.signals.services import triage
from sluitend.signals.tests.making import again, privacy_test, recorded, signed_in, text_of

pytestmark = pytest.mark.django_db
# A word that occurs nowhere else, then ways out of text, attribute, comment, style, template, header and PDF.
MARK = "Zwartkorrel"
HOSTILE = (
    f"{MARK} <script>alert(1)</script> \"'><img src=x onerror=alert(2)> "
    "</textarea></title><svg/onload=alert(3)> --><!-- {{7*7}}{% debug %}${7*7}#{7*7} javascript:alert(4)"
    '\r\nBcc: x@example.invalid\r\n\r\n#panic("run") #read("/etc/passwd") '
    "\u202edraai\u2028regel\ufeff \x1b[31m &lt;b&gt; \U0001f600 他"
)
# Any of these, unescaped, would mean that the text got out of its place.
LIVE = re.compile(r"<script>alert|<img src=x|<svg/onload|<!-- \{\{|</textarea></title>|root:x:0")


def wrote(client: Client, address: str, /, **fields: Any) -> str:
    """Send a form and return the page that follows."""
    return text_of(client.post(address, {"submission": str(new_id()), **fields}, follow=True))


def safe(page: str) -> str:
    """Return a page on which the text stands, and only as text."""
    assert MARK in page
    assert not LIVE.search(page), LIVE.search(page)
    return page


@pytest.fixture
def staff(client: Client, officer: Person) -> Client:
    return signed_in(client, officer)


def test_a_report_full_of_it_is_only_text_on_every_page(staff: Client, officer: Person) -> None:
    code, by = new_code(), actor_for(officer)
    signal = recorded(
        code=code,
        facts=HOSTILE,
        circumstances=HOSTILE,
        interpretation=HOSTILE,
        source_note=HOSTILE,
        reporter_name=HOSTILE,
        reporter_contact=HOSTILE,
        safe_contact=HOSTILE,
        route={"map": "persoon", "answers": {HOSTILE: HOSTILE}, "context": {"reporter": HOSTILE}},
    )
    page = f"/werk/signaal/{signal.pk}/"
    triage.take_on(dossier=again(signal), by=by)
    test = privacy_test("privacy-test-1")
    triage.weigh(dossier=again(signal), outcome="research-sources", reason=HOSTILE, test=test, by=by)
    safe(wrote(staff, f"{page}vraag/", text=HOSTILE))
    for what in ("melder", "veilig-contact"):
        safe(wrote(staff, f"{page}inzien/{what}/", reason=HOSTILE))
    safe(text_of(staff.get(f"{page}doorzetten/nla/")))
    safe(wrote(staff, f"{page}sluiten/", version="0", outcome="x", reason=HOSTILE))
    reporter = Client()
    safe(wrote(reporter, "/terug/", code=code))
    safe(wrote(reporter, "/terug/melding/", text=HOSTILE))
    safe(text_of(staff.get(page)))


def test_a_visitor_who_types_it_gets_it_back_as_text_only(lisse: Any) -> None:
    visitor = Client()
    wrote(visitor, "/melden/wie/", reporter="wmo")
    fields = {
        "wat": ["facts"],
        "omstandigheden": ["circumstances"],
        "gedachte": ["interpretation"],
        "bron": ["source_kind", "source_note"],
        "herkennen": ["address", "phone", "plate", "kvk"],
        "melder": ["reporter_name", "reporter_contact"],
        "veilig-contact": ["safe_contact"],
    }
    for screen, names in fields.items():
        typed = dict.fromkeys(names, HOSTILE)
        answer = wrote(visitor, f"/melden/{screen}/", hints_seen="1", **typed)
        assert not LIVE.search(answer)
        if screen in ("wat", "omstandigheden", "gedachte"):
            safe(text_of(visitor.get(f"/melden/{screen}/")))
        elif screen in ("herkennen", "bron"):
            safe(answer)
    assert not LIVE.search(text_of(visitor.get("/melden/controleren/", follow=True)))


def test_a_partner_and_its_mail_and_paper_get_nothing_but_text(officer: Person, staff: Client) -> None:
    by, offered = actor_for(officer), Packet(tuple(Field(one.id, HOSTILE) for one in PACKET.fields))
    handover = to_shop(officer, packet=offered)
    sent = handovers.send_link(
        handover=handover, address=SHOP_MAIL, code_by=SHOP_PHONE, by=by, submission=new_id()
    )
    dossiers.move(dossier=again(handover), to="handed-over", by=by)
    partner, door = Client(), f"/p/{token_of(sent.link.pk)}/"
    safe(wrote(partner, door, code=sent.code))
    paper = partner.get(f"{door}pakket.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["Content-Disposition"] == f'inline; filename="{again(handover).reference}.pdf"'
    safe(wrote(partner, f"{door}vraag/", question=HOSTILE))
    page = f"/werk/signaal/{handover.dossier_id}/overdracht/{handover.pk}/"
    safe(wrote(staff, f"{page}antwoord/", text=HOSTILE))
    safe(wrote(partner, f"{door}terugkoppeling/", outcome="partner-took-up", text=HOSTILE))
    safe(text_of(staff.get(page)))
    for row in Outgoing.objects.all():
        outbox.deliver(row.pk)
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert MARK not in str(message.message())
        assert message.recipients() == [SHOP_MAIL]


def test_nothing_of_it_lies_readable_in_the_database(officer: Person, staff: Client) -> None:
    test_a_report_full_of_it_is_only_text_on_every_page(staff, officer)
    with owner(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            for row in cursor.fetchall():
                stored = b" ".join(
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for value in row
                )
                assert MARK.encode() not in stored, table
