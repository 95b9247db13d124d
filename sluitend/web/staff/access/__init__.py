# SPDX-License-Identifier: EUPL-1.2
"""Pages for who judges access: the yearly review, and the list of it."""
