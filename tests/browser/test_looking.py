# SPDX-License-Identifier: EUPL-1.2
"""The instruments of the browser tests see what they must see: a blind check proves nothing."""

from playwright.sync_api import Browser

from tests.browser import looking
from tests.browser.conftest import NewPage, Watch

BAD = "<html><head></head><body><img src='data:,'><div style='width:3000px'>breed</div></body></html>"
GOOD = (
    "<!doctype html><html lang='nl'><head><title>Goed</title><meta name='viewport' "
    "content='width=device-width'></head><body><main><h1>Goed</h1><p>Dit past.</p></main></body></html>"
)


def test_good_page_passes(new_page: NewPage) -> None:
    page = new_page(width=looking.PHONE)
    page.set_content(GOOD)
    looking.assert_good(page)


def test_image_without_text_and_missing_title_are_seen(new_page: NewPage) -> None:
    page = new_page(width=looking.PHONE)
    page.set_content(BAD)
    found = "\n".join(looking.faults_of_access(page))
    assert "image-alt" in found
    assert "document-title" in found


def test_no_rule_that_is_asked_reads_the_style_sheets(new_page: NewPage) -> None:
    """Axe would fetch each of them again for every page; it is told not to, which must cost no rule."""
    page = new_page(width=looking.PHONE)
    page.set_content(GOOD)
    page.evaluate(looking.AXE.read_text())
    asked = page.evaluate(
        """async options => {
          const found = await axe.run(document, options);
          const sorts = [found.passes, found.violations, found.incomplete, found.inapplicable];
          return sorts.flat().map(rule => rule.id);
        }""",
        {"runOnly": looking.RULES},
    )
    assert "no-autoplay-audio" in asked
    assert "css-orientation-lock" not in asked


def test_too_wide_page_is_seen_with_its_cause(new_page: NewPage) -> None:
    page = new_page(width=looking.PHONE)
    page.set_content(BAD)
    assert "div." in looking.faults_of_width(page)[0]


def test_page_that_fits_until_it_shrinks_or_its_letters_grow_is_seen(new_page: NewPage) -> None:
    page = new_page(width=looking.PHONE)
    page.set_content(GOOD.replace("<p>", "<p style='width:350px'>"))
    assert "in a window of 320" in looking.faults_of_reflow(page)[0]
    page.set_content(GOOD.replace("<p>", "<p style='width:15rem'>"))
    found = looking.faults_of_reflow(page)
    assert [fault.split(", ")[0] for fault in found if "the page is" in fault] == [
        "at 320 with large letters",
        "at 390 with large letters",
    ]
    # Afterwards the page stands as it stood.
    assert page.viewport_size == {"width": looking.PHONE, "height": 844}
    assert looking.faults_of_width(page) == []


SQUEEZED = (
    "<div style='display:flex;overflow-wrap:anywhere'><i style='flex:none;width:{}'></i><div>{}</div></div>"
)


def test_words_that_stand_in_pieces_are_seen(new_page: NewPage) -> None:
    page = new_page(width=looking.PHONE)
    page.set_content(GOOD.replace("<p>", SQUEEZED.format("22.5rem", "Doe een melding") + "<p>"))
    assert "a word is broken: melding over" in looking.faults_of_letters(page)[0]
    # Two halves of a word for which there is room elsewhere; but an address breaks where it can.
    page.set_content(
        GOOD.replace("<p>", SQUEEZED.format("20rem", "Leerplicht, zoco@voorbeeld.invalid") + "<p>")
    )
    assert [fault.split(" over")[0] for fault in looking.faults_of_letters(page)] == [
        "a word is broken: Leerplicht"
    ]
    page.set_content(GOOD)
    assert looking.faults_of_letters(page) == []


def test_a_bar_that_takes_too_much_of_the_screen_is_seen(new_page: NewPage) -> None:
    page = new_page(width=looking.PHONE)
    bar = "<div style='position:sticky;top:0;height:{}'>balk</div><p style='height:3000px'>"
    page.set_content(GOOD.replace("<p>", bar.format("10rem")))
    assert looking.faults_of_letters(page) == []
    page.set_content(GOOD.replace("<p>", bar.format("13rem")))
    assert "never scrolls away" in looking.faults_of_letters(page)[0]
    assert page.evaluate("() => scrollY") == 0


def test_checks_work_without_javascript(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.set_content(GOOD)
    looking.assert_good(page)
    page.set_content(BAD)
    assert "image-alt" in "\n".join(looking.faults_of_access(page))


def test_checks_work_without_javascript_on_a_page_of_the_site(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/bestaat-niet/")
    looking.assert_good(page)


def test_script_error_console_complaint_and_third_party_are_noted(chromium: Browser, site: str) -> None:
    watch = Watch("http://127.0.0.1:1")
    with chromium.new_context() as context:
        watch.over(context)
        page = context.new_page()
        page.goto(f"{site}/bestaat-niet/")
        page.evaluate("() => { console.error('klacht'); }")
        page.evaluate("() => { setTimeout(() => { undefined_thing(); }, 0); }")
        page.wait_for_timeout(200)
    found = "\n".join(watch.faults)
    assert f"third party: {site}/bestaat-niet/" in found
    assert "console: klacht" in found
    assert "script error" in found
