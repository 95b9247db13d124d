# SPDX-License-Identifier: EUPL-1.2
"""Django's backend for PostgreSQL, with the scope of this moment in every statement."""
