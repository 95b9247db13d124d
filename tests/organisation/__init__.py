# SPDX-License-Identifier: EUPL-1.2
"""Signing in at a real identity provider that runs beside the suite, on loopback."""
