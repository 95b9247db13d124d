# SPDX-License-Identifier: EUPL-1.2
"""The words in which the guard is asked and answers. Each is a closed list."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in Dutch and, where written, in English."""

    nl: str
    en: str = ""

    def text(self, language: str) -> str:
        """Return the sentence in the language, or in Dutch when it has no other."""
        return self.en if language.startswith("en") and self.en else self.nl


class Kind(StrEnum):
    """Asking advice is not reporting: it is anonymous and counted apart."""

    REPORT = "report"
    ADVICE = "advice"


class Consent(StrEnum):
    """What the possible victim said about sharing with this partner."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_ASKED = "not-asked"


class Urgency(StrEnum):
    """How soon someone must act; acute is danger to life or limb now."""

    NORMAL = "normal"
    URGENT = "urgent"
    ACUTE = "acute"


class Informed(StrEnum):
    """Whether the person knows of the sharing; postponed has a recorded reason and re-check date."""

    YES = "yes"
    NO = "no"
    POSTPONED = "postponed"


class Minor(StrEnum):
    """Whether the possible victim is under eighteen; unknown is never read as no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Secrecy(StrEnum):
    """The secrecy that lies on the material itself, besides the general privacy law."""

    NONE = "none"
    PROFESSIONAL = "professional"
    BIBOB = "bibob"
    WPG = "wpg"
    WGS = "wgs"


WALLS = frozenset({Secrecy.BIBOB, Secrecy.WPG, Secrecy.WGS})


class Base(StrEnum):
    """Legal bases of a sharing. Consent is not among them, on purpose.

    A municipality acts as an authority; a person cannot freely refuse it. Consent lifts
    secrecy or accepts care (see `ConsentRule`), it never carries the sharing itself.
    """

    VITAL_INTEREST = "vital-interest"
    PUBLIC_TASK = "public-task"
    RIGHT_TO_REPORT = "right-to-report"
    PARTNERSHIP_ACT = "partnership-act"
    POLICE_DATA_ACT = "police-data-act"
    SPECIAL_ACT = "special-act"
    NO_PERSONAL_DATA = "no-personal-data"
    NONE = "none"


class ConsentRule(StrEnum):
    """Whether identifying data may go to this partner without the person's consent."""

    NOT_NEEDED = "not-needed"
    UNLESS_VITAL = "unless-vital"
    NEEDED = "needed"


class InformRule(StrEnum):
    """Whether the person hears of it before the data go."""

    BEFOREHAND = "beforehand"
    NOT_BY_US = "not-by-us"


class When(StrEnum):
    """The condition under which a share of field groups may go."""

    ALWAYS = "always"
    ACUTE = "acute"
    VICTIM_AGREES = "victim-agrees"
    REPORTER_AGREES = "reporter-agrees"


class FourEyes(StrEnum):
    """Whether a second person reads the packet, and before or after it goes."""

    NONE = "none"
    AFTER = "after"
    BEFORE = "before"


class Moment(StrEnum):
    """Whether a step comes before the data go, or may follow."""

    BEFORE = "before"
    AFTER = "after"


class Reason(StrEnum):
    """Why a field stays behind."""

    UNKNOWN_ROLE = "unknown-role"
    UNKNOWN_FIELD = "unknown-field"
    KIND = "kind"
    PURPOSE = "purpose"
    NEVER = "never"
    WALL_BIBOB = "wall-bibob"
    WALL_WPG = "wall-wpg"
    WALL_WGS = "wall-wgs"
    IDENTIFYING = "identifying"
    PROFESSIONAL_SECRECY = "professional-secrecy"
    CONSENT = "consent"
    NOT_NEEDED = "not-needed"
    ONLY_ACUTE = "only-acute"
    ONLY_VICTIM_AGREES = "only-victim-agrees"
    ONLY_AGREES_OR_ACUTE = "only-agrees-or-acute"
    ONLY_REPORTER_AGREES = "only-reporter-agrees"


class StepId(StrEnum):
    """What must be done beside the sharing."""

    INFORM = "inform"
    RECHECK = "recheck"
    DECONFLICT = "deconflict"
    SECOND_READER = "second-reader"
    READ_FOR_NAMES = "read-for-names"
    WEIGH_REFUSAL = "weigh-refusal"
    RECORD_CONFLICT = "record-conflict"
    RECORD_VITAL = "record-vital"
    MINOR = "minor"
