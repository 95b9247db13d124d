# SPDX-License-Identifier: EUPL-1.2
"""How many do we not see? A table of counts comes in, an estimate goes out, and nothing stays here."""
