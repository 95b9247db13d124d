# SPDX-License-Identifier: EUPL-1.2
"""The machine words of a pack in words for people: `word("kind", "care-pillar")`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

_KINDS: Words = {
    # of facts
    "agreement": _("Agreements with others"),
    "assurance": _("Keeping it going"),
    "awareness": _("Awareness"),
    "barrier": _("Barriers"),
    "campaign": _("Campaign"),
    "care": _("Care"),
    "care-pillar": _("Pillars of care"),
    "context": _("Context"),
    "definition": _("Definitions"),
    "department": _("Departments"),
    "escalation": _("Escalation"),
    "evaluation": _("Evaluation"),
    "goal": _("Goals"),
    "history": _("What came before"),
    "inspection": _("Inspections"),
    "instrument": _("Instruments"),
    "intervention": _("Interventions"),
    "knowledge-base": _("Knowledge base"),
    "legal-framework": _("Laws and treaties"),
    "meldcode-sector": _("Sectors of the reporting code"),
    "meldcode-step": _("Steps of the reporting code"),
    "municipal-role": _("Roles of a municipality"),
    "power": _("Powers"),
    "prevention": _("Prevention"),
    "principle": _("Principles"),
    "programme": _("Programmes"),
    "project": _("Projects"),
    "regional-structure": _("Regional structures"),
    "reporting-route": _("Internal reporting route"),
    "repression": _("Repression"),
    "risk-group": _("Groups at risk"),
    "sector": _("Sectors"),
    "signal-example": _("Examples of signs"),
    "statutory-term": _("Terms set by law"),
    "strategy": _("Strategy"),
    "task": _("Tasks of the trafficking officer"),
    "theme": _("Themes"),
    "urgency": _("Urgency"),
    "working-agreement": _("Working agreements"),
    # of gaps
    "missing": _("Missing"),
    "contradiction": _("Contradiction"),
    "outdated": _("Outdated"),
    "unclear": _("Unclear"),
    # of documents
    "plan": _("Plan"),
    "law": _("Law or court decision"),
    "policy": _("Policy"),
    "guide": _("Guide"),
    "report": _("Report (document)"),
    "website": _("Website"),
    "list": _("List"),
    "other": _("Other"),
    # of reporters and of steps
    "internal": _("Within the municipality"),
    "external": _("Outside the municipality"),
    "inhabitant": _("Inhabitants"),
    "unknown": _("Not known"),
    "contact": _("Get in touch"),
    "advice": _("Ask advice"),
    # of training
    "group": _("Groups"),
    "item": _("Training and meetings"),
    # of questions
    "yesno": _("Yes, no or not known"),
    "choice": _("One answer"),
    "many": _("Several answers"),
    "flag": _("Yes or no"),
    "number": _("A number"),
    "place": _("A municipality"),
    # of channels
    "phone": _("Phone"),
    "mail": _("E-mail"),
    "web": _("Website"),
    "form": _("Online form"),
    "post": _("Post"),
    "visit": _("Visit"),
    # of dossiers
    "signal": _("Signal"),
}

_UNKNOWN, _NONE = _("Not known"), _("None")

WORDS: Mapping[str, Words] = {
    "kind": _KINDS,
    "starts": _KINDS,
    "kinds": {"advice": _("Advice"), "report": _("Reporting"), "signal": _("Signal")},
    "status": {
        "plan": _("In the plan"),
        "law": _("Law"),
        "derived": _("Derived"),
        "reconstructed": _("Reconstruction"),
        "design-choice": _("Choice of the makers"),
        "to-confirm": _("To be confirmed"),
    },
    "audience": {
        "all-employees": _("All employees"),
        "council": _("Council"),
        "executives": _("Mayor and aldermen"),
        "external": _("Outside professionals"),
        "inhabitant": _("Inhabitants"),
        "internal": _("Municipal staff"),
        "new-employees": _("New employees"),
    },
    "base": {
        "no-personal-data": _("No personal data"),
        "none": _NONE,
        "partnership-act": _("Act on partnerships (WGS)"),
        "police-data-act": _("Police Data Act (Wpg)"),
        "public-task": _("Public task"),
        "right-to-report": _("Right to report"),
        "special-act": _("Special act"),
        "vital-interest": _("Vital interest"),
    },
    "binding": {
        "mandatory": _("Mandatory"),
        "offered": _("Offered"),
        "standard": _("Standard"),
        "unknown": _UNKNOWN,
    },
    "consent": {
        "needed": _("Needed"),
        "not-needed": _("Not needed"),
        "unless-vital": _("Needed, unless there is acute danger"),
    },
    "form": {
        "e-learning": _("E-learning"),
        "inventory": _("Inventory"),
        "meeting": _("Meeting"),
        "protocol": _("Protocol"),
        "training": _("Training"),
        "varies": _("Varies"),
        "workshop": _("Workshop"),
    },
    "four_eyes": {"after": _("Afterwards"), "before": _("Beforehand"), "none": _NONE},
    "inform": {"beforehand": _("Beforehand"), "not-by-us": _("Not by us")},
    "level": {
        "operational": _("Operational"),
        "strategic": _("Strategic"),
        "tactical": _("Tactical"),
    },
    "meldcode": {"choice": _("By choice of the municipality"), "duty": _("Duty by law"), "none": _NONE},
    "meldcode_status": {"confirmed": _("Confirmed"), "to-confirm": _("To be confirmed")},
    "moment": {
        "onboarding": _("On entering service"),
        "once": _("Once"),
        "recurring": _("Again and again"),
        "unknown": _UNKNOWN,
        "yearly": _("Every year"),
    },
    "moments": {
        "decide": _("At a table"),
        "close": _("Closing"),
        "feedback": _("Feedback of a partner"),
        "weigh": _("Weighing"),
    },
    "passes": {
        "bibob": _("Bibob"),
        "none": _NONE,
        "professional": _("Professional secrecy"),
        "wgs": _("Partnerships (WGS)"),
        "wpg": _("Police data (Wpg)"),
    },
    "languages": {"en": _("English"), "nl": _("Dutch")},
    "purposes": {
        "advice": _("advice"),
        "care": _("care"),
        "information": _("information"),
        "report": _("reports"),
    },
    "requires": {
        "outcome": _("An outcome"),
        "privacy-test-1": _("Privacy test 1"),
        "privacy-test-2a": _("Privacy test 2a"),
        "privacy-test-2b": _("Privacy test 2b"),
        "reason": _("A reason"),
    },
    "roles": {
        "advice": _("Advice"),
        "anonymous-line": _("Anonymous line"),
        "care-coordination": _("Care coordination"),
        "case-consultation": _("Case consultation"),
        "coordination": _("Coordination"),
        "emergency": _("Emergency"),
        "information-centre": _("Information centre"),
        "intake": _("Intake"),
        "integrity-test": _("Integrity test"),
        "internal": _("Within the municipality"),
        "investigation": _("Investigation"),
        "joint-intervention": _("Joint inspections"),
        "monitoring": _("Monitoring"),
        "prosecution": _("Prosecution"),
        "registration": _("Registration"),
        "specialised-care": _("Specialised care"),
        "supervision": _("Supervision"),
        "training": _("Training"),
    },
    "scope": {
        "district": _("District"),
        "local": _("Local"),
        "national": _("National"),
        "regional": _("Regional"),
    },
    "secrecy": {
        "client-file": _("With a client file"),
        "none": _NONE,
        "professional": _("Professional secrecy"),
    },
    "sort": {
        "sign": _("Signs"),
        "surroundings": _("Signs of the surroundings"),
        "vulnerability": _("What makes somebody vulnerable"),
    },
    "unit": {
        "days": _("days"),
        "months": _("months"),
        "weeks": _("weeks"),
        "working-days": _("working days"),
        "years": _("years"),
    },
    "values_from": {"forms": _("Forms of exploitation"), "reporters": _("Reporters")},
    "when": {
        "acute": _("In acute danger"),
        "always": _("Always"),
        "reporter-agrees": _("If the reporter agrees"),
        "victim-agrees": _("If the possible victim agrees"),
    },
    "permissions": {
        "dossier.read": _("See dossiers"),
        "dossier.read-own": _("See own dossiers"),
        "dossier.write": _("Work on dossiers"),
        "dossier.write-own": _("Work on own dossiers"),
        "dossier.register": _("Register signals"),
        "dossier.hand-over": _("Hand over"),
        "dossier.break-glass": _("Open another dossier in an emergency"),
        "dossier.inspect": _("See dossiers for supervision"),
        "reporter.read": _("See the reporter"),
        "safe-contact.read": _("See the safe contact"),
        "journal.read": _("See the journal"),
        "pack.publish": _("Put a plan into force"),
        "pack.read": _("See the plan"),
        "people.manage": _("Look after people"),
        "access.review": _("Judge yearly who has access"),
        "figures.read": _("See figures"),
        "figures.published": _("See published figures"),
        "estimate": _("Estimate how many nobody sees"),
    },
    "compartment": {
        "signals": _("signals"),
        "care": _("care"),
        "bibob": _("Bibob"),
        "wpg": _("Police data (Wpg)"),
        "wgs": _("Partnerships (WGS)"),
    },
}

# How firm a status is, as the colour of its badge; the word always stands in it.
STATUS_KIND = {
    "plan": "ok",
    "law": "ok",
    "derived": "active",
    "reconstructed": "warning",
    "design-choice": "neutral",
    "to-confirm": "warning",
}
# What neither the plan nor a law says.
NOT_IN_THE_PLAN = frozenset({"reconstructed", "design-choice", "to-confirm"})


def word(field: str, value: str) -> str:
    """Return a machine word in words; one that is not known is shown as it is."""
    if field == "permissions":
        permission, _at, compartment = value.partition("@")
        return f"{word('permission', permission)} ({word('compartment', compartment)})"
    known = WORDS.get("permissions" if field == "permission" else field, {})
    return str(known.get(value, value))
