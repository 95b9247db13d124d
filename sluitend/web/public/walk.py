# SPDX-License-Identifier: EUPL-1.2
"""The route map, one question per screen. Answers never stand in an address."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sluitend import routing
from sluitend.core.errors import BadInput, NotFound
from sluitend.policy import selectors as policy
from sluitend.shell import traces
from sluitend.signals import draft
from sluitend.signals.draft import Intake
from sluitend.signals.views.report import may_report
from sluitend.web.public import maps, questions
from sluitend.web.public.advice import ShownAdvice, reachable, shown_advice, thinking_along
from sluitend.web.public.questions import Screen


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The first page: emergency first, then where the doubt is about."""
    pack = policy.current().pack
    walkable = maps.map_ids()
    entrances = [one for one in pack.route_maps if one.id in walkable]
    intake = draft.load(request)
    return render(
        request,
        "web/start.html",
        {
            "organisation": pack.pack.organisation,
            "emergency": pack.find("partners", pack.pack.emergency or ""),
            "maps": [
                (one.id, one.name.text(language()), one.entry.text(language()))
                for one in entrances
                if one.entry
            ],
            "welcome": pack.text("welcome", language()),
            "unfinished": intake.under_way,
            "report_waits": intake.waits,
        },
    )


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Start anew on a map; with `gut_feeling` the visitor goes straight to who thinks along.

    A report that was not sent stays, and so does the code of one that was.
    """
    map_id = request.POST.get("map", "")
    if map_id not in maps.map_ids():
        raise NotFound
    straight = "gut_feeling" in request.POST
    response = redirect("web:outcome") if straight else redirect("web:question", number=1)
    intake = draft.load(request)
    intake.walk_anew(map_id)
    draft.save(request, response, intake)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, number: int) -> HttpResponse:
    """One question; an answer leads to the next, the last answer to the advice."""

    def answer(found: routing.RouteMap, intake: Intake, values: list[str]) -> HttpResponse:
        questions.answer(found, intake, number, values)
        after = questions.screen(found, intake, number + 1, language())
        return redirect("web:question", number=number + 1) if after else redirect("web:outcome")

    return _ask(request, lambda found, intake: questions.screen(found, intake, number, language()), answer)


@never_cache
@require_GET
def outcome(request: HttpRequest) -> HttpResponse:
    """The advice so far, with the way that was walked; every unanswered question can still be answered."""
    intake = draft.load(request)
    if not intake.map_id:
        return redirect("web:start")
    found = maps.route_map(intake.map_id)
    pack = policy.current().pack
    advice = shown_advice(found, intake, pack, language())
    waiting = _waiting(found, intake)
    lines = questions.answered(found, intake, language())
    context = {
        "advice": advice,
        # Advice that nobody can dial is no help yet: then those who think along are shown as well.
        "along": () if any(card.ways for card in advice.cards) else thinking_along(pack, language()),
        "waiting": waiting,
        "walked": [
            {
                "question": line.question,
                "answer": line.answer,
                "unknown": line.unknown,
                "url": reverse("web:question", args=[line.number]),
            }
            for line in lines
        ],
        "endpoints": [{"label": card.name, "urgent": card.urgent} for card in advice.cards],
        "open_text": questions.screen(found, intake, waiting, language()) if waiting else None,
        "last_number": lines[-1].number if lines else 0,
        "open_questions": _open_questions(found, intake, advice),
        "report_waits": intake.waits,
        "may_report": may_report(pack, str(intake.context.get("reporter", ""))),
    }
    return render(request, "web/outcome.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def circumstance(request: HttpRequest, name: str) -> HttpResponse:
    """One circumstance beside the map, such as whether the victim is a minor; back to the advice after it."""

    def answer(found: routing.RouteMap, intake: Intake, values: list[str]) -> HttpResponse:
        questions.answer_circumstance(found, intake, name, values)
        return redirect("web:outcome")

    return _ask(
        request, lambda found, intake: questions.circumstance(found, intake, name, language()), answer
    )


def _ask(
    request: HttpRequest,
    screen: Callable[[routing.RouteMap, Intake], Screen | None],
    answer: Callable[[routing.RouteMap, Intake, list[str]], HttpResponse],
) -> HttpResponse:
    """Show a screen, or keep what was answered on it and go where that leads; without one, to the advice."""
    intake = draft.load(request)
    if not intake.map_id:
        return redirect("web:start")
    found = maps.route_map(intake.map_id)
    error = ""
    if request.method == "POST":
        try:
            response = answer(found, intake, request.POST.getlist("answer"))
        except BadInput as refusal:
            error = str(refusal)
        else:
            draft.save(request, response, intake)
            return response
    shown = screen(found, intake)
    if shown is None:
        return redirect("web:outcome")
    pack = policy.current().pack
    context = {
        "screen": shown,
        "groups": questions.groups(shown, pack),
        "error": error,
        # Danger waits for no question: the number stands above the very next one.
        "first": shown_advice(found, intake, pack, language()).at_once
        if questions.follows_danger(found, intake, shown.number)
        else (),
    }
    return render(request, "web/question.html", context, status=422 if error else 200)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget what was answered and written, on this device and on the server."""
    response = redirect("web:start")
    draft.drop(request, response)
    return traces.cleared(response)


@require_GET
def contacts(request: HttpRequest) -> HttpResponse:
    """Everybody who can be reached, without a question first."""
    pack = policy.current().pack
    return render(request, "web/contacts.html", {"cards": reachable(pack, language())})


def _open_questions(found: routing.RouteMap, intake: Intake, advice: ShownAdvice) -> list[tuple[str, str]]:
    """Return what is not known yet, each with the page on which it can be told.

    What comes later on the way has no page yet: the question that waits now leads to it.
    """
    way = questions.trail(found, intake)
    pages = {name: reverse("web:circumstance", args=[name]) for name in questions.circumstances(found)}
    pages |= {one.id: reverse("web:question", args=[number]) for number, one in enumerate(way, start=1)}
    return [(text, pages[name]) for name, text in advice.open_questions if name in pages]


def _waiting(found: routing.RouteMap, intake: Intake) -> int:
    """The number of the question that still waits on the way; 0 when all are answered."""
    last = len(questions.trail(found, intake))
    shown = questions.screen(found, intake, last, language())
    return last if shown and not any(choice.chosen for choice in shown.choices) else 0


def language() -> str:
    """Return the language of the visitor."""
    return get_language() or "nl"
