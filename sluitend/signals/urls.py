# SPDX-License-Identifier: EUPL-1.2
"""Doors of the room: the report and its receipt for anybody, the worklist and signals for staff."""

from django.urls import path

from sluitend.signals.views import (
    acts,
    handing_over,
    handover,
    receipt,
    register,
    report,
    sight,
    signal,
    worklist,
)

app_name = "signals"

_SIGNAL = "werk/signaal/<uuid:dossier_id>/"

urlpatterns = [
    path("melden/", report.begin, name="report"),
    path("melden/controleren/", report.check, name="report-check"),
    path("melden/bewijs/", report.receipt_shown, name="receipt-shown"),
    path("melden/nieuw/", report.anew, name="report-anew"),
    path("melden/<slug:slug>/", report.screen, name="report-screen"),
    path("terug/", receipt.enter, name="receipt-enter"),
    path("terug/melding/", receipt.page, name="receipt"),
    path("terug/sluiten/", receipt.leave, name="receipt-leave"),
    path("werk/", worklist.worklist, name="worklist"),
    path("werk/nieuw/", register.register, name="register"),
    path("werk/eerder-gezien/", register.seen_before, name="seen-before"),
    path(_SIGNAL, signal.signal, name="signal"),
    path(f"{_SIGNAL}oppakken/", acts.take_on, name="take-on"),
    path(f"{_SIGNAL}toewijzen/", acts.assign, name="assign"),
    path(f"{_SIGNAL}volgende-stap/", acts.next_step, name="next-step"),
    path(f"{_SIGNAL}aanvullen/", acts.add, name="add"),
    path(f"{_SIGNAL}wegen/", acts.weigh, name="weigh"),
    path(f"{_SIGNAL}sluiten/", acts.close, name="close"),
    path(f"{_SIGNAL}heropenen/", acts.reopen, name="reopen"),
    path(f"{_SIGNAL}vraag/", acts.ask_reporter, name="ask-reporter"),
    path(f"{_SIGNAL}wie/", sight.page, name="sight"),
    path(f"{_SIGNAL}wie/betrekken/", sight.involve, name="involve"),
    path(f"{_SIGNAL}wie/<uuid:person_id>/beeindigen/", sight.end, name="end-involvement"),
    path(f"{_SIGNAL}inzien/<slug:what>/", signal.look, name="look"),
    path(f"{_SIGNAL}doorzetten/", handing_over.choose, name="hand-over"),
    path(f"{_SIGNAL}doorzetten/<slug:partner_id>/", handing_over.prepare, name="hand-over-to"),
    path(f"{_SIGNAL}overdracht/<uuid:handover_id>/", handover.page, name="handover"),
    path(f"{_SIGNAL}overdracht/<uuid:handover_id>/<slug:act>/", handover.act, name="handover-act"),
]
