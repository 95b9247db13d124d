# SPDX-License-Identifier: EUPL-1.2
"""Pages of sight for a time, how it is judged, and the journal for who supervises."""
