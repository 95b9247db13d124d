# SPDX-License-Identifier: EUPL-1.2
"""Doors of the accounts room."""

from django.urls import path

from sluitend.accounts import session_views, views
from sluitend.accounts.factors.views import managing, recovery, setting_up, showing
from sluitend.accounts.organisation import views as organisation

app_name = "accounts"

urlpatterns = [
    path("inloggen/", views.sign_in, name="sign-in"),
    path("inloggen/apparaat/<str:brought>/", views.let_in, name="let-in"),
    path("inloggen/organisatie/", organisation.leave, name="organisation"),
    path("inloggen/organisatie/terug/", organisation.back, name="organisation-back"),
    path("inloggen/organisatie/bevestigen/", organisation.confirm, name="organisation-confirm"),
    path("inloggen/organisatie/uitgelogd/", organisation.signed_out, name="organisation-signed-out"),
    path("inloggen/tweede-stap/", showing.second_factor, name="second-factor"),
    path("inloggen/bevestigen/", showing.confirm, name="confirm"),
    path("inloggen/passkey/", showing.passkey_sign_in, name="passkey-sign-in"),
    path("inloggen/passkey/vraag/", showing.passkey_options, name="passkey-options"),
    path("account/beveiliging/", managing.security, name="security"),
    path("account/beveiliging/wachtwoord/", managing.password, name="password"),
    path("account/beveiliging/instellen/", setting_up.choose, name="set-up"),
    path("account/beveiliging/app/", setting_up.app, name="set-up-app"),
    path("account/beveiliging/app/verwijderen/", managing.remove_app, name="remove-app"),
    path("account/beveiliging/passkey/", setting_up.passkey, name="set-up-passkey"),
    path("account/beveiliging/passkey/vraag/", setting_up.passkey_options, name="new-passkey-options"),
    path(
        "account/beveiliging/passkey/<int:passkey_id>/verwijderen/",
        managing.remove_passkey,
        name="remove-passkey",
    ),
    path("account/beveiliging/herstelcodes/", recovery.show, name="recovery-codes"),
    path("account/beveiliging/herstelcodes/nieuw/", recovery.renew, name="renew-recovery-codes"),
    path("uitloggen/", views.sign_out, name="sign-out"),
    path("beschikbaarheid/", views.availability, name="availability"),
    path("beschikbaarheid/verlof/<uuid:leave_id>/intrekken/", views.cancel_leave, name="cancel-leave"),
    path("account/sessies/", session_views.sessions, name="sessions"),
    path("account/sessies/beeindigen/", session_views.end, name="end-session"),
    path("account/sessies/andere-beeindigen/", session_views.end_others, name="end-other-sessions"),
    path("account/sessies/doorgaan/", session_views.go_on, name="go-on"),
]
