# SPDX-License-Identifier: EUPL-1.2
"""The golden table of the sharing guard: what the shipped layer must answer, written from the law.

Each row: what it shows, partner's rule, purpose, circumstances, fields that go, fields that stay
with their reason. A change of the shipped rules that changes an answer must change this table.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sluitend.sharing import Consent, Kind, Reason, Secrecy, Urgency

Told = Mapping[str, Any]

AGREES: Told = {"consent": Consent.GIVEN}
REFUSES: Told = {"consent": Consent.REFUSED}
ACUTE: Told = {"urgency": Urgency.ACUTE}
URGENT: Told = {"urgency": Urgency.URGENT}
ADVICE: Told = {"kind": Kind.ADVICE}
REPORTER_AGREES: Told = {"reporter_agrees": True}
CONFLICT: Told = {"conflict_of_duties": True}
CARE_SECRET: Told = {"secrecy": Secrecy.PROFESSIONAL}
BIBOB: Told = {"secrecy": Secrecy.BIBOB}
WPG: Told = {"secrecy": Secrecy.WPG}
WGS: Told = {"secrecy": Secrecy.WGS}

R = Reason
POLICE, LABOUR, CARE = "investigation", "labour-inspection", "care-coordination"
RIEC, SAFETY_HOUSE, VEILIG_THUIS = "information-centre", "case-consultation", "reporting-point"


class Case(NamedTuple):
    """One row."""

    shows: str
    role: str
    purpose: str
    circumstances: Told
    goes: str
    stays: dict[str, Reason]


CASES = [
    # The emergency line
    Case("112 hears the place and the people", "emergency", "acute-help", ACUTE, "address victim others", {}),
    Case("112 against the victim's wish", "emergency", "acute-help", REFUSES, "victim address facts", {}),
    Case("112 is not held up by a purpose", "emergency", "registration", {}, "victim address", {}),
    Case("112 is not held up by a wall", "emergency", "acute-help", WPG, "victim address", {}),
    Case(
        "112 is not held up by care secrecy", "emergency", "acute-help", CARE_SECRET, "victim care-need", {}
    ),
    Case("112 does not get the care file", "emergency", "acute-help", ACUTE, "", {"care-file": R.NEVER}),
    Case("112 does not get a shelter", "emergency", "acute-help", ACUTE, "", {"shelter": R.NEVER}),
    Case(
        "112 is not told who reported",
        "emergency",
        "acute-help",
        ACUTE,
        "",
        {"reporter-name": R.ONLY_REPORTER_AGREES},
    ),
    # Police
    Case("police can be told without consent", POLICE, "investigation", {}, "facts address victim", {}),
    Case("police can be told against a refusal", POLICE, "investigation", REFUSES, "victim facts", {}),
    Case("police hears the suspicion apart", POLICE, "investigation", {}, "interpretation signs", {}),
    Case(
        "police gets no history of care",
        POLICE,
        "investigation",
        AGREES,
        "care-need",
        {"care-file": R.NEVER},
    ),
    Case(
        "police gets the care needed only in danger or when agreed",
        POLICE,
        "investigation",
        {},
        "",
        {"care-need": R.ONLY_AGREES_OR_ACUTE},
    ),
    Case("police in danger hears the care needed", POLICE, "acute-help", ACUTE, "care-need", {}),
    Case(
        "urgent is not yet acute",
        POLICE,
        "protection",
        URGENT,
        "victim",
        {"care-need": R.ONLY_AGREES_OR_ACUTE},
    ),
    Case(
        "police gets no safe contact without the victim, even in danger",
        POLICE,
        "investigation",
        ACUTE,
        "",
        {"safe-contact": R.ONLY_VICTIM_AGREES},
    ),
    Case("the victim wants to talk to police", POLICE, "investigation", AGREES, "safe-contact", {}),
    Case(
        "police is not told who reported",
        POLICE,
        "investigation",
        {**AGREES, **ACUTE},
        "",
        {
            "reporter-name": R.ONLY_REPORTER_AGREES,
            "reporter-contact": R.ONLY_REPORTER_AGREES,
            "reporter-group": R.ONLY_REPORTER_AGREES,
            "source-note": R.ONLY_REPORTER_AGREES,
        },
    ),
    Case(
        "the reporter agrees to be called by police",
        POLICE,
        "investigation",
        REPORTER_AGREES,
        "reporter-name reporter-contact",
        {},
    ),
    Case(
        "police is not told for another aim",
        POLICE,
        "registration",
        {},
        "",
        {"victim": R.PURPOSE, "forms": R.PURPOSE},
    ),
    Case(
        "police gets no Bibob material",
        POLICE,
        "investigation",
        BIBOB,
        "",
        {"business": R.WALL_BIBOB},
    ),
    Case(
        "partnership material stays in the partnership",
        POLICE,
        "investigation",
        WGS,
        "",
        {"facts": R.WALL_WGS},
    ),
    Case(
        "a care worker's secret stays",
        POLICE,
        "investigation",
        CARE_SECRET,
        "forms signs",
        {"facts": R.PROFESSIONAL_SECRECY, "victim": R.PROFESSIONAL_SECRECY},
    ),
    Case(
        "consent lifts secrecy",
        POLICE,
        "investigation",
        {**CARE_SECRET, **AGREES},
        "facts victim",
        {},
    ),
    Case(
        "a conflict of duties lifts secrecy",
        POLICE,
        "investigation",
        {**CARE_SECRET, **CONFLICT},
        "facts victim",
        {},
    ),
    Case("danger lifts secrecy", POLICE, "acute-help", {**CARE_SECRET, **ACUTE}, "facts victim", {}),
    # Labour Authority
    Case(
        "the inspectorate hears the workplace",
        LABOUR,
        "investigation",
        {},
        "facts business kvk",
        {},
    ),
    Case("workers' names wait", LABOUR, "investigation", {}, "", {"victim": R.ONLY_AGREES_OR_ACUTE}),
    Case(
        "a worker who agrees is named",
        LABOUR,
        "investigation",
        AGREES,
        "victim safe-contact",
        {},
    ),
    # RIEC
    Case("the RIEC hears organised crime", RIEC, "undermining", {}, "facts business others", {}),
    Case(
        "the RIEC hears no care and no wishes",
        RIEC,
        "undermining",
        {**AGREES, **ACUTE},
        "",
        {"care-need": R.NOT_NEEDED, "wishes": R.NOT_NEEDED, "safe-contact": R.NOT_NEEDED},
    ),
    Case("the RIEC may see Bibob material", RIEC, "undermining", BIBOB, "business", {}),
    Case("the RIEC serves its own aim", RIEC, "protection", {}, "", {"facts": R.PURPOSE}),
    # Care and Safety House
    Case(
        "the safety house hears who it is about",
        SAFETY_HOUSE,
        "coordination",
        {},
        "victim facts wishes",
        {},
    ),
    Case(
        "the safety house hears the care when agreed",
        SAFETY_HOUSE,
        "coordination",
        AGREES,
        "care-need",
        {},
    ),
    # Veilig Thuis
    Case("Veilig Thuis is told without consent", VEILIG_THUIS, "protection", REFUSES, "victim facts", {}),
    Case(
        "Veilig Thuis advises anonymously",
        VEILIG_THUIS,
        "protection",
        ADVICE,
        "question signs forms minor",
        {"victim": R.IDENTIFYING, "address": R.IDENTIFYING, "facts": R.IDENTIFYING},
    ),
    # Care
    Case(
        "care coordination waits for consent",
        CARE,
        "protection",
        {},
        "forms wishes minor",
        {"victim": R.CONSENT, "care-need": R.CONSENT, "summary": R.CONSENT},
    ),
    Case(
        "care coordination after consent",
        CARE,
        "protection",
        AGREES,
        "victim care-need safe-contact",
        {},
    ),
    Case("care in danger of life", CARE, "acute-help", ACUTE, "victim care-need", {}),
    Case("care after a conflict of duties", CARE, "protection", CONFLICT, "victim", {}),
    Case(
        "care gets it short",
        CARE,
        "protection",
        AGREES,
        "summary",
        {"facts": R.NOT_NEEDED, "interpretation": R.NOT_NEEDED, "signs": R.NOT_NEEDED},
    ),
    Case(
        "a place in care needs the person's yes, always",
        "specialised-care",
        "protection",
        {**ACUTE, **CONFLICT},
        "",
        {"victim": R.CONSENT},
    ),
    # Counting
    Case(
        "counting needs no names",
        "registration",
        "registration",
        {},
        "forms minor municipality",
        {"victim": R.ONLY_VICTIM_AGREES, "facts": R.NOT_NEEDED},
    ),
    Case("a place in a shelter after consent", "registration", "protection", AGREES, "victim care-need", {}),
    # Supervision and intervention
    Case(
        "a supervisor hears the address and its use",
        "supervision",
        "supervision",
        {},
        "address business summary",
        {"victim": R.NOT_NEEDED, "forms": R.NOT_NEEDED, "facts": R.NOT_NEEDED},
    ),
    Case("tax and benefits get nothing directly", "own-gate", "supervision", ACUTE, "", {"business": R.KIND}),
    Case(
        "the intervention team hears the place",
        "joint-intervention",
        "supervision",
        {},
        "address business signs",
        {"victim": R.NOT_NEEDED, "others": R.NOT_NEEDED},
    ),
    Case(
        "the signal meeting hears no names",
        "signal-meeting",
        "supervision",
        AGREES,
        "reference forms address",
        {"victim": R.NOT_NEEDED, "business": R.NOT_NEEDED, "plate": R.NOT_NEEDED},
    ),
    Case(
        "a colleague hears what the task needs",
        "internal",
        "supervision",
        {},
        "address summary",
        {"victim": R.NOT_NEEDED, "care-need": R.NOT_NEEDED},
    ),
    Case("the Bibob officer hears the business", "integrity-test", "supervision", {}, "business kvk", {}),
    # Advice and numbers only
    Case("a partner for advice gets no report", "advice", "protection", AGREES, "", {"forms": R.KIND}),
    Case(
        "nothing is handed to the anonymous line", "anonymous-line", "protection", {}, "", {"facts": R.KIND}
    ),
    Case(
        "another municipality gets no persons",
        "other-municipality",
        "supervision",
        AGREES,
        "",
        {"victim": R.KIND},
    ),
    Case("the council gets no report", "numbers-only", "registration", AGREES, "", {"address": R.KIND}),
    Case(
        "advice is anonymous, also in danger and with consent",
        POLICE,
        "acute-help",
        {**ADVICE, **ACUTE, **AGREES, **REPORTER_AGREES},
        "question forms",
        {"victim": R.IDENTIFYING, "safe-contact": R.IDENTIFYING, "reporter-name": R.IDENTIFYING},
    ),
    # Not in the table
    Case("an unknown partner gets nothing", "neighbour", "protection", ACUTE, "", {"forms": R.UNKNOWN_ROLE}),
    Case("an unknown field stays", POLICE, "investigation", AGREES, "facts", {"bsn": R.UNKNOWN_FIELD}),
    Case("nationality is no field", POLICE, "investigation", {}, "", {"nationality": R.UNKNOWN_FIELD}),
]
