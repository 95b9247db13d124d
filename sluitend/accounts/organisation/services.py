# SPDX-License-Identifier: EUPL-1.2
"""Who signed in at the organisation: found, linked or added here, with the roles that it gives."""

import hmac

from django.db import transaction

from sluitend.accounts import acts, managing, services
from sluitend.accounts.models import OrganisationAccount, Person, RoleAssignment, Session, tidy_email
from sluitend.accounts.organisation.configuration import Provider, Rule
from sluitend.accounts.organisation.problems import Kind, Problem
from sluitend.accounts.organisation.tokens import Said
from sluitend.core import clock
from sluitend.core.actor import Actor, system
from sluitend.core.errors import BadInput, Conflict, NotFound
from sluitend.privacy.codes import keyed_hash

# Its name in the journal, and on each role that it gave.
BY = system("identity-provider")


@transaction.atomic
def recognise(*, provider: Provider, said: Said) -> tuple[Person, list[Rule]]:
    """Return who signed in there, and the rules whose role they could not have beside others they hold.

    Their roles here follow what is said: those that it gives begin, and those that it gave and does not
    give any more end. Raises `Problem` and changes nothing for who does not come in.
    """
    given = [rule for rule in provider.rules if rule.value in said.roles]
    person = _linked(provider, said) or _link(_by_address(provider, said, given), provider, said)
    if not person.may_sign_in:
        # Not a word about who has left or is blocked.
        raise Problem(Kind.UNKNOWN, "somebody who has left or is blocked")
    _end_others(person, given)
    return person, [rule for rule in given if not _give(person, rule)]


def person_of(provider: Provider, said: Said) -> Person | None:
    """Return whose account there this is; changes nothing. Raises `Problem` when its row was moved."""
    token = _token(provider, said)
    found = OrganisationAccount.objects.filter(token=token).select_related("person").first()
    if found is not None and not hmac.compare_digest(bytes(found.proof), _proof(token, found.person)):
        raise Problem(Kind.INVALID, "somebody put this account on another person in the database")
    return found.person if found else None


@transaction.atomic
def unlink(*, person: Person, by: Actor) -> None:
    """Let somebody's account at the organisation count no more; the next one with their address does.

    Roles that it gave stay until that one signs in; what is open ends.
    """
    managing.require_in(by, person.municipality)
    if not OrganisationAccount.objects.filter(person=person).delete()[0]:
        message = "No account at the organisation is linked to this person."
        raise NotFound(message)
    Session.objects.filter(person=person).delete()
    acts.write("organisation.unlink", person, by)


def _linked(provider: Provider, said: Said) -> Person | None:
    found = person_of(provider, said)
    return _hold(found) if found else None


def _by_address(provider: Provider, said: Said, given: list[Rule]) -> Person:
    """Return who has this address, once the provider vouches for it; somebody new only with a role."""
    if "@" not in said.email:
        raise Problem(Kind.UNKNOWN, "the provider tells no e-mail address")
    if not said.email_verified:
        raise Problem(Kind.UNVERIFIED, f"the claim {provider.verified_claim} is not true")
    person = Person.objects.filter(email=tidy_email(said.email)).first()
    if person is not None:
        return _hold(person)
    if not provider.new_people:
        raise Problem(Kind.UNKNOWN, "nobody here has this e-mail address")
    if not given:
        raise Problem(Kind.NO_ROLE, "none of the roles of this person is known here")
    name = said.name or said.email
    place = given[0].municipality
    try:
        return services.add_person(name=name, email=said.email, municipality=place, password=None, by=BY)
    except Conflict as conflict:
        raise Problem(Kind.STATE, "signing in twice at once for the first time") from conflict


def _link(person: Person, provider: Provider, said: Said) -> Person:
    """Let this account there be the person's from now on; whoever has another one already keeps that."""
    if not person.is_active:
        return person
    token = _token(provider, said)
    known = OrganisationAccount.objects.filter(person=person).first()
    if known is not None:
        # Two windows at once: the other one was first.
        if bytes(known.token) == token:
            return person
        raise Problem(Kind.ANOTHER, "this e-mail address came from another account before")
    OrganisationAccount(
        token=token,
        person=person,
        proof=_proof(token, person),
        linked_at=clock.now(),
        linked_by_kind=BY.kind,
        linked_by_id=BY.id,
    ).save(force_insert=True)
    acts.write("organisation.link", person, BY)
    return person


def _end_others(person: Person, given: list[Rule]) -> None:
    wanted = {(rule.role, rule.municipality) for rule in given}
    mine = RoleAssignment.objects.filter(
        managing.lasting(clock.today()), person=person, granted_by_kind=BY.kind, granted_by_id=BY.id
    )
    for assignment in mine.order_by("pk"):
        if (assignment.role, assignment.municipality) not in wanted:
            services.withdraw_role(assignment=assignment, by=BY)


def _give(person: Person, rule: Rule) -> bool:
    """Give a role that is not held today; return whether it is held now, or was arranged for later."""
    held = RoleAssignment.objects.filter(
        managing.lasting(clock.today()),
        person=person,
        role=rule.role,
        municipality=rule.municipality,
        valid_from__lte=clock.today(),
    )
    if held.exists():
        return True
    try:
        services.grant_role(person=person, role=rule.role, municipality=rule.municipality, by=BY)
    except Conflict:
        # An administrator has it begin on a later day.
        return True
    except BadInput:
        # Whoever looks after people does not get at dossiers, whatever the provider says.
        acts.write(
            "organisation.role-refused",
            person,
            BY,
            municipality=rule.municipality,
            detail={"role": rule.role},
        )
        return False
    return True


def _hold(person: Person) -> Person:
    """Let sign-ins of one person come one after another."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _token(provider: Provider, said: Said) -> bytes:
    return keyed_hash(f"{provider.issuer}\n{said.subject}", purpose="organisation-account")


def _proof(token: bytes, person: Person) -> bytes:
    return keyed_hash(f"{token.hex()} {person.pk}", purpose="organisation-account-of")
