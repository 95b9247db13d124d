# SPDX-License-Identifier: EUPL-1.2
"""The screens of a report: which there are for this visitor, and in which order.

What the route map knows already is not asked again; it stands in the summary, to change there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sluitend.policy.schema.pack import Pack
from sluitend.policy.schema.people import Indicator, Reporter
from sluitend.signals.draft import Intake
from sluitend.signals.forms import report as screens
from sluitend.signals.models import SourceKind, ThreeWay
from sluitend.signals.reporters import by_workplace

# The screen on which a visitor says who reports.
WHO = "wie"


def _always(_pack: Pack, _intake: Intake) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: its address, its title, the form, and whether this visitor gets it.

    `known` names what the route may know already; then the screen is passed over, and can still be
    opened from the summary.
    """

    slug: str
    title: Promise
    make: Callable[[Pack, Intake], Callable[..., forms.Form]]
    asked: Callable[[Pack, Intake], bool] = _always
    known: str = ""
    optional: bool = False


def steps(pack: Pack, intake: Intake) -> list[Step]:
    """Return the screens that this visitor passes."""
    open_ones = reachable(pack, intake)
    return [one for one in open_ones if one.slug in intake.report or not intake.knows(one.known)]


def reachable(pack: Pack, intake: Intake) -> list[Step]:
    """Return the screens that this visitor can open, passed over or not."""
    return [one for one in ALL if one.asked(pack, intake)]


def step(pack: Pack, intake: Intake, slug: str) -> Step | None:
    """Return one screen by its address, when this visitor can open it."""
    return next((one for one in reachable(pack, intake) if one.slug == slug), None)


def needed(pack: Pack, intake: Intake) -> list[Step]:
    """Return the screens that a report cannot do without; they come first."""
    return [one for one in steps(pack, intake) if not one.optional]


def following(pack: Pack, intake: Intake, after: str) -> Step | None:
    """Return the screen after this one; None where the summary comes: after what is needed and at the end."""
    way = steps(pack, intake)
    place = next((number for number, one in enumerate(way) if one.slug == after), None)
    if place is None or place + 1 == len(way):
        return None
    return None if way[place + 1].optional and not way[place].optional else way[place + 1]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a screen stands: its number, of how many (0 when that is not known yet), and what came before.

    `before` is empty for the first screen, and for the first that is optional: the summary comes before it.
    """

    number: int
    count: int
    before: str


def place_of(pack: Pack, intake: Intake, one: Step) -> Place:
    """Return where a screen stands on this visitor's way; who passes only what is needed counts only that."""
    way = steps(pack, intake) if one.optional else needed(pack, intake)
    number = way.index(one) if one in way else 0
    before = way[number - 1] if number and way[number - 1].optional is one.optional else None
    # Who somebody is decides how many screens follow.
    count = 0 if one.slug == WHO and not done(intake, one) else len(way)
    return Place(number + 1, count, before.slug if before else "")


def done(intake: Intake, one: Step) -> bool:
    """Return whether this screen was answered."""
    return one.slug in intake.report


def form_of(pack: Pack, intake: Intake, one: Step, data: Any = None) -> forms.Form:
    """Return the form of a screen, with what was written before."""
    return one.make(pack, intake)(data, initial=_given(intake, one))


def value(intake: Intake, slug: str, name: str) -> Any:
    """Return one answer of the report, or what the route knows of it; None when neither does."""
    return next((_given(intake, one).get(name) for one in ALL if one.slug == slug), None)


def _given(intake: Intake, one: Step) -> dict[str, Any]:
    if one.slug in intake.report:
        found: dict[str, Any] = intake.report[one.slug]
        return found
    known = intake.knows(one.known)
    return {one.known: known} if known else {}


def in_words(pack: Pack, intake: Intake, one: Step) -> list[str]:
    """Return the answers of a screen in words, for the summary before sending."""
    form = form_of(pack, intake, one)
    lines = []
    for name, field in form.fields.items():
        given = value(intake, one.slug, name)
        if given in (None, "", []):
            continue
        labels = _labels(field)
        many = given if isinstance(given, list) else [given]
        lines.append(", ".join(str(labels.get(one_value, one_value)) for one_value in many))
    return lines


def _labels(field: forms.Field) -> Mapping[str, Any]:
    if not isinstance(field, forms.ChoiceField):
        return {}
    found: dict[str, Any] = {}
    choices: Any = field.choices
    for key, label in choices:
        found.update(dict(label) if isinstance(label, list | tuple) else {key: label})
    return found


def _who_form(pack: Pack, _intake: Intake) -> Callable[..., forms.Form]:
    every = [(one.id, one.name.text(get_language() or "nl")) for one in pack.reporters if pack.used(one)]
    parts = by_workplace(pack, every, lambda choice: choice[0])
    # Django's own names for a choice under no heading, and for choices under one.
    choices = [option for heading, part in parts for option in ([(heading, part)] if heading else part)]
    field = forms.ChoiceField(
        label=_("Who are you?"),
        help_text=_("Your work decides which rules apply. You need not give your name."),
        choices=choices,
        widget=forms.RadioSelect,
    )
    return type("WhoForm", (forms.Form,), {"reporter": field})


def _forms_form(pack: Pack, _intake: Intake) -> Callable[..., forms.Form]:
    language = get_language() or "nl"
    choices = [
        (one.id, one.name.text(language)) for one in pack.forms if one.parent is None and pack.used(one)
    ]
    field = forms.MultipleChoiceField(
        label=_("Which form of exploitation do you think of?"),
        help_text=_("More than one is possible. Not knowing is fine too."),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    return type("FormsForm", (forms.Form,), {"forms": field})


def _municipality_form(pack: Pack, _intake: Intake) -> Callable[..., forms.Form]:
    choices = [(code, pack.find("municipalities", code).name) for code in pack.pack.serves]
    field = forms.ChoiceField(
        label=_("In which municipality is it?"), choices=choices, widget=forms.RadioSelect
    )
    return type("MunicipalityForm", (forms.Form,), {"municipality": field})


def _signs_form(pack: Pack, intake: Intake) -> Callable[..., forms.Form]:
    reporter = value(intake, WHO, "reporter") or ""
    unknown = {form.id for form in pack.forms if form.unknown}
    groups = sign_groups(pack, [form for form in chosen_forms(intake) if form not in unknown], str(reporter))
    return lambda data=None, **kwargs: screens.SignsForm(data, groups=groups, **kwargs)


def sign_groups(pack: Pack, chosen: list[str], reporter: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the signs of the pack per form of exploitation; no form chosen means all of them.

    What is often seen in the reporter's own work stands first. Vulnerabilities are not signs.
    """
    language = get_language() or "nl"
    signs = [one for one in pack.indicators if pack.used(one) and one.sort != "vulnerability"]
    names = {one.id: one.name.text(language) for one in pack.forms}
    parents = {one.id: one.parent or one.id for one in pack.forms}
    found: dict[str, list[Indicator]] = {}
    for one in signs:
        if reporter and reporter in one.seen_by:
            found.setdefault(_("Often seen in your work"), []).append(one)
            continue
        for form in dict.fromkeys(parents.get(each, each) for each in one.forms):
            if not chosen or form in chosen:
                found.setdefault(names.get(form, form), []).append(one)
        if not one.forms:
            found.setdefault(_("With all forms"), []).append(one)
    first = _("Often seen in your work")
    order = sorted(found, key=lambda name: (name != first, name == _("With all forms")))
    return [(name, [(one.id, one.name.text(language)) for one in found[name]]) for name in order]


def _fixed(form: type[forms.Form]) -> Callable[[Pack, Intake], Callable[..., forms.Form]]:
    return lambda _pack, _intake: form


def _asks_capacity(pack: Pack, intake: Intake) -> bool:
    reporter = _reporter(pack, intake)
    return reporter is not None and reporter.asks_capacity


def _reporter(pack: Pack, intake: Intake) -> Reporter | None:
    found: Reporter | None = pack.find("reporters", str(value(intake, WHO, "reporter") or ""))
    return found


def _has_many_municipalities(pack: Pack, _intake: Intake) -> bool:
    return len(pack.pack.serves) > 1


ALL = (
    Step(WHO, gettext_lazy("Who you are"), _who_form, known="reporter"),
    Step(
        "hoedanigheid",
        gettext_lazy("Supervision or investigation"),
        _fixed(screens.CapacityForm),
        _asks_capacity,
    ),
    Step("gemeente", gettext_lazy("Municipality"), _municipality_form, _has_many_municipalities),
    Step("wat", gettext_lazy("What you saw or heard"), _fixed(screens.FactsForm)),
    Step("bron", gettext_lazy("How you know"), _fixed(screens.SourceForm)),
    Step("leeftijd", gettext_lazy("Under 18"), _fixed(screens.MinorForm), known="minor"),
    # So far one needs; a report with only this can be sent, and what follows is welcome.
    Step("omstandigheden", gettext_lazy("When and where"), _fixed(screens.CircumstancesForm), optional=True),
    Step("gedachte", gettext_lazy("What you think"), _fixed(screens.InterpretationForm), optional=True),
    Step("vorm", gettext_lazy("Form of exploitation"), _forms_form, known="forms", optional=True),
    Step("signalen", gettext_lazy("Signs"), _signs_form, optional=True),
    Step(
        "herkennen",
        gettext_lazy("Address, phone, plate, business"),
        _fixed(screens.RecognitionForm),
        optional=True,
    ),
    Step("veilig-contact", gettext_lazy("Safe contact"), _fixed(screens.SafeContactForm), optional=True),
    Step("melder", gettext_lazy("Your name and contact"), _fixed(screens.ReporterForm), optional=True),
)


# On these screens somebody may be written down so that others recognise them.
_RECOGNISABLE = ("wat", "herkennen")


def reminds_of_secrecy(pack: Pack, intake: Intake, one: Step) -> bool:
    """Return whether this screen reminds a reporter who may be bound by secrecy of what they may write."""
    reporter = _reporter(pack, intake)
    bound = reporter is not None and (reporter.secrecy != "none" or reporter.kind == "external")
    return bound and one.slug in _RECOGNISABLE


def reminds_of_investigation(pack: Pack, intake: Intake, one: Step) -> bool:
    """Return whether this screen keeps out what a boa investigates: of who did not say to be one."""
    reporter = _reporter(pack, intake)
    unsaid = reporter is not None and reporter.kind == "unknown"
    return unsaid and one.slug in _RECOGNISABLE and any(each.asks_capacity for each in pack.reporters)


def source_kind(intake: Intake) -> SourceKind:
    """Return how the reporter knows; unknown when not answered."""
    return SourceKind(value(intake, "bron", "source_kind") or SourceKind.UNKNOWN)


def minor(intake: Intake) -> ThreeWay:
    """Return whether somebody under 18 is concerned; unknown when not answered."""
    return _three_way(value(intake, "leeftijd", "minor"))


def acute(intake: Intake) -> ThreeWay:
    """Return whether somebody is in danger now, as answered on the route; unknown when not asked."""
    return _three_way(intake.knows("acute"))


def chosen_forms(intake: Intake) -> list[str]:
    """Return the forms of exploitation that were chosen; a route map may ask for one or for several."""
    found = value(intake, "vorm", "forms") or []
    return [found] if isinstance(found, str) else list(found)


def _three_way(given: Any) -> ThreeWay:
    """Return an answer of a route map, which may have other answers than these three."""
    return ThreeWay(given) if given in ThreeWay.values else ThreeWay.UNKNOWN
