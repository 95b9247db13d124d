# SPDX-License-Identifier: EUPL-1.2
"""Signing in at the organisation itself: at the identity provider of the municipality."""
