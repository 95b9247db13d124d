# SPDX-License-Identifier: EUPL-1.2
"""How many do we not see? The page asks for a table, answers in parts or at once, and keeps nothing."""

import fcntl
import html
import io
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from sluitend import estimation
from sluitend.accounts.models import Session
from sluitend.accounts.tests.cast import add
from sluitend.accounts.tests.clients import StaffClient, fresh_code, sign_in
from sluitend.estimation.tests.data import THREE_LISTS as TABLE
from sluitend.estimation.tests.data import three_lists
from sluitend.privacy.models import Draft
from sluitend.web.staff.estimates import jobs, parts, shown
from sluitend.web.staff.estimates.jobs import Told
from sluitend.web.staff.estimates.parts import Answer, Question
from sluitend.web.tests import estimating

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
URL, REPORT = "/schatting/", "/schatting/rapport/"
OTHERS = "Iemand anders rekent op dit moment."
HARDLY = "A,B,C,n\n1,0,0,41\n0,1,0,29\n0,0,1,17\n1,1,0,5\n"


@pytest.fixture(autouse=True)
def _no_job_stays(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    with estimating.no_job_stays(tmp_path):
        yield


@pytest.fixture
def analyst(lisse: Any, client: Client) -> Client:
    """Somebody of the region who judges figures."""
    client.force_login(add("Katrijn Keten", "ketenregisseur"))
    return client


def asked(table: str = TABLE, **more: str) -> dict[str, str]:
    return {"table": table, "resamples": "200", "seed": "7", **more}


def rows() -> dict[str, int]:
    """How many rows each table of ours has."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("sluitend.")]
    return {model._meta.label: model._default_manager.count() for model in ours}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def finished(client: Client, sent: dict[str, Any], *, seconds: float = 60) -> Any:
    """Send a question, look until it is ready, and return the last answer."""
    answer, until = client.post(URL, sent), time.monotonic() + seconds
    while 'name="job"' in (page := answer.content.decode()) and time.monotonic() < until:
        time.sleep(0.05)
        again = {name: hidden(page, name) for name in ("table", "resamples", "seed", "job", "number")}
        answer = client.post(URL, again)
    return answer


def worked_out(question: Question) -> Answer:
    answer = Answer()
    while parts.busy_with(question, answer):
        answer = parts.one_step(question, answer)
    return answer


def test_form_shows_an_example_and_says_that_nothing_is_stored(analyst: Client) -> None:
    page = analyst.get(URL).content.decode()
    assert "politie,zorg,ggd,aantal" in page
    assert "Er wordt niets bewaard" in page
    assert 'enctype="multipart/form-data"' in page


@pytest.mark.parametrize("role", ["burgemeester", "raad", "behandelaar", "auditor", "beheerder"])
def test_page_does_not_exist_for_who_does_not_judge_figures(lisse: Any, client: Client, role: str) -> None:
    client.force_login(add("Vera Voorbeeld", role))
    assert client.get(URL).status_code == 404
    assert [client.post(url, asked()).status_code for url in (URL, REPORT)] == [404, 404]


def test_all_of_it_comes_with_the_same_numbers_as_the_library_gives(analyst: Client) -> None:
    answer = finished(analyst, asked())
    page = answer.content.decode()
    assert answer.status_code == 200
    wanted = estimation.compare(three_lists(), estimation.Options(resamples=200, seed=7))
    found = answer.context["shown"]
    assert wanted.headline.estimate is not None
    assert (round(wanted.headline.estimate), found.headline) == (678, "ongeveer 680")
    assert "tussen" in found.range
    assert [row[1] for row in found.methods.rows] == [
        str(round(one.estimate)) for one in wanted.methods if one.estimate is not None
    ]
    assert len(found.variants.rows) == len(wanted.variants)
    assert len(found.odds.rows) == 3
    assert len(found.critiques) == 3
    assert found.told in page
    assert "<svg" in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("number", "said"),
    [(7, "7"), (96, "96"), (678, "680"), (1049, "1.050"), (12_349, "12.300"), (999.6, "1.000")],
)
def test_a_number_is_said_no_finer_than_it_is_known(lisse: Any, number: float, said: str) -> None:
    assert shown.rough(number) == said


def test_a_number_is_withheld_with_the_reason_and_the_table_stays(analyst: Client) -> None:
    page = finished(analyst, asked(HARDLY, resamples="0")).content.decode()
    assert "Geen enkel getal: daarvoor zeggen deze gegevens te weinig" in page
    assert "Lijst C heeft met geen andere lijst iemand gemeen." in page
    assert "Stap voor stap (stepwise)" in page


def test_without_samples_no_number_stands_alone(analyst: Client) -> None:
    answer = finished(analyst, asked(resamples="0"))
    assert answer.context["shown"].headline == ""
    assert "een getal zonder interval zegt te weinig" in answer.content.decode()


def test_each_part_is_told_once_and_in_order(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    question = Question(TABLE, estimation.read_csv(TABLE), 0, 1)
    answer, told = Answer(), []
    job = "0" * 32
    while True:
        monkeypatch.setattr(jobs, "ask", lambda *_asked, now=answer: Told(now, waits=False))
        for number in ("-", str(len(answer.methods) + len(answer.variants))):
            page = analyst.post(URL, asked(resamples="0", job=job, number=number)).content.decode()
            told += re.findall(r'data-announce="([^"]+)"', page)
        if not parts.busy_with(question, answer):
            break
        answer = parts.one_step(question, answer)
    assert told[:3] == [
        "Bezig met: Stap voor stap (stepwise)",
        "Bezig met: Beste van alle modellen (bic)",
        "Bezig met: Gemiddelde van grafen (dga)",
    ]
    assert told[3:9] == ["Bezig met: En als de lijsten anders waren?"] * 6


def test_what_was_ready_of_another_table_or_was_changed_is_not_believed() -> None:
    question = Question(TABLE, estimation.read_csv(TABLE), 0, 1)
    answer = worked_out(question)
    ready = jobs.sealed(question, answer)
    found = jobs.opened(question, ready)
    assert found is not None
    assert (found.variants, len(found.methods)) == (answer.variants, 3)
    other = Question(HARDLY, estimation.read_csv(HARDLY), 0, 1)
    assert [jobs.opened(other, ready), jobs.opened(question, f"{ready}x"), jobs.opened(question, "")] == [
        None
    ] * 3


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("A,B,n\n1,0,12\n0,2,3\n", "Regel 3: In kolom B staat “2”; er hoort 0 of 1 te staan."),
        (
            "A,B,n\r\n1,0,12\r\n0,1,veel\r\n",
            "Regel 3: Waar het aantal hoort, staat iets anders dan een getal.",
        ),
        ("A,n\n1,3\n", "Regel 1: Er zijn 1 lijsten; het moeten er 2 tot 10 zijn."),
        ("   ", "Kies een bestand of plak een tabel."),
    ],
)
def test_fault_stands_at_the_table_with_its_row_and_what_was_typed_stays(
    analyst: Client, table: str, fault: str
) -> None:
    answer = analyst.post(URL, asked(table, seed="41"))
    assert answer.status_code == 422
    assert fault in answer.context["form"].errors["table"]
    assert answer.context["form"]["table"].value() == table
    assert 'value="41"' in answer.content.decode()


def test_all_rows_that_are_wrong_are_told_at_once(analyst: Client) -> None:
    table = TABLE.replace("0,1,0,90", "0,1,2,90").replace("1,1,1,9", "1,1,1,negen")
    assert table.count("2,90") == 1
    page = analyst.post(URL, asked(table)).content.decode()
    assert "Regel 3: In kolom inspectie staat “2”" in html.unescape(page)
    assert "Regel 8: Waar het aantal hoort, staat iets anders" in html.unescape(page)


@pytest.mark.parametrize("way", ["file", "table"])
def test_a_list_of_people_is_refused_and_not_shown_again(analyst: Client, way: str) -> None:
    people = "naam,politie,zorg\nTest Een,1,0\nTest Twee,0,1\nTest Drie,1,1\n"
    sent: dict[str, Any] = asked(people) if way == "table" else asked("")
    if way == "file":
        sent["file"] = SimpleUploadedFile("mensen.csv", people.encode())
    answer = analyst.post(URL, sent)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Dit lijkt een lijst van mensen" in page
    assert "niet bewaard" in page
    assert not [said for said in ("Test ", "Er is niets verloren", "2 dingen") if said in page]
    # What else was filled in stays as it was.
    assert [answer.context["form"][name].value() for name in ("seed", "resamples")] == ["7", "200"]


def test_a_list_of_people_that_waited_while_somebody_signed_in_is_thrown_away(lisse: Any) -> None:
    client, person = StaffClient(), add("Katrijn Keten", "ketenregisseur")
    fresh_code(person)
    client.force_login(person)
    client.get(URL)
    Session.objects.all().delete()
    client.post(URL, asked("naam,politie,zorg\nTest Een,1,0\nTest Twee,0,1\nTest Drie,1,1\n"))
    assert Draft.objects.count() == 1
    page = html.unescape(sign_in(client, person, goal=URL, follow=True).content.decode())
    assert "Dit lijkt een lijst van mensen" in page
    assert "Test " not in page
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(("row", "stays"), [("Test {},1,0\n", False), ("1,0,{}\n", True)])
def test_what_is_too_long_stays_unless_it_is_of_people(analyst: Client, row: str, stays: bool) -> None:
    table = "a,b,n\n" + "".join(row.format(number) for number in range(30_000))
    answer = analyst.post(URL, asked(table))
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, "Dit is te lang" in page) == (422, True)
    assert (answer.context["form"]["table"].value() == table) is stays
    assert ("Test 7" in page, "Er is niets verloren" in page) == (False, stays)


def test_faults_are_told_in_english_too(analyst: Client) -> None:
    analyst.get("/taal/en/")
    answer = analyst.post(URL, asked("A,B,n\n1,0,12\n0,2,3\n"))
    assert "Row 3: Column B has “2”; it should be 0 or 1." in answer.context["form"].errors["table"]


def test_a_file_is_read_and_its_text_can_be_mended(analyst: Client) -> None:
    good = SimpleUploadedFile("t.csv", ("\ufeff" + TABLE.replace(",", ";")).encode())
    assert finished(analyst, {**asked(""), "file": good}).context["shown"].headline
    bad = SimpleUploadedFile("t.csv", b"A,B,n\n1,0,-4\n")
    form = analyst.post(URL, {**asked(""), "file": bad}).context["form"]
    assert form.errors["table"] == ["Regel 2: Het aantal is “-4”; dat is geen heel aantal mensen."]
    assert form["table"].value() == "A,B,n\n1,0,-4\n"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff\xfe\x00", "Het bestand is geen tekst."),
        (b"PK\x03\x04", "Dit is een werkmap van een rekenblad."),
        (b"1" * 4_000_000, "Het bestand is te groot"),
        (b"1" * 200_001, "Het bestand is te groot"),
        (b"", "Het bestand is leeg."),
    ],
)
def test_a_file_that_is_no_table_is_refused(analyst: Client, content: bytes, fault: str) -> None:
    form = analyst.post(URL, {**asked(""), "file": SimpleUploadedFile("t.csv", content)}).context["form"]
    assert fault in str(form.errors)


@pytest.mark.parametrize("sent", [{"resamples": "100000"}, {"seed": "-1"}, {"seed": "x"}, {"resamples": ""}])
@pytest.mark.parametrize("url", [URL, REPORT])
def test_work_is_bounded(analyst: Client, url: str, sent: dict[str, str]) -> None:
    assert analyst.post(url, asked(**sent)).status_code == 422


def test_the_table_can_be_changed_afterwards(analyst: Client) -> None:
    form = analyst.post(URL, asked(change="1", resamples="0")).context["form"]
    assert (form["table"].value(), form["resamples"].value()) == (TABLE, "0")
    assert not form.errors


def test_report_is_a_document_with_the_same_numbers(analyst: Client) -> None:
    result = finished(analyst, asked())
    found = result.context["shown"]
    sent = asked(ready=hidden(result.content.decode(), "ready"), subject="Holland-Rijnland, 2024")
    answer = analyst.post(REPORT, sent)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="schatting-')
    assert "no-store" in answer["Cache-Control"]
    document = PdfReader(io.BytesIO(answer.content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in document.pages))
    for row in (*found.methods.rows, *found.variants.rows, *found.odds.rows):
        assert row[1] in text, row
    assert "Hoeveel zien we niet?" in text
    assert found.range in text
    assert "steeds zonder één lijst" in text
    # Whoever has it can work it out again.
    assert "politie zorg inspectie Mensen 1 0 0 120 0 1 0 90 1 1 0 30" in text
    assert "met startgetal 7" in text
    assert "Holland-Rijnland, 2024" in text
    assert document.metadata is not None
    assert document.metadata.title == "Hoeveel zien we niet?"


def test_names_of_lists_are_only_ever_shown(analyst: Client) -> None:
    table = TABLE.replace("politie", "<b>#let \\ _x_</b>").replace("zorg", "日本")
    page = finished(analyst, asked(table, resamples="0")).content.decode()
    assert "<b>#let" not in page
    content = analyst.post(REPORT, asked(table, resamples="0", ready=hidden(page, "ready"))).content
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "#let" in text


def test_nothing_is_stored(analyst: Client, tmp_path: Path) -> None:
    analyst.get(URL)
    before = rows()
    page = finished(analyst, asked()).content.decode()
    analyst.post(REPORT, asked(ready=hidden(page, "ready")))
    assert rows() == before
    # The socket at which it is asked, and a lock: nothing is in them.
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) == 0
    assert (tmp_path / "estimates").stat().st_mode & 0o777 == 0o700


def test_a_report_of_what_is_not_ready_is_worked_out_first(analyst: Client) -> None:
    assert "Bezig met" in analyst.post(REPORT, asked()).content.decode()


def test_one_computes_at_a_time_and_the_others_are_told(analyst: Client, tmp_path: Path) -> None:
    (tmp_path / "estimates").mkdir()
    with (tmp_path / "estimates" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        page = analyst.post(URL, asked(resamples="0")).content.decode()
        sent = asked(resamples="0", job=hidden(page, "job"))
        until = time.monotonic() + 60
        while OTHERS not in (page := analyst.post(URL, sent).content.decode()) and time.monotonic() < until:
            time.sleep(0.05)
        assert OTHERS in page
    assert 'name="ready"' in finished(analyst, sent).content.decode()


def test_one_that_is_slow_to_answer_is_neither_gone_nor_waits_for_another(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = analyst.post(URL, asked(resamples="0")).content.decode()
    sent = asked(resamples="0", job=hidden(page, "job"))
    jobs._children[-1].send_signal(signal.SIGSTOP)
    try:
        with monkeypatch.context() as patched:
            patched.setattr(jobs, "_PATIENCE_SECONDS", 0.2)
            page = analyst.post(URL, sent).content.decode()
    finally:
        jobs._children[-1].send_signal(signal.SIGCONT)
    assert "Bezig met" in page
    assert OTHERS not in page
    assert 'name="ready"' in finished(analyst, sent).content.decode()


def test_too_many_at_once_are_refused_in_a_sentence(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST", 0)
    answer = analyst.post(URL, asked())
    assert answer.status_code == 422
    assert "Er wachten op dit moment te veel schattingen." in answer.content.decode()
    assert answer.context["form"]["table"].value() == TABLE


def test_a_job_whose_answer_was_given_waits_for_nobody(analyst: Client, tmp_path: Path) -> None:
    finished(analyst, asked(resamples="0"))
    jobs._children[-1].wait(10)
    assert [path.name for path in (tmp_path / "estimates").iterdir()] == ["lock"]


@pytest.mark.parametrize("job", ["0" * 32, "../lock", "x"])
def test_a_job_that_is_gone_can_be_begun_again(analyst: Client, job: str) -> None:
    page = analyst.post(URL, asked(job=job)).content.decode()
    assert "Het rekenen is gestopt" in page
    assert 'name="job"' not in page
    assert hidden(page, "table") == TABLE


def test_a_job_that_was_killed_or_stopped_leaves_nothing_behind(analyst: Client, tmp_path: Path) -> None:
    page = analyst.post(URL, asked(resamples="1000")).content.decode()
    job = hidden(page, "job")
    jobs._children[-1].kill()
    jobs._children[-1].wait(10)
    assert "Het rekenen is gestopt" in analyst.post(URL, asked(resamples="1000", job=job)).content.decode()
    second = hidden(analyst.post(URL, asked(resamples="1000")).content.decode(), "job")
    # The socket of the one that was killed is gone too.
    assert {path.name for path in (tmp_path / "estimates").iterdir()} <= {second, "lock"}
    form = analyst.post(URL, asked(resamples="1000", job=second, change="1")).context["form"]
    assert form["table"].value() == TABLE
    jobs._children[-1].wait(10)
    assert not (tmp_path / "estimates" / second).exists()


def test_a_job_answers_only_for_its_own_question(analyst: Client) -> None:
    job = hidden(analyst.post(URL, asked(resamples="0")).content.decode(), "job")
    question = Question(TABLE, estimation.read_csv(TABLE), 0, 7)
    until = time.monotonic() + 60
    while not jobs.ask(question, job).answer.methods and time.monotonic() < until:
        time.sleep(0.05)
    assert "Het rekenen is gestopt" in analyst.post(URL, asked(HARDLY, job=job)).content.decode()
