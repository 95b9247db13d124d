# SPDX-License-Identifier: EUPL-1.2
"""A visitor who reports, screen by screen, as a browser does."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from sluitend.privacy import drafts
from sluitend.signals.draft import COOKIE, Intake

# What a report cannot do without, and then what is welcome.
NEEDED = ("wie", "wat", "bron", "leeftijd")
SCREENS: dict[str, dict[str, Any]] = {
    "wie": {"reporter": "bouwinspecteur"},
    "wat": {"facts": "Vier mannen slapen in een schuur."},
    "bron": {"source_kind": "own", "source_note": ""},
    "leeftijd": {"minor": "no"},
    "omstandigheden": {"circumstances": "Elke avond rond tien uur"},
    "gedachte": {"interpretation": "Ik denk dat zij niet weg mogen"},
    "vorm": {"forms": ["arbeid"]},
    "signalen": {"indicators": ["a4-paspoort-weg"]},
    "herkennen": {"address": "Voorbeeldstraat 1, Lisse", "phone": "", "plate": "", "kvk": ""},
    "veilig-contact": {"safe_contact": "Via de buurvrouw, op maandag"},
    "melder": {"reporter_name": "Bo Bouwer", "reporter_contact": "06-10000000"},
}


@dataclass
class Visitor:
    """Somebody without an account, with a browser."""

    client: Client

    @property
    def intake(self) -> Intake:
        """What the server keeps for this visitor now."""
        return Intake(**(drafts.load(self.client.cookies[COOKIE].value) or {}))

    def write(self, slug: str, **given: Any) -> Any:
        """Fill in one screen."""
        return self.client.post(f"/melden/{slug}/", given)

    def write_all(self, **changed: Any) -> None:
        """Fill in every screen; `changed` replaces single fields."""
        for slug, fields in SCREENS.items():
            given = {name: changed.get(name, value) for name, value in fields.items()}
            response = self.write(slug, **given)
            assert response.status_code == 302, (slug, response.content.decode())

    def check(self) -> Any:
        """Open the summary."""
        return self.client.get("/melden/controleren/")

    def send(self) -> Any:
        """Press the last button."""
        return self.client.post("/melden/controleren/")


def walked(visitor: Visitor, *, danger: str = "no", who: str = "boa") -> None:
    """Walk the first two questions of the route: danger, and who asks."""
    visitor.client.post("/route/begin/", {"map": "persoon"})
    visitor.client.post("/route/vraag/1/", {"answer": danger})
    visitor.client.post("/route/vraag/2/", {"answer": who})
