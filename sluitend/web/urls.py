# SPDX-License-Identifier: EUPL-1.2
"""Doors of the public pages and of the pages that join rooms."""

from django.urls import path

from sluitend.web.public import starting, walk
from sluitend.web.staff import handovers
from sluitend.web.staff.access import export, review
from sluitend.web.staff.estimates import views as estimates
from sluitend.web.staff.people import deputies, listing, person, roles
from sluitend.web.staff.plan import views as plan
from sluitend.web.staff.timed import emergency, inspection, journal

app_name = "web"

urlpatterns = [
    path("", walk.start, name="start"),
    path("route/begin/", walk.begin, name="begin"),
    path("route/vraag/<int:number>/", walk.question, name="question"),
    path("route/omstandigheid/<slug:name>/", walk.circumstance, name="circumstance"),
    path("route/uitkomst/", walk.outcome, name="outcome"),
    path("route/wissen/", walk.leave, name="leave"),
    path("contact/", walk.contacts, name="contacts"),
    path("werk/overdrachten/", handovers.waiting, name="handovers"),
    path("begin/<slug:token>/", starting.choose_password, name="start-password"),
    path("beheer/mensen/", listing.people, name="people"),
    path("beheer/mensen/nieuw/", listing.add, name="person-add"),
    path("beheer/mensen/<uuid:person_id>/", person.person, name="person"),
    path("beheer/mensen/<uuid:person_id>/startlink/", person.start_link, name="person-start-link"),
    path("beheer/mensen/<uuid:person_id>/blokkeren/", person.block, name="person-block"),
    path("beheer/mensen/<uuid:person_id>/blokkade-opheffen/", person.unblock, name="person-unblock"),
    path("beheer/mensen/<uuid:person_id>/vertrek/", person.leave, name="person-leave"),
    path("beheer/mensen/<uuid:person_id>/rol/", roles.give, name="person-role"),
    path("beheer/mensen/<uuid:person_id>/rol/<uuid:role_id>/", roles.end, name="person-role-end"),
    path("beheer/mensen/<uuid:person_id>/waarneming/", deputies.arrange, name="person-deputy"),
    path(
        "beheer/mensen/<uuid:person_id>/waarneming/<uuid:deputy_id>/beeindigen/",
        deputies.end,
        name="person-deputy-end",
    ),
    path("beheer/toegang/", review.places, name="access"),
    path("beheer/toegang/<slug:place>/", review.review, name="access-review"),
    path("beheer/toegang/<slug:place>/lijst/", export.export, name="access-export"),
    path("werk/noodtoegang/", emergency.emergency, name="emergency"),
    path("werk/noodtoegang/<uuid:access_id>/", emergency.review, name="emergency-review"),
    path("werk/noodtoegang/<uuid:access_id>/beeindigen/", emergency.end, name="emergency-end"),
    path("werk/inzage/", inspection.inspection, name="inspection"),
    path("beheer/logboek/", journal.journal_page, name="journal"),
    path("schatting/", estimates.estimate, name="estimate"),
    path("schatting/rapport/", estimates.report, name="estimate-report"),
    path("beheer/plan/", plan.overview, name="plan"),
    path("beheer/plan/<slug:slug>/", plan.section, name="plan-section"),
]
