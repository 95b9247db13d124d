# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sluitend.cases"
    label = "cases"

    def ready(self) -> None:
        """Have a say about packs, on lists and in the journal, and give the worker jobs."""
        from sluitend.cases import jobs, listing, words
        from sluitend.cases import publishing as cases
        from sluitend.dossiers import shown
        from sluitend.policy import needs, publishing
        from sluitend.signals import panels
        from sluitend.signals.views import words as signals

        publishing.object_with(cases.objections)
        needs.ask_with(cases.lacks)
        shown.register("case", route="cases:case", describe=listing.describe_cases)
        shown.register("meeting", route="cases:meeting", describe=listing.describe_meetings)
        signals.ACTS.update(words.ACTS)
        signals.SECTIONS.update(words.SECTIONS)
        panels.show_with(listing.panel)
        panels.show_above(listing.own_tasks)
        jobs.register()
