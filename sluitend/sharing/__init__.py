# SPDX-License-Identifier: EUPL-1.2
"""The sharing guard: who may be told what, on what ground. Pure; imports no framework."""

from sluitend.sharing.decision import Allowed, Decision, Step, Withheld
from sluitend.sharing.guard import decide
from sluitend.sharing.table import (
    VARIANTS,
    Explanation,
    Field,
    FieldGroup,
    Ground,
    GuardTable,
    PartnerRule,
    Share,
)
from sluitend.sharing.words import (
    Base,
    Consent,
    ConsentRule,
    FourEyes,
    Informed,
    InformRule,
    Kind,
    Minor,
    Moment,
    Reason,
    Secrecy,
    StepId,
    Text,
    Urgency,
    When,
)

__all__ = [
    "VARIANTS",
    "Allowed",
    "Base",
    "Consent",
    "ConsentRule",
    "Decision",
    "Explanation",
    "Field",
    "FieldGroup",
    "FourEyes",
    "Ground",
    "GuardTable",
    "InformRule",
    "Informed",
    "Kind",
    "Minor",
    "Moment",
    "PartnerRule",
    "Reason",
    "Secrecy",
    "Share",
    "Step",
    "StepId",
    "Text",
    "Urgency",
    "When",
    "Withheld",
    "decide",
]
