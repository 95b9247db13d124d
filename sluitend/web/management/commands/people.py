# SPDX-License-Identifier: EUPL-1.2
"""`sluitend people …`: let people in, give them roles and deputies, let them leave."""

import getpass
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction
from django.urls import reverse

from sluitend.accounts import blocking, services, starting
from sluitend.accounts.devices import PASS_LIFETIME
from sluitend.accounts.factors import services as factors
from sluitend.accounts.models import Person, RoleAssignment
from sluitend.accounts.organisation import services as organisation
from sluitend.core import clock, scope
from sluitend.core.actor import system
from sluitend.core.errors import SluitendError
from sluitend.web.departing import let_leave

BY = system("people-command")


class Command(BaseCommand):
    """One command with an act as its first word; each act is in the journal."""

    help = "Add people, give and take roles, arrange deputies, let people leave."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the acts and their arguments."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        add = acts.add_parser("add", help="add somebody; the password is asked, or the first line of input")
        add.add_argument("email")
        add.add_argument("--name", required=True)
        add.add_argument("--municipality", required=True, help="CBS code of the employer, such as GM0553")
        password = acts.add_parser("password", help="give somebody a new password")
        password.add_argument("email")
        reset = acts.add_parser(
            "reset-factors", help="take the second factors of somebody away, for a lost telephone"
        )
        reset.add_argument("email")
        link = acts.add_parser("start-link", help="shut an account; print the link that opens it, once")
        link.add_argument("email")
        for act, text in (("role", "give a role of the pack"), ("end-role", "end a role today")):
            one = acts.add_parser(act, help=text)
            one.add_argument("email")
            one.add_argument("role", help="id of the role in the pack")
            one.add_argument("--municipality", required=True, help="CBS code, such as GM0553")
            if act == "role":
                one.add_argument(
                    "--from", dest="start", type=date.fromisoformat, help="first day, YYYY-MM-DD"
                )
            one.add_argument("--to", dest="end", type=date.fromisoformat, help="last day, YYYY-MM-DD")
        deputy = acts.add_parser("deputy", help="let somebody stand in: always when absent, or in a period")
        deputy.add_argument("email", help="for whom")
        deputy.add_argument("deputy", help="e-mail address of who stands in")
        deputy.add_argument("--from", dest="start", type=date.fromisoformat, help="first day, YYYY-MM-DD")
        deputy.add_argument("--to", dest="end", type=date.fromisoformat, help="last day, YYYY-MM-DD")
        leave = acts.add_parser("leave", help="let somebody go; their open dossiers return to their roles")
        leave.add_argument("email")
        for act, text in (
            ("let-in", "print a link by which somebody can sign in at a new device, in a flood of guesses"),
            ("block", "let nobody sign in as somebody any more, by whatever means; their sessions end"),
            ("unblock", "let somebody who was blocked sign in again"),
            ("forget-devices", "let no device be known to somebody any more: one was lost or stolen"),
        ):
            acts.add_parser(act, help=text).add_argument("email")
        unlink = acts.add_parser("unlink", help="forget which account at the identity provider is somebody's")
        unlink.add_argument("email")
        acts.add_parser("list", help="list people with their roles of today")

    @no_translations
    @scope.instance_wide("who leaves may own dossiers anywhere")
    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act, whole or not at all."""
        try:
            with transaction.atomic():
                getattr(self, "_" + options["act"].replace("-", "_"))(options)
        except SluitendError as error:
            raise CommandError(str(error)) from error

    def _add(self, options: dict[str, Any]) -> None:
        named = {"name": options["name"], "email": options["email"]}
        person = services.add_person(
            **named, municipality=options["municipality"], password=_password(Person(**named)), by=BY
        )
        self.stdout.write(f"Added {person.email}.")

    def _password(self, options: dict[str, Any]) -> None:
        person = _person(options["email"])
        services.set_password(person=person, password=_password(person), by=BY)
        self.stdout.write("The password was changed.")

    def _reset_factors(self, options: dict[str, Any]) -> None:
        person = _person(options["email"])
        factors.reset(person=person, by=BY)
        self.stdout.write(
            f"{person.email} is signed out everywhere, and sets up a second step at the next sign-in."
        )

    def _unlink(self, options: dict[str, Any]) -> None:
        person = _person(options["email"])
        organisation.unlink(person=person, by=BY)
        self.stdout.write(f"The next account there with the address {person.email} is theirs.")

    def _start_link(self, options: dict[str, Any]) -> None:
        token = starting.make_link(person=_person(options["email"]), by=BY)
        self.stdout.write(settings.PUBLIC_URL.rstrip("/") + reverse("web:start-password", args=[token]))

    def _block(self, options: dict[str, Any]) -> None:
        blocking.block(person=_person(options["email"]), by=BY)
        self.stdout.write(f"Nobody can sign in as {options['email']} any more.")

    def _unblock(self, options: dict[str, Any]) -> None:
        blocking.unblock(person=_person(options["email"]), by=BY)
        self.stdout.write(f"{options['email']} can sign in again.")

    def _role(self, options: dict[str, Any]) -> None:
        person, place = _person(options["email"]), options["municipality"]
        period = {"valid_from": options["start"], "valid_to": options["end"]}
        given = services.grant_role(person=person, role=options["role"], municipality=place, by=BY, **period)
        self.stdout.write(f"{person.email} is {given.role} in {place} from {given.valid_from}.")

    def _end_role(self, options: dict[str, Any]) -> None:
        held = _today().filter(
            person=_person(options["email"]), role=options["role"], municipality=options["municipality"]
        )
        assignment = held.first()
        if assignment is None:
            message = f"{options['email']} does not hold {options['role']} there."
            raise CommandError(message)
        services.withdraw_role(assignment=assignment, by=BY, last_day=options["end"])
        self.stdout.write(f"The role ends; its last day is {assignment.valid_to}.")

    def _deputy(self, options: dict[str, Any]) -> None:
        person, deputy = _person(options["email"]), _person(options["deputy"])
        services.set_deputy(person=person, deputy=deputy, start=options["start"], end=options["end"], by=BY)
        self.stdout.write(f"{deputy.email} stands in for {person.email}.")

    def _leave(self, options: dict[str, Any]) -> None:
        person = _person(options["email"])
        returned = let_leave(person=person, by=BY)
        self.stdout.write(f"{person.email} has left; {returned} open dossiers returned to their roles.")

    def _let_in(self, options: dict[str, Any]) -> None:
        address = services.let_in(person=_person(options["email"]), by=BY)
        minutes = int(PASS_LIFETIME.total_seconds() // 60)
        self.stdout.write(f"Works for {minutes} minutes; password and all else are asked as ever:\n{address}")

    def _forget_devices(self, options: dict[str, Any]) -> None:
        person = _person(options["email"])
        services.forget_devices(person=person, by=BY)
        self.stdout.write(f"No device is known to {person.email} any more.")

    def _list(self, _options: dict[str, Any]) -> None:
        held: dict[Any, list[str]] = {}
        for row in _today().order_by("municipality", "role"):
            held.setdefault(row.person_id, []).append(f"{row.role} in {row.municipality}")
        for person in Person.objects.order_by("name", "pk"):
            roles = ", ".join(held.get(person.pk, ["no role"])) if person.is_active else "has left"
            self.stdout.write(f"{person.email}\t{person.name}\t{roles}")


def _today() -> Any:
    today = clock.today()
    running = RoleAssignment.objects.filter(valid_from__lte=today)
    return running.exclude(valid_to__lt=today)


def _person(email: str) -> Person:
    try:
        return Person.objects.get_by_natural_key(email)
    except Person.DoesNotExist as error:
        message = f"Nobody has the e-mail address {email}."
        raise CommandError(message) from error


def _password(person: Person) -> str:
    """Ask for a password for somebody, without showing it; never an argument, which other users could see."""
    given = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(given, person)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return given
