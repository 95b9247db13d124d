# SPDX-License-Identifier: EUPL-1.2
"""The yearly review of access: who has which role since when, and does that stay (BIO2 5.18.02)."""
