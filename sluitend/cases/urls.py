# SPDX-License-Identifier: EUPL-1.2
"""Doors of the room: cases, meetings and tasks for staff; an agenda by link and code; the calendar feed."""

from django.urls import path

from sluitend.cases.views import (
    barriers,
    calendar,
    case,
    case_acts,
    door,
    escalating,
    meeting,
    meeting_acts,
    minutes,
    sharing,
    tasks,
)

app_name = "cases"

_CASE = "werk/casus/<uuid:case_id>/"
_MEETING = "werk/overleg/<uuid:meeting_id>/"

urlpatterns = [
    path("werk/casus/", case.listing, name="cases"),
    path("werk/casus/nieuw/", case.begin, name="case-begin"),
    path(_CASE, case.page, name="case"),
    path(f"{_CASE}signaal/<uuid:signal_id>/uit/", case_acts.remove_signal, name="case-remove-signal"),
    path(f"{_CASE}organisatie/<uuid:organisation_id>/uit/", case_acts.end_part, name="case-end-part"),
    path(f"{_CASE}blad/<slug:sheet>/<slug:word>/", case_acts.write_line, name="case-line"),
    path(f"{_CASE}<slug:what>/", case_acts.case_act, name="case-act"),
    path("werk/taken/", tasks.listing, name="tasks"),
    path("werk/taak/<uuid:task_id>/", tasks.finish, name="task"),
    path("werk/dossier/<uuid:dossier_id>/taak/", tasks.give, name="give-task"),
    path("werk/signaal/<uuid:dossier_id>/opschalen/", escalating.choose, name="escalate"),
    path("werk/signaal/<uuid:dossier_id>/opschalen/<slug:sort_id>/", escalating.check, name="escalate-to"),
    path("werk/casus/barrieres/", barriers.picture, name="barriers"),
    path("werk/overleg/", meeting.listing, name="meetings"),
    path("werk/overleg/nieuw/", meeting_acts.plan, name="meeting-plan"),
    path(_MEETING, meeting.page, name="meeting"),
    path(f"{_MEETING}notulen/", minutes.take, name="minutes"),
    path(f"{_MEETING}vaststellen/", minutes.finish, name="meeting-finish"),
    path(f"{_MEETING}als-vorige-keer/", meeting_acts.as_before, name="meeting-as-before"),
    path(f"{_MEETING}verslag.<slug:kind>", meeting.document, name="meeting-document"),
    path(
        f"{_MEETING}deelnemer/<uuid:participant_id>/verwijderen/",
        meeting_acts.remove_participant,
        name="participant-remove",
    ),
    path(f"{_MEETING}deelnemer/<uuid:participant_id>/link/", meeting_acts.send_link, name="participant-link"),
    path(f"{_MEETING}punt/<uuid:item_id>/delen/", sharing.share, name="item-share"),
    path(
        f"{_MEETING}punt/<uuid:item_id>/delen/<uuid:participant_id>/beeindigen/",
        sharing.end_share,
        name="share-end",
    ),
    path(f"{_MEETING}punt/<uuid:item_id>/intrekken/", meeting_acts.withdraw, name="item-withdraw"),
    path(f"{_MEETING}<slug:what>/", meeting_acts.meeting_act, name="meeting-act"),
    path("werk/overleg/a4/", calendar.one_page, name="a4"),
    path("werk/overleg/a4.pdf", calendar.one_page_document, name="a4-document"),
    path("account/agenda/", calendar.own, name="own-feed"),
    path("account/agenda/nieuw/", calendar.make, name="feed-make"),
    path("account/agenda/beeindigen/", calendar.end, name="feed-end"),
    path("agenda/<slug:token>.ics", calendar.feed, name="feed"),
    path("o/<slug:token>/", door.door, name="door"),
    path("o/<slug:token>/agenda.pdf", door.document, name="door-document"),
    path("o/<slug:token>/verlaten/", door.leave, name="door-leave"),
    path("o/<slug:token>/klaar/", door.done, name="door-done"),
]
