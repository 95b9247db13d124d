# SPDX-License-Identifier: EUPL-1.2
"""An advice as plain text that a person can read aloud or copy."""

from collections.abc import Mapping
from typing import Any

from sluitend.routing.advice import Advice, Note, Step
from sluitend.routing.model import say

_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "steps": {"nl": "Wat u doet, in deze volgorde", "en": "What to do, in this order"},
    "elsewhere": {"nl": "Dit hoort niet op deze route", "en": "This does not belong on this route"},
    "duties": {"nl": "Daarnaast geldt", "en": "Beside that"},
    "avoid": {"nl": "Doe dit niet", "en": "Do not do this"},
    "open": {"nl": "Nog uit te zoeken", "en": "Still to find out"},
    "gaps": {"nl": "Wat ontbreekt", "en": "What is missing"},
    "trace": {"nl": "Waarom dit advies", "en": "Why this advice"},
}
_KINDS: Mapping[str, Mapping[str, str]] = {
    "contact": {"nl": "", "en": ""},
    "advice": {"nl": " (advies vragen, mag zonder namen)", "en": " (ask advice, names not needed)"},
    "internal": {"nl": " (intern)", "en": " (internal)"},
}
_REASONS: Mapping[str, Mapping[str, str]] = {
    "missing": {"nl": "nog niet gevraagd", "en": "not asked yet"},
    "unknown": {"nl": "nog niet bekend", "en": "not known yet"},
    "doubtful": {"nl": "spreekt iets anders tegen", "en": "contradicts something else"},
}


def as_text(advice: Advice, lang: str = "nl") -> str:
    """Return the whole advice as text; parts that are empty are left out."""
    parts = {
        "steps": [_step(number, step, lang) for number, step in enumerate(advice.steps, start=1)],
        "elsewhere": [_note(note, lang) for note in advice.elsewhere],
        "duties": [_note(note, lang) for note in advice.duties],
        "avoid": [_note(note, lang) for note in advice.avoid],
        "open": [
            f"- {say(question.text, lang)} ({say(_REASONS[question.reason], lang)})"
            for question in advice.open_questions
        ],
        "gaps": [f"- {say(note.text, lang)}" for note in advice.gaps],
        "trace": [_reason(entry) for entry in advice.trace],
    }
    blocks = [f"{say(_HEADINGS[name], lang)}\n" + "\n".join(lines) for name, lines in parts.items() if lines]
    return "\n\n".join(blocks) + "\n"


def _step(number: int, step: Step, lang: str) -> str:
    lines = [f"{number}. {say(step.name, lang)}{say(_KINDS[step.kind], lang)}"]
    lines += [f"   {channel.value}" for channel in step.channels]
    lines.append("   " + " ".join(say(text, lang) for text in step.why))
    lines.append(f"   [{step.source}; {step.status}]")
    return "\n".join(lines)


def _note(note: Note, lang: str) -> str:
    ways = ", ".join(channel.value for channel in note.channels)
    contact = f" {say(note.name, lang)}: {ways}." if note.name and ways not in ("", note.partner) else ""
    return f"- {say(note.text, lang)}{contact} [{note.source}; {note.status}]"


def _reason(entry: Mapping[str, Any]) -> str:
    because = ", ".join(f"{part['id']} = {_plain(part['answer'])}" for part in entry["because"])
    return f"- {entry['rule']}" + (f" ({because})" if because else "") + f" [{entry['source']}]"


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " + ".join(str(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
