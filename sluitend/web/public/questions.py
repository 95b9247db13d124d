# SPDX-License-Identifier: EUPL-1.2
"""Which questions a visitor passes, in the order of the map, and what an answer on a screen means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sluitend import routing
from sluitend.core.errors import BadInput, NotFound
from sluitend.policy.schema.pack import Pack
from sluitend.routing import walk
from sluitend.routing.model import Question, say
from sluitend.signals.draft import Intake
from sluitend.signals.reporters import by_workplace

WHO = "reporter"
YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as a visitor sees it."""

    value: str
    label: str
    chosen: bool
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One question on one screen; `number` counts from 1, `left` is how many come after it at most."""

    number: int
    question: Question
    many: bool
    text: str
    hint: str
    choices: tuple[Choice, ...]
    left: int

    @property
    def chosen(self) -> list[str]:
        """The answers given before."""
        return [choice.value for choice in self.choices if choice.chosen]

    @property
    def previous(self) -> int:
        """The number of the question before this one."""
        return self.number - 1


def trail(found: routing.RouteMap, intake: Intake) -> list[Question]:
    """Return the questions on the way so far, the one that waits last (none when all are answered)."""
    way = walk.path(found, intake.answers, intake.context)
    return [*(walked.question for walked in way.passed), *([way.next] if way.next else [])]


def screen(found: routing.RouteMap, intake: Intake, number: int, language: str) -> Screen | None:
    """Return the screen with this number, or None when the way does not (yet) come that far."""
    questions = trail(found, intake)
    if not 1 <= number <= len(questions):
        return None
    left = walk.remaining(found, intake.answers, intake.context)
    return _screen(questions[number - 1], intake, number, left, language)


def follows_danger(found: routing.RouteMap, intake: Intake, number: int) -> bool:
    """Return whether the question with this number comes right after the one about danger."""
    before = trail(found, intake)[number - 2 : number - 1] if number > 1 else []
    return [question.id for question in before] == [found.definition.danger]


def circumstance(found: routing.RouteMap, intake: Intake, name: str, language: str) -> Screen:
    """Return the screen of one circumstance that is not on the map; raises `NotFound` for another."""
    return _screen(_circumstance(found, name), intake, 0, 0, language)


def circumstances(found: routing.RouteMap) -> frozenset[str]:
    """Return the circumstances that can be asked on a screen."""
    return frozenset(asked.id for asked in found.definition.inputs if walk.possible_answers(asked))


def _circumstance(found: routing.RouteMap, name: str) -> Question:
    question = next((asked for asked in found.definition.inputs if asked.id == name), None)
    if question is None or not walk.possible_answers(question):
        raise NotFound
    return question


def groups(shown: Screen, pack: Pack) -> list[tuple[str, list[Choice]]]:
    """Return the answers to choose from under headings; a short list stands under none.

    Who asks finds themselves by where they work. What else has many answers has no order to go by.
    """
    if shown.question.id != WHO:
        return [("", list(shown.choices))]
    return by_workplace(pack, shown.choices, lambda choice: choice.value)


def _screen(question: Question, intake: Intake, number: int, left: int, language: str) -> Screen:
    return Screen(
        number=number,
        question=question,
        many=question.kind == "many",
        text=say(question.text, language),
        hint=say(question.hint, language) if question.hint else "",
        choices=_choices(question, _given(intake, question), language),
        left=left,
    )


def answer(found: routing.RouteMap, intake: Intake, number: int, values: list[str]) -> None:
    """Store an answer; a changed answer makes the questions after it open again.

    Raises `BadInput` when nothing, or something that is not on the screen, was chosen.
    """
    questions = trail(found, intake)
    if not 1 <= number <= len(questions):
        raise BadInput(_("This question is not on your route (any more)."))
    question = questions[number - 1]
    value = _value(question, values)
    if _given(intake, question) not in ([], _as_list(value)):
        for later in questions[number:]:
            _store(intake, later).pop(later.id, None)
    _store(intake, question)[question.id] = value
    _remember(found, intake, question, value)


def answer_circumstance(found: routing.RouteMap, intake: Intake, name: str, values: list[str]) -> None:
    """Store the answer to a circumstance beside the map; raises `BadInput` as `answer` does."""
    question = _circumstance(found, name)
    intake.context[name] = value = _value(question, values)
    _remember(found, intake, question, value)


def _remember(found: routing.RouteMap, intake: Intake, question: Question, value: Any) -> None:
    """Keep what an answer means for a report that may follow."""
    if question.place == "context":
        name = question.id
    else:
        name = "acute" if question.id == found.definition.danger else question.fills
    if name == WHO and value not in {option.id for option in question.options}:
        # A plan without a word for who would rather not say: the report asks again.
        intake.known.pop(name, None)
    elif name:
        intake.known[name] = value


def _value(question: Question, values: list[str]) -> Any:
    offered = {choice.value for choice in _choices(question, [], "nl")}
    if not values or not set(values) <= offered:
        raise BadInput(_("Choose an answer. 'I don't know' is an answer too."), field="answer")
    if question.kind == "flag":
        return values[0] == "true"
    if question.kind != "many":
        return values[0]
    # "None of these" beside a choice says two things at once: the choice is what was meant.
    chosen = [value for value in values if value not in (NO, UNKNOWN, question.unknown)]
    return chosen or values[:1]


@dataclass(frozen=True, slots=True)
class Line:
    """One answered question in words."""

    number: int
    question: str
    answer: str
    unknown: bool


def answered(found: routing.RouteMap, intake: Intake, language: str) -> list[Line]:
    """Return what was answered on the way, for the picture of the route."""
    lines = []
    for number, question in enumerate(trail(found, intake), start=1):
        chosen = [
            choice for choice in _choices(question, _given(intake, question), language) if choice.chosen
        ]
        if chosen:
            words = ", ".join(choice.label for choice in chosen)
            lines.append(
                Line(number, say(question.text, language), words, all(choice.unsure for choice in chosen))
            )
    return lines


def _choices(question: Question, given: list[str], language: str) -> tuple[Choice, ...]:
    fixed = {YES: _("Yes"), NO: _("No"), UNKNOWN: _("I don't know"), "true": _("Yes"), "false": _("No")}
    if question.kind not in ("yesno", "flag"):
        fixed[NO] = _("None of these")
    labels: Mapping[str, str] = {option.id: say(option.text, language) for option in question.options}
    return tuple(
        Choice(value, labels.get(value) or fixed[value], value in given, value in (UNKNOWN, question.unknown))
        for value in walk.possible_answers(question)
    )


def _given(intake: Intake, question: Question) -> list[str]:
    value = _store(intake, question).get(question.id)
    return [] if value is None else _as_list(value)


def _as_list(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [("true" if value else "false") if isinstance(value, bool) else str(value)]


def _store(intake: Intake, question: Question) -> dict[str, Any]:
    return intake.context if question.place == "context" else intake.answers
