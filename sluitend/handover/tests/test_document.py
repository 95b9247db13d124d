# SPDX-License-Identifier: EUPL-1.2
"""The packet on paper: all of it, nothing more, readable for a screen reader."""

from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from sluitend.handover.calling_back import CallBack
from sluitend.handover.document import packet_pdf
from sluitend.handover.packet import Entry, Frozen, thaw
from sluitend.policy.schema.partners import Channel
from sluitend.sharing import Text

GROUND = {"text": "Een taak van de gemeente.", "source": "AVG, art. 6"}
NOBODY = CallBack("Aandachtsfunctionaris", ())


def frozen(value: str = "Voorbeeldstraat 1", kind: str = "report") -> Frozen:
    entries = (
        Entry("address", Text("Adres", "Address"), value),
        Entry("facts", Text("Feiten", "Facts"), "Eerste regel.\r\nTweede regel."),
    )
    return Frozen("AAAA-BBBB", "Lisse", kind, "2026-06-02", entries)


def made(
    packet: Frozen, language: str = "nl", *, call_back: CallBack = NOBODY, more: bool = False
) -> PdfReader:
    with translation.override(language):
        content = packet_pdf(packet, partner_name="SHOP", ground=GROUND, call_back=call_back, more=more)
    return PdfReader(BytesIO(content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_holds_the_packet_the_ground_and_the_reference() -> None:
    text = words(made(frozen()))
    for word in (
        "Adres",
        "Voorbeeldstraat 1",
        "Eerste regel.",
        "Tweede regel.",
        "AAAA-BBBB",
        "Een taak",
        "SHOP",
    ):
        assert word in text


def test_it_speaks_the_language_at_hand() -> None:
    reader = made(frozen(), "en")
    assert "Address" in words(reader)
    assert str(reader.root_object["/Lang"]) == "en"
    assert str(made(frozen()).root_object["/Lang"]) == "nl"


def test_it_is_tagged_and_has_a_title() -> None:
    reader = made(frozen())
    assert reader.root_object["/MarkInfo"].get_object()["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in reader.root_object
    assert reader.metadata is not None
    assert reader.metadata.title
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("run")',
        "= no heading",
        "*not bold* _not italic_ `x` $x^2$ @ref <label>",
        "\\ \" ' #{ [ ]",
        "https://example.invalid/ // comment",
        "Zoë, Łukasz, Đorđe, Șerban",
    ],
)
def test_what_somebody_typed_is_shown_and_never_run(typed: str) -> None:
    assert typed in words(made(frozen(typed)))


@pytest.mark.parametrize(
    "typed",
    [
        "他们被迫工作",
        "ทำงานทุกวัน",
        "ሰብ ይሰርሕ",
        "Kijk 😀🚗🏠!",
        "a\x00b\x01c\x1b[31m\x7f",
        "a\uffffb\U0010ffffc\ue000",
        "".join(map(chr, range(0x1F300, 0x1F5FF))),
    ],
)
def test_what_cannot_be_printed_is_a_box_and_the_paper_says_so(typed: str) -> None:
    text = words(made(frozen(f"Voor {typed} na")))
    assert "Voor" in text
    assert "na" in text
    assert "Eerste regel." in text
    assert "Een □ staat voor een teken dat we niet kunnen afdrukken." in text


@pytest.mark.parametrize("typed", ["Nguyễn Thị", "Работа", "Εργασία", "Şükrü Öztürk", "€ 12,50 – “ja”"])
def test_what_can_be_printed_is_left_as_it_was_typed(typed: str) -> None:
    text = words(made(frozen(typed)))
    assert "□" not in text
    assert typed in text


def test_a_mark_that_turns_the_order_of_words_is_left_out() -> None:
    assert "XX-12-34" in words(made(frozen("\u202eXX-12-34\u202c")))


def test_a_long_packet_goes_on_over_the_page() -> None:
    reader = made(frozen("\n".join(["Een hele lange regel met veel woorden erin. " * 5] * 80)))
    assert len(reader.pages) > 2
    assert f"{len(reader.pages)} / {len(reader.pages)}" in words(reader)


def test_advice_asks_for_advice() -> None:
    assert "Request for advice" in words(made(frozen(kind="advice"), "en"))


def test_a_packet_of_another_schema_is_not_guessed_at() -> None:
    data = {**frozen().as_json(), "schema": 2}
    with pytest.raises(ValueError, match="schema 2"):
        thaw(data)
    assert thaw(frozen().as_json()) == frozen()


def test_it_says_who_handed_over_and_how_to_call_back() -> None:
    phone = Channel(kind="phone", value="000-0000000")
    text = words(made(frozen(), call_back=CallBack("Aandachtsfunctionaris", (phone,))))
    assert "Van Aandachtsfunctionaris" in text
    assert "Terugbellen 000-0000000" in text


def test_without_a_number_it_says_where_to_ask() -> None:
    assert "Geen nummer bekend; stel uw vraag op de pagina" in words(made(frozen()))


@pytest.mark.parametrize("more", [True, False])
def test_it_says_whether_more_is_known(more: bool) -> None:
    assert ("Wij weten meer dan hier staat." in words(made(frozen(), more=more))) == more
