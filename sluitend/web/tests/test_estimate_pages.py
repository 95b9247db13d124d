# SPDX-License-Identifier: EUPL-1.2
"""How many do we not see? The page asks for a table, answers in parts or at once, and keeps nothing."""

import io
import re
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from sluitend import estimation
from sluitend.accounts.tests.cast import add
from sluitend.estimation.tests.data import three_lists
from sluitend.web.staff.estimates import parts, shown, views
from sluitend.web.staff.estimates.parts import Answer, Question

pytestmark = pytest.mark.django_db
URL, PART, REPORT = "/schatting/", "/schatting/deel/", "/schatting/rapport/"
TABLE = """politie,zorg,inspectie,aantal
1,0,0,120
0,1,0,90
0,0,1,60
1,1,0,30
1,0,1,16
0,1,1,14
1,1,1,9
"""
HARDLY = "A,B,C,n\n1,0,0,41\n0,1,0,29\n0,0,1,17\n1,1,0,5\n"
HX = {"HX-Request": "true"}


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
    return found[1].replace("&#x27;", "'").replace("&quot;", '"')


def test_form_shows_an_example_and_says_that_nothing_is_stored(analyst: Client) -> None:
    page = analyst.get(URL).content.decode()
    assert "politie,zorg,ggd,aantal" in page
    assert "Er wordt niets bewaard" in page
    assert 'enctype="multipart/form-data"' in page


@pytest.mark.parametrize("role", ["burgemeester", "raad", "behandelaar", "auditor", "beheerder"])
def test_page_does_not_exist_for_who_does_not_judge_figures(lisse: Any, client: Client, role: str) -> None:
    client.force_login(add("Vera Voorbeeld", role))
    assert client.get(URL).status_code == 404
    assert [client.post(url, asked()).status_code for url in (URL, PART, REPORT)] == [404, 404, 404]


def test_without_a_script_one_request_gives_all_of_it(analyst: Client) -> None:
    answer = analyst.post(URL, asked())
    page = answer.content.decode()
    assert answer.status_code == 200
    wanted = estimation.compare(three_lists(), estimation.Options(resamples=200, seed=7))
    found = answer.context["shown"]
    assert wanted.headline.estimate is not None
    assert found.headline == str(round(wanted.headline.estimate))
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


def test_a_number_is_withheld_with_the_reason_and_the_table_stays(analyst: Client) -> None:
    page = analyst.post(URL, asked(HARDLY)).content.decode()
    assert "Geen enkel getal: daarvoor zeggen deze gegevens te weinig" in page
    assert "Lijst C heeft met geen andere lijst iemand gemeen." in page
    assert "Stap voor stap (stepwise)" in page


def test_without_samples_no_number_stands_alone(analyst: Client) -> None:
    answer = analyst.post(URL, asked(resamples="0"))
    assert answer.context["shown"].headline == ""
    assert "een getal zonder interval zegt te weinig" in answer.content.decode()


def test_each_part_is_asked_for_and_together_they_say_the_same(analyst: Client) -> None:
    page = analyst.post(URL, asked(), headers=HX).content.decode()
    said = []
    while 'name="change"' not in page:
        said += [one for one in re.findall(r'data-announce="([^"]+)"', page) if one not in said]
        sent = asked(table=hidden(page, "table"), ready=hidden(page, "ready"))
        answer = analyst.post(PART, sent, headers=HX)
        page = answer.content.decode()
    assert said == [
        "Bezig met: Stap voor stap (stepwise)",
        "Bezig met: Beste van alle modellen (bic)",
        "Bezig met: Gemiddelde van grafen (dga)",
        "Bezig met: En als de lijsten anders waren?",
    ]
    at_once = analyst.post(URL, asked())
    assert answer.context["shown"] == at_once.context["shown"]


def test_what_was_ready_of_another_table_or_was_changed_is_not_believed(analyst: Client) -> None:
    question = Question(TABLE, estimation.read_csv(TABLE), 0, 1)
    ready = parts.sealed(question, parts.further(question, Answer()))
    assert len(parts.opened(question, ready).methods) == 1
    other = Question(HARDLY, estimation.read_csv(HARDLY), 0, 1)
    assert parts.opened(other, ready) == Answer()
    assert parts.opened(question, f"{ready}x") == Answer()
    assert parts.opened(question, "") == Answer()


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("A,B,n\n1,0,12\n0,2,3\n", "Regel 3: In kolom B staat “2”; er hoort 0 of 1 te staan."),
        ("A,B,n\r\n1,0,12\r\n0,1,veel\r\n", "Regel 3: Het aantal is “veel”; dat is geen heel aantal mensen."),
        ("A,n\n1,3\n", "Regel 1: Er zijn 1 lijsten; het moeten er 2 tot 10 zijn."),
        ("   ", "Kies een bestand of plak een tabel."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HX])
def test_fault_stands_at_the_table_with_its_row_and_what_was_typed_stays(
    analyst: Client, table: str, fault: str, headers: dict[str, str]
) -> None:
    answer = analyst.post(URL, asked(table, seed="41"), headers=headers)
    assert answer.status_code == (200 if headers else 422)
    assert fault in answer.context["form"].errors["table"]
    assert answer.context["form"]["table"].value() == table
    assert 'value="41"' in answer.content.decode()


def test_faults_are_told_in_english_too(analyst: Client) -> None:
    analyst.get("/taal/en/")
    answer = analyst.post(URL, asked("A,B,n\n1,0,12\n0,2,3\n"))
    assert "Row 3: Column B has “2”; it should be 0 or 1." in answer.context["form"].errors["table"]


def test_a_file_is_read_and_its_text_can_be_mended(analyst: Client) -> None:
    good = SimpleUploadedFile("t.csv", ("\ufeff" + TABLE.replace(",", ";")).encode())
    assert analyst.post(URL, {**asked(""), "file": good}).context["shown"].headline
    bad = SimpleUploadedFile("t.csv", b"A,B,n\n1,0,-4\n")
    form = analyst.post(URL, {**asked(""), "file": bad}).context["form"]
    assert form.errors["table"] == ["Regel 2: Het aantal is “-4”; dat is geen heel aantal mensen."]
    assert form["table"].value() == "A,B,n\n1,0,-4\n"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff\xfe\x00", "Het bestand is geen tekst (UTF-8)."),
        (b"1" * 200_001, "Het bestand is te groot"),
        (b"", "Het bestand is leeg."),
    ],
)
def test_a_file_that_is_no_table_is_refused(analyst: Client, content: bytes, fault: str) -> None:
    form = analyst.post(URL, {**asked(""), "file": SimpleUploadedFile("t.csv", content)}).context["form"]
    assert fault in str(form.errors)


@pytest.mark.parametrize("sent", [{"resamples": "100000"}, {"seed": "-1"}, {"seed": "x"}, {"resamples": ""}])
@pytest.mark.parametrize("url", [URL, PART, REPORT])
def test_work_is_bounded(analyst: Client, url: str, sent: dict[str, str]) -> None:
    assert analyst.post(url, asked(**sent)).status_code == 422


def test_the_table_can_be_changed_afterwards(analyst: Client) -> None:
    form = analyst.post(URL, asked(change="1", resamples="0")).context["form"]
    assert (form["table"].value(), form["resamples"].value()) == (TABLE, "0")
    assert not form.errors


def test_report_is_a_document_with_the_same_numbers(analyst: Client) -> None:
    found = analyst.post(URL, asked()).context["shown"]
    answer = analyst.post(REPORT, asked())
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
    assert document.metadata is not None
    assert document.metadata.title == "Hoeveel zien we niet?"


def test_names_of_lists_are_only_ever_shown(analyst: Client) -> None:
    table = TABLE.replace("politie", "<b>#let \\ _x_</b>").replace("zorg", "日本")
    page = analyst.post(URL, asked(table)).content.decode()
    assert "<b>#let" not in page
    content = analyst.post(REPORT, asked(table)).content
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "#let" in text


def test_nothing_is_stored(analyst: Client) -> None:
    analyst.get(URL)
    before = rows()
    analyst.post(URL, asked())
    analyst.post(PART, asked(), headers=HX)
    analyst.post(REPORT, asked())
    assert rows() == before


def test_one_at_a_time_and_who_finds_us_busy_asks_again(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_PATIENCE_SECONDS", 0.01)
    page = analyst.post(URL, asked(resamples="0"), headers=HX).content.decode()
    sent = asked(resamples="0", ready=hidden(page, "ready"))
    with parts._busy:
        page = analyst.post(PART, sent, headers=HX).content.decode()
        assert "Iemand anders rekent op dit moment." in page
        assert "Bezig met: Stap voor stap" in page
    page = analyst.post(PART, {**sent, "ready": hidden(page, "ready")}, headers=HX).content.decode()
    assert "Iemand anders" not in page
    assert "Bezig met: Beste van alle" in page


def test_a_long_part_comes_in_steps_and_each_request_goes_on_where_the_last_one_was() -> None:
    question = Question(TABLE, estimation.read_csv(TABLE), 0, 1)
    answer, steps = Answer(), []
    while part := parts.busy_with(question, answer):
        answer = parts.further(question, parts.opened(question, parts.sealed(question, answer)))
        steps.append(part)
    assert steps == [*estimation.METHODS, *[parts.VARIANTS] * 6]
    wanted = estimation.compare(question.table, question.options)
    assert answer.variants == wanted.variants
    assert answer.whole(question).headline == wanted.headline


def test_without_a_script_a_long_question_goes_on_by_a_button(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_AT_ONCE", 1e-9)
    page = analyst.post(URL, asked(resamples="0")).content.decode()
    steps = [*estimation.METHODS, *[parts.VARIANTS] * 6][1:]
    for step in steps:
        assert f"Bezig met: {shown.part_name(step)}" in page
        assert "Verder</button>" in page
        page = analyst.post(PART, asked(resamples="0", ready=hidden(page, "ready"))).content.decode()
    assert 'name="change"' in page


def test_a_report_of_what_is_not_ready_is_worked_out_first(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_AT_ONCE", 1e-9)
    assert "Bezig met" in analyst.post(REPORT, asked()).content.decode()
