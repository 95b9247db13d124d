# SPDX-License-Identifier: EUPL-1.2
"""The step between a proven password and a session: show a second factor, or set one up first.

Until then nobody is signed in. All that the browser holds is that this password was right, for a
quarter of an hour; whoever has no factor yet can therefore do nothing else than set one up. A start
link, another password, or factors that are taken away end that waiting, as they end sessions.
"""

from allauth.account.stages import LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from sluitend.accounts.factors import confirmed, selectors
from sluitend.accounts.factors.confirmed import Means
from sluitend.accounts.models import Person

_PROVEN = "proven"


class SecondFactor(LoginStage):  # type: ignore[misc]  # allauth has no types
    """Lets through who showed a second factor just now, and sends others to the page for it."""

    key = "second-factor"
    urlname = "accounts:second-factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Return the page that comes first, if any; and that signing in can go on after it."""
        person = self.login.user
        if confirmed.holds(self.request.session, person.pk):
            return None, True
        self.state[_PROVEN] = person.get_session_auth_hash()
        return redirect(self.urlname if selectors.has_factor(person) else "accounts:set-up"), True

    def still_holds(self, person: Person) -> bool:
        """Return whether what was proven is the password of now; the stamp of the sessions goes with it."""
        return constant_time_compare(self.state.get(_PROVEN, ""), person.get_session_auth_hash())


def waiting(request: HttpRequest) -> SecondFactor | None:
    """Return the step at which somebody in this browser waits; None when nobody does."""
    if request.user.is_authenticated:
        return None
    stage: SecondFactor | None = LoginStageController.enter(request, SecondFactor.key)
    person = stage.login.user if stage else None
    if stage is None or not isinstance(person, Person) or not person.may_sign_in:
        return None
    return stage if stage.still_holds(person) else None


def go_on(stage: SecondFactor, means: Means, *, goal: str = "") -> HttpResponse:
    """Note what was shown and sign in; `goal` is another page than the one first asked for."""
    confirmed.record(stage.request.session, stage.login.user.pk, means)
    if goal:
        stage.login.redirect_url = goal
    done: HttpResponse = stage.exit()
    return done
