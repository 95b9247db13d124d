# SPDX-License-Identifier: EUPL-1.2
"""What visitors do in more than one journey."""

from collections.abc import Callable

from tests.browser.visiting import Visitor

FACTS = "Drie mannen slapen in de loods achter het bedrijf. Eén van hen mag zijn telefoon niet gebruiken."
See = Callable[[str], str]


def unseen(_name: str) -> str:
    """Look at nothing: another test does."""
    return ""


def walk(visitor: Visitor, *, who: str = "boa") -> None:
    """Come along the route to the report: no danger, and who it is."""
    visitor.go("/")
    visitor.tap("main button[name=map][value=persoon]")
    visitor.answer("no")
    visitor.answer(who)
    visitor.tap("main a[href='/route/uitkomst/']")
    visitor.tap(visitor.page.locator("main a[href='/melden/']").last)


def begin(visitor: Visitor, *, who: str = "boa") -> None:
    """Begin a report without coming along the route."""
    visitor.go("/melden/wie/")
    visitor.choose("reporter", who)
    visitor.send()


def report(visitor: Visitor, see: See = unseen) -> str:
    """Fill in the whole report as a boa who supervises, send it, and return the code."""
    walk(visitor)
    see("report-capacity")
    visitor.choose("capacity", "supervision")
    visitor.send()
    see("report-facts")
    visitor.fill(facts=FACTS)
    visitor.send()
    see("report-source")
    visitor.choose("source_kind", "own")
    visitor.send()
    see("report-minor")
    visitor.choose("minor", "unknown")
    visitor.send()
    see("report-enough")
    visitor.tap("main a[href='/melden/omstandigheden/']")
    see("report-circumstances")
    visitor.send()
    see("report-interpretation")
    visitor.fill(interpretation="Ik denk dat zij niet weg mogen.")
    visitor.send()
    see("report-form")
    visitor.choose("forms", "arbeid")
    visitor.send()
    see("report-signs")
    first = visitor.page.locator("main input[name=indicators]").first
    visitor.choose("indicators", first.get_attribute("value") or "")
    visitor.send()
    see("report-recognition")
    visitor.fill(address="2161 XX 1", plate="XX-000-X")
    visitor.send()
    see("report-safe-contact")
    visitor.send()
    see("report-reporter")
    visitor.send()
    see("report-check")
    visitor.send()
    see("report-receipt")
    return shown_code(visitor)


def shown_code(visitor: Visitor) -> str:
    """Return the code on the page as somebody copies it."""
    return visitor.page.locator("[data-code]").get_attribute("data-code") or ""


def come_back(visitor: Visitor, code: str, see: See = unseen) -> None:
    """Open the receipt with its code, as somebody types it."""
    visitor.go("/terug/")
    see("receipt-enter")
    visitor.fill(code=code.lower())
    visitor.send()


def register(visitor: Visitor, *, facts: str = FACTS, who: str = "burgerzaken", **more: str) -> None:
    """Register what a caller tells; leaves the page with the code."""
    visitor.go("/werk/nieuw/")
    register_here(visitor, facts=facts, who=who, **more)


def register_here(visitor: Visitor, *, facts: str = FACTS, who: str = "burgerzaken", **more: str) -> None:
    """Register on the page that is open already."""
    visitor.pick("reporter_group", who)
    visitor.fill(facts=facts, **more)
    visitor.choose("forms", "arbeid")
    visitor.send()


def weigh(visitor: Visitor, see: See = unseen) -> None:
    """Take the signal on the page on and decide that a partner must know of it."""
    take_on = visitor.page.locator("form[action$='/oppakken/'] button")
    if take_on.count():
        visitor.tap(take_on)
    see("desk-taken-on")
    visitor.tap("main a[href$='/wegen/']")
    see("desk-weigh")
    visitor.choose("outcome", "to-partner")
    visitor.fill(reason="Concreet en recent.")
    visitor.send()


def settle(visitor: Visitor) -> None:
    """Wait until what follows from the answers stands on the page."""
    visitor.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling')")


def confirm_packet(visitor: Visitor) -> None:
    """Tick what comes first and confirm what goes along."""
    settle(visitor)
    for box in visitor.page.locator("main input[name=steps]").all():
        visitor.choose("steps", box.get_attribute("value") or "")
    visitor.tap("main button[name=confirm]")
