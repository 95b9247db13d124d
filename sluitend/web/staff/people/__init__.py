# SPDX-License-Identifier: EUPL-1.2
"""Pages for who looks after people: who is here, which roles, who stands in, who leaves."""
