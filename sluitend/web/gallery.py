# SPDX-License-Identifier: EUPL-1.2
"""The gallery: every component in every state on one page, in the demo only."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from sluitend.shell.forms import Hinted
from sluitend.web.gallery_samples import both, samples

PAGES = {
    "": "gallery/components.html",
    "vraag": "gallery/question.html",
    "advies": "gallery/advice.html",
    "medewerker": "gallery/staff.html",
    "formulier": "gallery/form.html",
}


class SampleForm(forms.Form):
    """One field of each kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facts"] = forms.CharField(
            label=both("Wat zag of hoorde u?", "What did you see or hear?"),
            help_text=both(
                "Schrijf feiten op. Wat u ervan denkt vragen we straks.",
                "Write down facts. What you think of it comes next.",
            ),
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        self.fields["place"] = forms.CharField(label=both("Waar was dat?", "Where was it?"), required=False)
        self.fields["day"] = forms.DateField(
            label=both("Op welke dag?", "On which day?"), widget=forms.DateInput(attrs={"type": "date"})
        )
        self.fields["kind"] = forms.ChoiceField(
            label=both("Aan welke vorm denkt u?", "Which form do you think of?"),
            choices=[
                ("", both("Kies een vorm", "Choose a form")),
                ("a", both("Arbeidsuitbuiting", "Labour exploitation")),
            ],
        )
        self.fields["known"] = forms.ChoiceField(
            label=both("Hoe weet u dit?", "How do you know?"), widget=forms.RadioSelect, choices=_ways()
        )
        self.fields["signs"] = forms.MultipleChoiceField(
            label=both("Wat herkent u?", "What do you recognise?"),
            help_text=both(
                "Kies alles wat u zag. U krijgt geen score.", "Choose all that you saw. There is no score."
            ),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            choices=_signs(),
        )
        self.fields["reachable"] = forms.BooleanField(
            label=both("U mag mij bellen", "You may call me"),
            help_text=both("Alleen op het nummer dat u opgeeft.", "Only on the number that you give."),
            required=False,
        )


def _ways() -> list[tuple[str, Hinted]]:
    return [
        ("seen", Hinted(both("Zelf gezien of gehoord", "Seen or heard myself"))),
        (
            "told",
            Hinted(
                both("Iemand vertelde het mij", "Somebody told me"),
                both("Uw bron blijft apart bewaard.", "Your source is kept apart."),
            ),
        ),
    ]


def _signs() -> list[tuple[str, str]]:
    return [
        ("papers", both("Iemand heeft de paspoorten van anderen", "Somebody holds the passports of others")),
        ("sleep", both("Mensen slapen waar zij werken", "People sleep where they work")),
        (
            "long",
            both(
                "Werkgeversverantwoordelijkheidsontwijkingsconstructie",
                "A construction to avoid the responsibility of an employer",
            ),
        ),
    ]


@require_safe
def gallery(request: HttpRequest, page: str = "") -> HttpResponse:
    """Show one page of the gallery; elsewhere than in the demo it does not exist."""
    if not settings.DEMO or page not in PAGES:
        raise Http404
    wrong = SampleForm({"kind": "", "place": "Voorbeeldstraat 1"})
    context = {**samples(), "form": SampleForm(), "wrong": wrong, "page": page}
    if page == "formulier":
        context["form"] = wrong
    return render(request, PAGES[page], context)


urlpatterns = [
    path("stijl/", gallery, name="gallery"),
    path("stijl/<slug:page>/", gallery, name="gallery-page"),
]
