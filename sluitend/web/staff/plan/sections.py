# SPDX-License-Identifier: EUPL-1.2
"""The sections of the pack as pages: their address, title, and how their items are grouped."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the pack. `by` is the field by which its items are put together."""

    name: str
    slug: str
    title: str | Promise
    lead: str | Promise
    by: str = ""

    @property
    def url(self) -> str:
        """The address of the page of this section."""
        return reverse("web:plan-section", args=[self.slug])


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections that belong together on the overview."""

    title: str | Promise
    sections: tuple[Section, ...]


GAPS = Section(
    "gaps",
    "open-punten",
    _("What the plan leaves open or contradicts"),
    _("Each point with what the system does meanwhile. Settle it with who made the plan."),
    by="kind",
)

CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        _("What the plan says"),
        (
            Section("facts", "inhoud", _("Content of the plan"), _("All statements, by subject."), by="kind"),
            Section(
                "forms", "vormen", _("Forms of exploitation"), _("Forms and sub-forms, and what is in scope.")
            ),
            Section(
                "figures", "cijfers", _("Figures"), _("Numbers with unit, area and period."), by="category"
            ),
            Section(
                "commitments",
                "afspraken",
                _("Agreements and planning"),
                _("Who does what, and when."),
                by="theme",
            ),
            Section("consultations", "overleggen", _("Consultations"), _("Who meets whom, and how often.")),
            Section("training", "training", _("Training"), _("Groups, and what they learn."), by="kind"),
        ),
    ),
    Chapter(
        _("Who takes part"),
        (
            Section("roles", "rollen", _("Roles"), _("Who works with the plan, and what each role may do.")),
            Section(
                "reporters",
                "melders",
                _("Reporters"),
                _("Who may bring a signal, and which rules hold."),
                by="kind",
            ),
            Section(
                "partners", "partners", _("Partners"), _("To whom a signal can go, and how to reach them.")
            ),
            Section(
                "municipalities", "gemeenten", _("Municipalities"), _("The municipalities of the region.")
            ),
        ),
    ),
    Chapter(
        _("How a signal goes"),
        (
            Section("route_maps", "routekaarten", _("Route maps"), _("The questions, in order.")),
            Section(
                "rules", "regels", _("Rules of the route"), _("What is advised when something is known.")
            ),
            Section(
                "indicators",
                "signalen",
                _("Signs"),
                _("What people may recognise. There is no score."),
                by="sort",
            ),
            Section(
                "states", "standen", _("States"), _("Where a signal can stand, and what the reporter reads.")
            ),
            Section(
                "moves", "stappen", _("Steps between states"), _("Which steps exist, and what they require.")
            ),
            Section("outcomes", "uitkomsten", _("Outcomes"), _("What can be decided, by whom and when.")),
            Section(
                "next_steps", "volgende-stappen", _("Next steps"), _("What can be planned, and the term.")
            ),
            Section("terms", "termijnen", _("Terms"), _("How long something may take.")),
        ),
    ),
    Chapter(
        _("Working on it together"),
        (
            Section(
                "case_sorts", "casussoorten", _("Sorts of case"), _("Who directs, and what is asked first.")
            ),
            Section("barriers", "barrieres", _("Barriers"), _("The steps of a trafficker to disturb.")),
            Section(
                "prosecution_steps",
                "opsporing",
                _("Investigation and prosecution"),
                _("What a partner may tell of it."),
            ),
        ),
    ),
    Chapter(
        _("What may be shared"),
        (
            Section(
                "sharing", "delen", _("Rules for sharing"), _("What may go to whom, and on what ground.")
            ),
            Section("sharing_purposes", "doelen", _("Purposes"), _("For which aims something may be told.")),
            Section(
                "sharing_groups", "groepen", _("Groups of data"), _("What goes together, or never goes.")
            ),
            Section("sharing_fields", "gegevens", _("Data"), _("Each thing that can be told."), by="group"),
            Section("sharing_texts", "redenen", _("Reasons and steps"), _("Why something stays behind.")),
        ),
    ),
    Chapter(
        _("What it is built on"),
        (
            Section(
                "documents",
                "documenten",
                _("Documents"),
                _("The sources, and which were not at hand."),
                by="kind",
            ),
            Section(
                "features",
                "onderdelen",
                _("Parts of the system"),
                _("What is used, and why something is off."),
            ),
            Section("holidays", "feestdagen", _("Days off"), _("On which days no term ends.")),
            Section("texts", "teksten", _("Texts"), _("Texts of the interface that the plan supplies.")),
        ),
    ),
)

SECTIONS: tuple[Section, ...] = (GAPS, *(section for chapter in CHAPTERS for section in chapter.sections))
BY_SLUG = {section.slug: section for section in SECTIONS}
BY_NAME = {section.name: section for section in SECTIONS}


def anchor(section: str, item_id: str) -> str:
    """Return the place of an item on the page of its section."""
    return f"{section.replace('_', '-')}-{item_id}"


def address(section: str, item_id: str) -> str:
    """Return the address of an item."""
    return f"{BY_NAME[section].url}#{anchor(section, item_id)}"
