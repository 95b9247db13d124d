# SPDX-License-Identifier: EUPL-1.2
"""The pages of who looks after people: everything can be done there, and nothing of others is seen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sluitend.accounts import services, starting
from sluitend.accounts.models import Deputy, Person, RoleAssignment
from sluitend.accounts.selectors import actor_for
from sluitend.accounts.tests.cast import LISSE, add
from sluitend.accounts.tests.villages import HERE, THERE, put_into_force
from sluitend.core.actor import system
from sluitend.dossiers.services import assign
from sluitend.dossiers.tests.making import opened
from sluitend.policy import selectors as policy
from sluitend.policy.schema.people import PERMISSIONS
from sluitend.web.staff.people import rights

pytestmark = pytest.mark.django_db
BY = system("test")
PEOPLE = "/beheer/mensen/"


@pytest.fixture
def desk(client: Client, administrator: Person) -> Client:
    """Return the browser of who looks after people."""
    client.force_login(administrator)
    return client


def page_of(person: Person, act: str = "") -> str:
    return f"{PEOPLE}{person.pk}/{act}"


def role_of(person: Person) -> RoleAssignment:
    return RoleAssignment.objects.get(person=person)


def giving(role: str, **more: str) -> dict[str, str]:
    return {"role": role, "municipality": LISSE, "start": "2026-06-02", "end": "", **more}


def test_people_are_listed_with_their_roles_and_found_by_name(desk: Client, officer: Person) -> None:
    page = desk.get(PEOPLE).content.decode()
    assert "Aandachtsfunctionaris mensenhandel" in page
    found = desk.get(PEOPLE, {"zoek": "fenna"})
    assert [line.person for line in found.context["lines"]] == [officer]
    assert "Niemand gevonden" in desk.get(PEOPLE, {"zoek": "xyz"}).content.decode()
    assert "Niemand is vertrokken" in desk.get(PEOPLE, {"wie": "vertrokken"}).content.decode()


def test_a_long_list_comes_in_pages_without_gap_or_repeat(desk: Client, administrator: Person) -> None:
    for number in range(55):
        services.add_person(
            name=f"Vera Voorbeeld {number % 7}",
            email=f"vera{number}@example.invalid",
            municipality=LISSE,
            password=None,
            by=BY,
        )
    first = desk.get(PEOPLE)
    second = desk.get(first.context["next_url"])
    seen = [line.person.pk for answer in (first, second) for line in answer.context["lines"]]
    assert len(seen) == len(set(seen)) == 56
    assert second.context["next_url"] == ""
    assert desk.get(PEOPLE, {"na": "geen-sleutel"}).status_code == 200


def test_somebody_is_added_gets_a_role_and_begins(desk: Client) -> None:
    given = {"name": "Nina Nieuw", "email": "Nina@Example.invalid", "municipality": LISSE}
    answer = desk.post(f"{PEOPLE}nieuw/", given)
    nina = Person.objects.get(email="nina@example.invalid")
    assert answer["Location"] == page_of(nina)
    assert not nina.has_usable_password()

    check = desk.post(page_of(nina, "rol/"), giving("behandelaar"))
    text = check.content.decode()
    assert "Dossiers bekijken waarbij deze persoon betrokken is: signalen" in text
    assert "Deze rol ziet dossiers" in text
    assert not actor_for(nina).grants
    assert desk.post(page_of(nina, "rol/"), giving("behandelaar", confirm="1"))["Location"] == page_of(nina)
    assert actor_for(nina).roles == {"behandelaar"}

    shown = desk.post(page_of(nina, "startlink/"))
    assert shown.headers["Cache-Control"] == "no-store"
    token = shown.context["link"].rstrip("/").rsplit("/", 1)[1]
    assert starting.owner(token) == nina


def test_one_goes_back_from_the_check_and_nothing_typed_is_lost(desk: Client, outsider: Person) -> None:
    answer = desk.post(page_of(outsider, "rol/"), giving("zorg", change="1", end="2026-12-31"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="2026-12-31"' in page
    assert not RoleAssignment.objects.filter(person=outsider).exists()


@pytest.mark.parametrize(
    "given",
    [
        {"role": "verzonnen"},
        {"role": ""},
        {"municipality": "GM0001"},
        {"start": "2026-06-01"},
        {"start": "morgen"},
        {"end": "2026-06-01"},
    ],
)
def test_a_role_that_cannot_be_given_is_explained_at_its_field(
    desk: Client, outsider: Person, given: dict[str, str]
) -> None:
    answer = desk.post(page_of(outsider, "rol/"), giving("zorg", confirm="1") | given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(given)
    assert not RoleAssignment.objects.filter(person=outsider).exists()


def test_a_second_administrator_does_not_get_at_dossiers(desk: Client) -> None:
    bob = add("Bob Beheerder", "beheerder")
    answer = desk.post(page_of(bob, "rol/"), giving("aandachtsfunctionaris", confirm="1"))
    assert answer.status_code == 422
    assert "Wie mensen beheert, kan niet bij dossiers" in answer.content.decode()
    assert actor_for(bob).roles == {"beheerder"}


def test_the_same_role_twice_is_said(desk: Client, handler: Person) -> None:
    answer = desk.post(page_of(handler, "rol/"), giving("behandelaar", confirm="1"))
    assert answer.status_code == 409
    assert "heeft deze rol hier al" in answer.content.decode()


def test_the_role_of_somebody_else_does_not_end_at_this_address(
    desk: Client, handler: Person, deputy: Person
) -> None:
    theirs = role_of(deputy)
    address = page_of(handler, f"rol/{theirs.pk}/")
    assert (desk.get(address).status_code, desk.post(address, {"when": "now"}).status_code) == (404, 404)
    assert RoleAssignment.objects.filter(pk=theirs.pk, valid_to__isnull=True).exists()


def test_a_role_ends_now_or_after_a_day(desk: Client, handler: Person, deputy: Person) -> None:
    address = page_of(handler, f"rol/{role_of(handler).pk}/")
    assert desk.get(address).status_code == 200
    for wrong in ({}, {"when": "later"}, {"when": "later", "last_day": "2026-01-01"}):
        assert desk.post(address, wrong).status_code == 422
    assert actor_for(handler).grants
    assert desk.post(address, {"when": "now"}).status_code == 302
    assert not actor_for(handler).grants
    assert desk.post(address, {"when": "now"}).status_code == 404
    other = page_of(deputy, f"rol/{role_of(deputy).pk}/")
    desk.post(other, {"when": "later", "last_day": "2026-06-30"})
    assert str(role_of(deputy).valid_to) == "2026-06-30"


def test_who_stands_in_is_arranged_and_ended(desk: Client, officer: Person, outsider: Person) -> None:
    address = page_of(officer, "waarneming/")
    assert desk.post(address, {"deputy": "", "start": "", "end": ""}).status_code == 422
    half = {"deputy": str(outsider.pk), "start": "2026-07-01", "end": ""}
    assert desk.post(address, half).status_code == 422
    whole = half | {"end": "2026-07-10"}
    check = desk.post(address, whole)
    assert check.status_code == 200
    page = check.content.decode()
    assert "Otto Omstander ziet nu geen dossiers" in page
    assert "Elk dossier bekijken" in page
    assert not Deputy.objects.exists()
    back = desk.post(address, whole | {"change": "1"}).content.decode()
    assert "2026-07-10" in back
    assert desk.post(address, whole | {"confirm": "1"}).status_code == 302
    row = Deputy.objects.get()
    assert "1 juli 2026" in desk.get(page_of(officer)).content.decode()
    assert desk.post(page_of(outsider, f"waarneming/{row.pk}/beeindigen/")).status_code == 404
    assert desk.post(page_of(officer, f"waarneming/{row.pk}/beeindigen/")).status_code == 302
    assert not Deputy.objects.exists()


def test_the_page_of_leaving_tells_numbers_and_no_dossier(
    desk: Client, officer: Person, handler: Person
) -> None:
    dossier = assign(dossier=opened(), to=handler, by=BY)
    page = desk.get(page_of(handler, "vertrek/")).content.decode()
    assert "Aandachtsfunctionaris mensenhandel" in page
    assert dossier.reference not in page
    assert desk.post(page_of(handler, "vertrek/"))["Location"] == page_of(handler)
    handler.refresh_from_db()
    assert not handler.is_active
    left = desk.get(PEOPLE, {"wie": "vertrokken"})
    assert [line.person for line in left.context["lines"]] == [handler]
    assert "Vertrokken" in desk.get(page_of(handler)).content.decode()
    assert desk.post(page_of(handler, "vertrek/")).status_code == 404


def test_who_is_needed_does_not_leave_and_why_is_said(desk: Client, officer: Person) -> None:
    opened()
    page = desk.get(page_of(officer, "vertrek/")).content.decode()
    assert "Iemand moet eerst het werk overnemen" in page
    answer = desk.post(page_of(officer, "vertrek/"))
    assert answer.status_code == 409
    assert "Deze persoon is niet vertrokken" in answer.content.decode()
    officer.refresh_from_db()
    assert officer.is_active


def test_ones_own_page_changes_nothing(desk: Client, administrator: Person) -> None:
    page = desk.get(page_of(administrator)).content.decode()
    assert "Dit bent u zelf" in page
    for act in ("rol/", f"rol/{role_of(administrator).pk}/", "vertrek/"):
        assert desk.post(page_of(administrator, act), giving("zorg", confirm="1")).status_code == 403
        assert f'href="{page_of(administrator, act)}"' not in page
    assert desk.get(page_of(administrator, "vertrek/")).status_code == 403
    for act in ("startlink/", "blokkeren/", "blokkade-opheffen/"):
        assert desk.post(page_of(administrator, act)).status_code == 403
    assert actor_for(administrator).roles == {"beheerder"}


def test_somebody_is_blocked_at_once_and_later_let_in_again(desk: Client, handler: Person) -> None:
    assert "Nu blokkeren" in desk.get(page_of(handler)).content.decode()
    page = desk.post(page_of(handler, "blokkeren/"), follow=True).content.decode()
    assert "Hanna Handelaar is geblokkeerd" in page
    assert "Sinds 2 juni 2026, 10:00 kan niemand met dit account inloggen." in page
    assert "Startlink maken" not in page
    assert desk.post(page_of(handler, "blokkeren/")).status_code == 409
    page = desk.post(page_of(handler, "blokkade-opheffen/"), follow=True).content.decode()
    assert "Hanna Handelaar kan weer inloggen." in page
    assert "Startlink maken" in page
    assert desk.post(page_of(handler, "blokkade-opheffen/")).status_code == 409


def doors(person: Person, role: RoleAssignment) -> list[tuple[str, str]]:
    """Return every door of these pages with the methods that it knows."""
    named: list[tuple[str, str, list[Any]]] = [
        ("people", "GET", []),
        ("person-add", "GET POST", []),
        ("person", "GET", [person.pk]),
        ("person-start-link", "POST", [person.pk]),
        ("person-block", "POST", [person.pk]),
        ("person-unblock", "POST", [person.pk]),
        ("person-leave", "GET POST", [person.pk]),
        ("person-role", "GET POST", [person.pk]),
        ("person-role-end", "GET POST", [person.pk, role.pk]),
        ("person-deputy", "GET POST", [person.pk]),
        ("person-deputy-end", "POST", [person.pk, role.pk]),
    ]
    return [
        (method, reverse(f"web:{name}", args=args)) for name, known, args in named for method in known.split()
    ]


@pytest.mark.parametrize("role", ["aandachtsfunctionaris", "fg", "auditor", "raad", "behandelaar", ""])
def test_these_pages_do_not_exist_for_others(client: Client, handler: Person, role: str) -> None:
    client.force_login(add("Vera Voorbeeld", role))
    for method, address in doors(handler, role_of(handler)):
        assert client.generic(method, address).status_code == 404, (method, address)
    assert actor_for(handler).grants


def test_who_is_not_signed_in_is_asked_to(client: Client, handler: Person) -> None:
    for method, address in doors(handler, role_of(handler)):
        answer = client.generic(method, address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/inloggen/")


def test_somebody_of_another_municipality_is_not_there(client: Client, settings: Any, clock: Any) -> None:
    put_into_force(settings)
    client.force_login(add("Bea Beheerder", "beheer", municipality=HERE))
    neighbour = add("Bert Buurman", "loket", municipality=THERE)
    for method, address in doors(neighbour, role_of(neighbour)):
        if str(neighbour.pk) in address:
            assert client.generic(method, address).status_code == 404, address
    assert "Bert" not in client.get(PEOPLE).content.decode()
    assert client.get(PEOPLE, {"zoek": "bert"}).context["lines"] == []
    mine = add("Mina Hier", municipality=HERE)
    given = {"role": "loket", "municipality": THERE, "start": "2026-06-02", "confirm": "1"}
    assert client.post(page_of(mine, "rol/"), given).status_code == 422
    hers = {"deputy": str(neighbour.pk), "start": "", "end": ""}
    assert client.post(page_of(mine, "waarneming/"), hers).status_code == 422


def test_of_who_is_employed_elsewhere_only_roles_here_are_shown(
    client: Client, settings: Any, clock: Any
) -> None:
    put_into_force(settings)
    client.force_login(add("Bea Beheerder", "beheer", municipality=HERE))
    bert = add("Bert Buurman", "loket", municipality=THERE)
    services.grant_role(person=bert, role="contactpersoon", municipality=HERE, by=BY)
    listed = client.get(PEOPLE).content.decode()
    assert "Contactpersoon in het gemeentehuis" in listed
    assert "Medewerker Vraagbaak" not in listed
    page = client.get(page_of(bert)).content.decode()
    assert "Contactpersoon in het gemeentehuis" in page
    assert "Medewerker Vraagbaak" not in page
    assert "Startlink maken" not in page
    assert client.post(page_of(bert, "startlink/")).status_code == 403
    assert client.get(page_of(bert, "vertrek/")).status_code == 404


def test_every_change_asks_for_the_second_factor_again(desk: Client, handler: Person, clock: Any) -> None:
    clock.advance(minutes=6)
    for method, address in doors(handler, role_of(handler)):
        answer = desk.generic(method, address)
        looks = address in (PEOPLE, page_of(handler))
        assert looks or answer["Location"].startswith("/inloggen/bevestigen/"), (method, address)
        assert answer.status_code == (200 if looks else 302)
    assert actor_for(handler).grants


def test_every_right_of_a_pack_has_a_sentence() -> None:
    assert set(rights.SENTENCES) == set(PERMISSIONS)


def test_a_role_is_told_with_the_rights_of_the_role_it_stands_in_for(lisse: Any) -> None:
    pack = policy.current().pack
    deputy, council = pack.find("roles", "plaatsvervanger"), pack.find("roles", "raad")
    assert deputy is not None
    assert council is not None
    bare = deputy.model_copy(update={"permissions": ()})
    with translation.override("nl"):
        assert "Elk dossier bekijken: signalen" in rights.sentences(pack, bare)
        assert rights.stands_in_for(pack, bare) == "Aandachtsfunctionaris mensenhandel"
        assert rights.sees_dossiers(pack, bare)
        assert not rights.sees_dossiers(pack, council)
        assert rights.stands_in_for(pack, council) == ""
