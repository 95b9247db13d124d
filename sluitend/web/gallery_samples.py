# SPDX-License-Identifier: EUPL-1.2
"""What the gallery shows in its components. All of it is made up."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language

from sluitend.core import clock
from sluitend.web.gallery_words import WORDS

CODE = "7KQ2-M4XT-9WBD-H3PA-ZC6RV"


def both(dutch: str, english: str) -> str:
    """Return the sample text in the language of the page."""
    return english if (get_language() or "nl").startswith("en") else dutch


def samples() -> dict[str, Any]:
    """Return the context of the gallery."""
    return {
        "t": {key: both(*texts) for key, texts in WORDS.items()},
        "crumbs": _crumbs(),
        "answers": _answers(),
        "answer_groups": [("", _answers())],
        "walked": _walked(),
        "advice": [{"label": both("Bel de Nederlandse Arbeidsinspectie", "Call the Labour Inspectorate")}],
        "contact": _contact(),
        "code": CODE,
        "receipt": _receipt(),
        "happens": _happens(),
        "timeline": _timeline(),
        "packet": _packet(),
        "script": _script(),
        "columns": _columns(),
        "rows": _rows(clock.today()),
        "figures": _figures(),
        "urgent": [{"kind": "phone", "value": "112"}],
        "dates": [clock.today() + timedelta(days=days) for days in (-3, 0, 1, 3, 21)],
    }


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": both("Vandaag", "Today"), "url": "#"},
        {"label": both("Signalen", "Signals"), "url": "#"},
        {"label": "VB-7K2M"},
    ]


def _answers() -> list[dict[str, Any]]:
    return [
        {"value": "yes", "label": both("Ja", "Yes")},
        {"value": "no", "label": both("Nee", "No")},
        {
            "value": "unknown",
            "label": both("Weet ik niet", "I do not know"),
            "hint": both("Dat is ook een antwoord", "That is an answer too"),
            "unsure": True,
        },
    ]


def _walked() -> list[dict[str, Any]]:
    return [
        {
            "question": both("Is er nu direct gevaar?", "Is there danger right now?"),
            "answer": both("Nee", "No"),
            "url": "#",
        },
        {
            "question": both(
                "Wil het slachtoffer dat de politie het weet?", "Does the victim want the police to know?"
            ),
            "answer": both("Ja", "Yes"),
            "url": "#",
        },
        {
            "question": both("Om welke vorm gaat het?", "Which form is it?"),
            "answer": both("Arbeidsuitbuiting", "Labour exploitation"),
            "url": "#",
        },
        {
            "question": both("Is het slachtoffer minderjarig?", "Is the victim a minor?"),
            "answer": both("Weet ik niet", "I do not know"),
            "unknown": True,
            "url": "#",
        },
    ]


def _contact() -> dict[str, Any]:
    return {
        "name": both("Voorbeeldinspectie", "Example Inspectorate"),
        "role": both("Opsporing bij arbeidsuitbuiting", "Investigates labour exploitation"),
        "why": both(
            "U denkt aan arbeidsuitbuiting en het slachtoffer wil dat de politie het weet.",
            "You think of labour exploitation and the victim wants the police to know.",
        ),
        "channels": [
            {"kind": "phone", "value": "0900-0000"},
            {"kind": "mail", "value": "meldingen.arbeidsuitbuiting@example.invalid"},
            {
                "kind": "web",
                "value": "https://example.invalid/",
                "label": both("Naar het formulier", "To the form"),
            },
        ],
        "hours": both("Op werkdagen van 9.00 tot 17.00 uur", "On working days from 9.00 to 17.00"),
        "source": "plan §6.4",
    }


def _receipt() -> list[dict[str, str]]:
    return [
        {
            "key": both("Wat u zag", "What you saw"),
            "value": both("Vijf matrassen in een schuur", "Five mattresses in a barn"),
            "url": "#",
        },
        {"key": both("Waar", "Where"), "value": "Voorbeeldstraat 1", "url": "#"},
        {
            "key": both("Hoe u dit weet", "How you know"),
            "value": both("Zelf gezien", "Seen with own eyes"),
            "url": "#",
        },
        {"key": both("Werkgever", "Employer"), "value": ""},
    ]


def _happens() -> list[dict[str, str]]:
    return [
        {
            "title": both("Vera Voorbeeld leest uw signaal", "Vera Voorbeeld reads your signal"),
            "text": both("Zij werkt weer op maandag 3 juni.", "She works again on Monday 3 June."),
        },
        {
            "title": both("U kunt altijd terugkomen met uw code", "You can always come back with your code"),
            "text": both(
                "Dan ziet u wat ermee is gebeurd en kunt u vragen beantwoorden.",
                "You see what was done and can answer questions.",
            ),
        },
    ]


def _timeline() -> list[dict[str, Any]]:
    now = clock.now()
    return [
        {
            "when": both("uiterlijk vrijdag", "by Friday"),
            "title": both("Terugbellen over de afspraak", "Call back about the agreement"),
            "kind": "next",
            "icon": "phone",
        },
        {
            "at": now,
            "title": both("Ontvangst bevestigd", "Receipt acknowledged"),
            "by": both("Voorbeeldinspectie", "Example Inspectorate"),
            "kind": "now",
            "icon": "check",
        },
        {
            "at": now - timedelta(days=2),
            "title": both("Overgedragen", "Handed over"),
            "by": "Vera Voorbeeld",
            "text": both("Telefonisch, met belscript.", "By telephone, with a call script."),
            "icon": "send",
        },
        {
            "at": now - timedelta(days=4),
            "title": both("Signaal ontvangen", "Signal received"),
            "by": both("Melder", "Reporter"),
            "icon": "message",
        },
    ]


def _packet() -> dict[str, Any]:
    return {
        "goes": [
            {"key": both("Vorm", "Form"), "value": both("Arbeidsuitbuiting", "Labour exploitation")},
            {
                "key": both("Feiten", "Facts"),
                "value": both(
                    "Vijf matrassen, paspoorten in één la.", "Five mattresses, passports in one drawer."
                ),
            },
            {"key": both("Plaats", "Place"), "value": "Voorbeeldstraat 1"},
        ],
        "stays": [
            {
                "key": both("Naam van de melder", "Name of the reporter"),
                "value": both("De melder wil onbekend blijven.", "The reporter wants to stay unknown."),
            },
            {
                "key": both("Zorgvraag", "Need for care"),
                "value": both("Niet nodig voor opsporing.", "Not needed for investigation."),
            },
        ],
        "ground": both("Uitvoering van een publieke taak", "Performance of a public task"),
        "informed": both(
            "Nog niet: dat zou het onderzoek schaden. Opnieuw bekijken op 1 juli.",
            "Not yet: it would harm the investigation. Look again on 1 July.",
        ),
    }


def _script() -> dict[str, Any]:
    return {
        "partner": both("de Voorbeeldinspectie", "the Example Inspectorate"),
        "number": "0900-0000",
        "parts": [
            {
                "heading": both("Begin", "Begin"),
                "say": True,
                "lines": [
                    both(
                        "Goedemorgen, met de gemeente. Ik draag een signaal van arbeidsuitbuiting over.",
                        "Good morning, municipality here. I hand over a signal of labour exploitation.",
                    )
                ],
            },
            {
                "heading": both("Vertel", "Tell"),
                "lines": [
                    both("Vijf matrassen in een schuur", "Five mattresses in a barn"),
                    both("Gezien op 28 mei door een toezichthouder", "Seen on 28 May by a supervisor"),
                ],
            },
            {
                "heading": both("Vraag aan het eind", "Ask at the end"),
                "say": True,
                "lines": [
                    both(
                        "Met wie sprak ik, en wat is uw kenmerk?",
                        "Who did I speak to, and what is your reference?",
                    )
                ],
            },
        ],
    }


def _columns() -> list[dict[str, Any]]:
    labels = (
        both("Signaal", "Signal"),
        both("Vorm", "Form"),
        both("Volgende stap", "Next step"),
        both("Status", "Status"),
        both("Vóór", "Due"),
    )
    return [{"label": label} for label in labels]


def _rows(today: date) -> list[list[dict[str, Any]]]:
    forms = (
        both("Arbeidsuitbuiting", "Labour exploitation"),
        both("Seksuele uitbuiting", "Sexual exploitation"),
        both("Criminele uitbuiting", "Criminal exploitation"),
    )
    steps = (
        both("Bel terug", "Call back"),
        both("Weeg het signaal", "Weigh the signal"),
        both("Wacht op ontvangstbevestiging", "Wait for acknowledgement"),
    )
    states = (
        (both("Nieuw", "New"), "active"),
        (both("In weging", "Being weighed"), "warning"),
        (both("Overgedragen", "Handed over"), "ok"),
    )
    days = (-2, 0, 9)
    return [
        [
            {"text": reference, "url": "#"},
            {"text": forms[at]},
            {"text": steps[at]},
            {"badge": states[at][0], "kind": states[at][1]},
            {"due": today + timedelta(days=days[at])},
        ]
        for at, reference in enumerate(("VB-7K2M", "VB-Q9TD", "VB-H3PA"))
    ]


def _figures() -> list[dict[str, Any]]:
    return [
        {"value": 2, "label": both("te laat", "late"), "late": True, "url": "#"},
        {"value": 4, "label": both("vandaag", "today"), "url": "#"},
        {"value": 11, "label": both("open signalen", "open signals")},
        {"value": 0, "label": both("wachten op ontvangst", "await acknowledgement")},
    ]
