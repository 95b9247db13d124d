# SPDX-License-Identifier: EUPL-1.2
"""Rules of the sharing guard as an author writes them."""

from sluitend.policy.schema.base import Sourced


class SharingRule(Sourced):
    """What may go to which sort of partner, on what ground."""
