# SPDX-License-Identifier: EUPL-1.2
"""All changes to handovers. Each writes its journal entry in the same transaction."""

from sluitend.handover.services.answering import (
    acknowledge,
    answer,
    ask,
    ask_fresh_link,
    feedback_outcome,
    give_advice,
    give_feedback,
    open_packet,
    refuse,
)
from sluitend.handover.services.ending import (
    decline_fresh_link,
    plan_call_back,
    postpone_informing,
    record_informed,
    withdraw,
)
from sluitend.handover.services.preparing import prepare
from sluitend.handover.services.sending import (
    IN_PERSON,
    SentLink,
    record_form,
    record_mail,
    record_no_answer,
    record_paper,
    record_phone_call,
    renew_link,
    send_link,
)

__all__ = [
    "IN_PERSON",
    "SentLink",
    "acknowledge",
    "answer",
    "ask",
    "ask_fresh_link",
    "decline_fresh_link",
    "feedback_outcome",
    "give_advice",
    "give_feedback",
    "open_packet",
    "plan_call_back",
    "postpone_informing",
    "prepare",
    "record_form",
    "record_informed",
    "record_mail",
    "record_no_answer",
    "record_paper",
    "record_phone_call",
    "refuse",
    "renew_link",
    "send_link",
    "withdraw",
]
