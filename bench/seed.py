# SPDX-License-Identifier: EUPL-1.2
"""Makes an instance and fills it with people and signals, by the real services in large transactions.

    python -m bench.seed --signals 10000 --drafts 4000

Nothing is written behind the services' backs, so that keys, journal and blind indexes are what a
year of use leaves behind. Prints JSON: whom to sign in as, ids of signals, cookies of drafts.
"""

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from bench import together, yardsticks  # noqa: E402
from sluitend.accounts import selectors as accounts  # noqa: E402
from sluitend.accounts import services as people  # noqa: E402
from sluitend.accounts.factors import services as factors  # noqa: E402
from sluitend.accounts.factors import totp  # noqa: E402
from sluitend.accounts.models import Person  # noqa: E402
from sluitend.core import clock, scope  # noqa: E402
from sluitend.core.actor import Actor, system  # noqa: E402
from sluitend.core.codes import new_code  # noqa: E402
from sluitend.core.postgresql.owner import as_owner  # noqa: E402
from sluitend.policy import loader  # noqa: E402
from sluitend.policy import selectors as policy  # noqa: E402
from sluitend.policy.schema.pack import Pack  # noqa: E402
from sluitend.policy.services import publish  # noqa: E402
from sluitend.privacy import drafts, keys  # noqa: E402
from sluitend.signals.draft import Intake  # noqa: E402
from sluitend.signals.models import Signal  # noqa: E402
from sluitend.signals.services import recording, triage  # noqa: E402
from sluitend.signals.views.report import SOMEBODY, report_of  # noqa: E402

MUNICIPALITY = "GM0553"
PASSWORD = "een-lang-wachtwoord-voor-metingen"  # noqa: S105 - of a throw-away instance
BATCH = 500
DAYS = 365
_FACTS = (
    "Ik zag in de keuken drie mannen die op matrassen op de grond slapen. Een van hen zei dat zijn baas "
    "zijn paspoort bewaart en dat hij zeven dagen per week werkt. Hij keek steeds naar de deur. "
)
_REPORTERS = ("burgerzaken", "bouwinspecteur", "toezichthouder", "extern-zorg", "gemeente-overig")


def set_up() -> None:
    """Make keys, tables and static files, put the pack of Lisse in force, and add a table to compare with."""
    keys.create_all(Path(settings.KEY_DIR))
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    publish(loader.load(settings.PACK), by=system("bench"))
    yardsticks.create_table()


def add_people() -> dict[str, Person]:
    """Add an officer who sees everything and a few people who own dossiers."""
    found = {}
    for name, role in (
        ("Fenna Functionaris", "aandachtsfunctionaris"),
        ("Willem Waarnemer", "plaatsvervanger"),
        ("Hanna Handelaar", "behandelaar"),
        ("Henk Handelaar", "behandelaar"),
    ):
        email = f"{name.split(maxsplit=1)[0].lower()}@example.invalid"
        person = people.add_person(
            name=name, email=email, municipality=MUNICIPALITY, password=PASSWORD, by=system("bench")
        )
        people.grant_role(person=person, role=role, municipality=MUNICIPALITY, by=system("bench"))
        found[email] = person
    return found


def add_app(person: Person) -> bytes:
    """Give somebody an app that shows codes; return its secret."""
    secret = totp.new_secret()
    code = totp.code_of(secret, clock.now())
    factors.add_app(person=person, secret=secret, code=code, first=True, by=system("bench"))
    return secret


def intake_of(pack: Pack, number: int, chance: random.Random) -> Intake:
    """Return a filled-in report, as a visitor leaves it before the last button."""
    shown = [one.id for one in pack.indicators if pack.used(one) and one.sort != "vulnerability"]
    forms = chance.sample(["arbeid", "seksueel", "crimineel"], chance.randint(1, 2))
    intake = Intake(map_id="persoon", answers={"p1": "no", "p2": "yes", "p3": "unknown", "p4": "unknown"})
    reporter = chance.choice(_REPORTERS)
    intake.context = {"reporter": reporter, "forms": forms}
    intake.known = {"reporter": reporter, "forms": forms, "minor": "unknown", "acute": "no"}
    intake.report = {
        "wie": {"reporter": reporter},
        "wat": {"facts": f"Waarneming {number}. {_FACTS}"},
        "omstandigheden": {"circumstances": "Dinsdagavond rond acht uur, bij een controle."},
        "bron": {"source_kind": "own", "source_note": ""},
        "gedachte": {"interpretation": "Ik denk aan arbeidsuitbuiting, maar weet het niet zeker."},
        "vorm": {"forms": forms},
        "signalen": {"indicators": chance.sample(shown, 3)},
        "leeftijd": {"minor": chance.choice(["yes", "no", "unknown"])},
        "herkennen": {
            "address": f"Voorbeeldstraat {number % 3000 + 1}, Lisse",
            "phone": "",
            "plate": "",
            "kvk": f"{90000000 + number % 2000}",
        },
        "veilig-contact": {"safe_contact": "Alleen via de wijkverpleegkundige, op dinsdag."},
        "melder": {"reporter_name": "Vera Voorbeeld", "reporter_contact": "vera@example.invalid"},
    }
    # The name and the code of the submit, as the last screen before the button leaves them.
    intake.prepare_submission(new_code())
    return intake


def add_signals(count: int, fenna: Person, chance: random.Random) -> Iterator[str]:
    """Record signals over a year; six in ten are still open, in several states."""
    pack = policy.current().pack
    officer = accounts.actor_for(fenna)
    for start in range(0, count, BATCH):
        begun = clock.now() - timedelta(days=DAYS * (1 - start / count))
        with transaction.atomic(), clock.at(begun):
            for number in range(start, min(start + BATCH, count)):
                intake = intake_of(pack, number, chance)
                signal = recording.record_signal(
                    report=report_of(pack, intake),
                    municipality=MUNICIPALITY,
                    by=SOMEBODY,
                    receipt_code=intake.receipt_code,
                )
                _bring_further(signal, number, officer)
                yield str(signal.pk)


def _bring_further(signal: Signal, number: int, officer: Actor) -> None:
    dossier = signal.dossier
    if number % 10 < 4:
        triage.close(dossier=dossier, outcome="out-of-scope", reason="Hoort hier niet bij.", by=officer)
    elif number % 10 < 6:
        triage.take_on(dossier=dossier, by=officer)
    elif number % 10 == 6:
        triage.take_on(dossier=dossier, by=officer)
        triage.weigh(dossier=dossier, outcome="own-approach", reason="Wij pakken dit zelf op.", by=officer)


def add_drafts(count: int, first: int, chance: random.Random) -> Iterator[dict[str, str]]:
    """Prepare reports that wait for the last button; each cookie opens one of them."""
    pack = policy.current().pack
    with transaction.atomic():
        for number in range(first, first + count):
            intake = intake_of(pack, number, chance)
            cookie = drafts.save(None, asdict(intake))
            yield {"cookie": cookie, "submission": intake.submission, "code": intake.receipt_code}


@scope.instance_wide("the bench makes an instance as a whole")
def main() -> None:
    """Make and fill the instance that the environment names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--signals", type=int, default=10_000)
    parser.add_argument("--drafts", type=int, default=4_000)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--meetings", type=int, default=200)
    options = parser.parse_args()
    if options.drafts >= drafts.MOST:
        # The oldest would be gone again, and whoever sends them would find a form without content.
        parser.error(f"an instance keeps no more than {drafts.MOST} drafts")
    chance = random.Random(20261123)  # noqa: S311 - the same data in every run
    set_up()
    with clock.at(clock.now() - timedelta(days=DAYS + 1)):
        officers = add_people()
    secret = add_app(officers["fenna@example.invalid"])
    signals = list(add_signals(options.signals, officers["fenna@example.invalid"], chance))
    officer = officers["fenna@example.invalid"]
    cases = list(together.add_cases(options.cases, officer, signals))
    tables = list(together.add_meetings(options.meetings if cases else 0, officer, cases, chance))
    prepared = list(add_drafts(options.drafts, options.signals, chance))
    with as_owner(connection), connection.cursor() as cursor:
        # As autovacuum would have done long before.
        cursor.execute("ANALYZE")
    print(
        json.dumps(
            {
                "email": "fenna@example.invalid",
                "password": PASSWORD,
                "app_secret": secret.hex(),
                "signals": signals,
                "cases": [str(one) for one in cases],
                "meetings": tables,
                "drafts": prepared,
                "walk": drafts.save(None, asdict(_walker())),
            }
        )
    )


def _walker() -> Intake:
    """Return a visitor half-way on the route map of persons."""
    return Intake(
        map_id="persoon",
        answers={"p1": "no", "p2": "yes", "p3": "no"},
        context={"reporter": "burgerzaken", "forms": ["arbeid"]},
        known={"reporter": "burgerzaken", "forms": ["arbeid"], "acute": "no"},
    )


if __name__ == "__main__":
    main()
