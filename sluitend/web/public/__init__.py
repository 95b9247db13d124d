# SPDX-License-Identifier: EUPL-1.2
"""Pages that anybody can open, without an account."""
