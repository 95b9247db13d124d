# SPDX-License-Identifier: EUPL-1.2
"""The plan as the system knows it: everything in the pack, with source and status, gaps first."""
