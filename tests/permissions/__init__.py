# SPDX-License-Identifier: EUPL-1.2
"""The permission matrix: every door, every method, everybody, every kind of dossier."""
