# SPDX-License-Identifier: EUPL-1.2
"""Notices leave over real SMTP, survive a server that is down, slow or refusing, and hold no content."""

import asyncio
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from conftest import FrozenClock
from sluitend.accounts.models import Person
from sluitend.accounts.selectors import actor_for
from sluitend.core.ids import new_id
from sluitend.core.outbox import LEASE, MOST_ATTEMPTS
from sluitend.handover import doors, jobs, outbox, services
from sluitend.handover.models import Outgoing
from sluitend.handover.tests.making import SHOP_MAIL, SHOP_PHONE, acts, again, linked, step_of

pytestmark = pytest.mark.django_db
CONTENT = (
    "schuur",
    "Voorbeeldstraat",
    "Vera",
    "buurvrouw",
    "uitbuiting",
    "mensenhandel",
    "trafficking",
    "SHOP",
)


class Mailbox:
    """What a mail server took in; `refuse` makes it say no, `pause` makes it slow."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.refuse = ""
        self.pause = 0.0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.pause:
            await asyncio.sleep(self.pause)
        if self.refuse:
            return self.refuse
        self.messages.append(message_from_bytes(envelope.original_content or b""))
        return "250 taken"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def real_mail(settings: Any, free_port: int) -> int:
    """Have Django speak SMTP to a port on loopback, on which nobody listens yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port, 2
    return free_port


@pytest.fixture
def mailbox(real_mail: int) -> Iterator[Mailbox]:
    """A mail server that listens on that port."""
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=real_mail)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def notice(officer: Person) -> Outgoing:
    linked(officer)
    return Outgoing.objects.get()


def row(notice: Outgoing) -> Outgoing:
    return Outgoing.objects.get(pk=notice.pk)


def test_a_notice_arrives_with_its_address_and_without_content(mailbox: Mailbox, notice: Outgoing) -> None:
    assert outbox.deliver(notice.pk)
    message = mailbox.messages[0]
    body = message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert message["To"] == SHOP_MAIL
    assert message["Message-ID"] == notice.message_id
    assert doors.address_of(notice.link_id) in body
    for word in CONTENT:
        assert word.lower() not in (str(message["Subject"]) + body).lower()
    assert (row(notice).progress, row(notice).attempts) == ("delivered", 1)


def test_the_mail_holds_neither_the_code_nor_our_reference(mailbox: Mailbox, officer: Person) -> None:
    sent = linked(officer)
    outbox.deliver(Outgoing.objects.get().pk)
    text = mailbox.messages[0].as_string()
    assert sent.code not in text
    assert sent.code.replace("-", "") not in text
    assert sent.handover.dossier.reference not in text


def test_a_server_that_is_down_is_tried_again_until_it_is_up(
    real_mail: int, notice: Outgoing, clock: FrozenClock
) -> None:
    assert not outbox.deliver(notice.pk)
    assert (row(notice).progress, row(notice).last_fault) == ("waiting", "ConnectionRefusedError")
    assert not outbox.deliver(notice.pk), "it waits before it tries again"
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=real_mail)
    server.start()
    try:
        clock.advance(seconds=31)
        assert outbox.deliver(notice.pk)
    finally:
        server.stop()
    assert [message["Message-ID"] for message in box.messages] == [notice.message_id]
    assert row(notice).attempts == 2


def test_a_server_that_refuses_is_tried_ever_later_and_then_said_to_fail(
    mailbox: Mailbox, officer: Person, clock: FrozenClock
) -> None:
    from sluitend.dossiers import services as dossiers

    handover = linked(officer).handover
    dossiers.move(dossier=again(handover).dossier, to="handed-over", by=actor_for(officer))
    notice = Outgoing.objects.get()
    mailbox.refuse = "550 no such mailbox"
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        assert not outbox.deliver(notice.pk)
        pauses.append(row(notice).try_at - clock.now())
        clock.advance(hours=3)
    assert pauses[:-1] == sorted(pauses[:-1])
    assert max(pauses) <= timedelta(hours=2)
    assert (row(notice).progress, row(notice).last_fault) == ("failed", "SMTPDataError")
    assert step_of(handover) == "other-way-to-partner"
    assert "handover.notice-failed" in acts(handover)
    assert not outbox.deliver(notice.pk)


@pytest.mark.parametrize("address", ["geen adres\nBcc: x@example.invalid", "\ud800@example.invalid"])
def test_an_address_that_no_mail_can_carry_is_said_to_fail(
    mailbox: Mailbox, officer: Person, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    handover = linked(officer).handover
    notice = Outgoing.objects.get()
    real = outbox._claim

    def claim(row_id: UUID) -> Outgoing | None:
        claimed = real(row_id)
        if claimed is not None:
            claimed.address = address
        return claimed

    monkeypatch.setattr(outbox, "_claim", claim)
    for _ in range(MOST_ATTEMPTS):
        assert not outbox.deliver(notice.pk)
        clock.advance(hours=3)
    assert row(notice).progress == "failed"
    assert step_of(handover) == "other-way-to-partner"
    assert mailbox.messages == []


def test_a_slow_server_does_not_hold_us_longer_than_the_limit(
    mailbox: Mailbox, notice: Outgoing, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT, mailbox.pause = 0.5, 3.0
    before = time.monotonic()
    assert not outbox.deliver(notice.pk)
    assert time.monotonic() - before < 2.9
    assert (row(notice).progress, row(notice).last_fault) == ("waiting", "SMTPServerDisconnected")


def test_a_worker_killed_after_sending_sends_again_under_the_same_id(
    mailbox: Mailbox, notice: Outgoing, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Stands for the end of the process."""

    def killed(_row: Outgoing) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_settle", killed)
        with pytest.raises(Killed):
            outbox.deliver(notice.pk)
    assert not outbox.deliver(notice.pk), "the lease still runs"
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert list(outbox.due()) == [notice]
    assert outbox.deliver(notice.pk)
    assert {message["Message-ID"] for message in mailbox.messages} == {notice.message_id}
    assert len(mailbox.messages) == 2


def test_a_notice_for_a_link_that_was_closed_does_not_leave(mailbox: Mailbox, officer: Person) -> None:
    handover = linked(officer).handover
    notice = Outgoing.objects.get()
    services.withdraw(handover=handover, reason="Fout", submission=new_id(), by=actor_for(officer))
    assert not outbox.deliver(notice.pk)
    assert row(notice).progress == "cancelled"
    assert mailbox.messages == []


def test_a_notice_for_an_expired_link_does_not_leave(
    mailbox: Mailbox, notice: Outgoing, clock: FrozenClock
) -> None:
    clock.advance(hours=73)
    assert not outbox.deliver(notice.pk)
    assert row(notice).progress == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_the_job_starts_when_the_act_is_committed_and_holds_an_id_only(officer: Person) -> None:
    from django_tasks_db.models import DBTaskResult

    linked(officer)
    queued = DBTaskResult.objects.get()
    assert queued.args_kwargs == {"args": [str(Outgoing.objects.get().pk)], "kwargs": {}}
    assert SHOP_PHONE not in str(queued.args_kwargs)


def test_the_tick_starts_what_was_left_lying(notice: Outgoing, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    monkeypatch.setattr(jobs, "start_delivery", started.append)
    jobs.tick()
    assert started == [notice.pk]


def test_a_port_on_which_nobody_answers_at_all_counts_as_down(
    real_mail: int, notice: Outgoing, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    silent = socket.socket()
    silent.bind(("127.0.0.1", real_mail))
    silent.listen()
    try:
        assert not outbox.deliver(notice.pk)
    finally:
        silent.close()
    assert row(notice).last_fault == "SMTPServerDisconnected"
