# SPDX-License-Identifier: EUPL-1.2
"""Sluitend makes a municipality's plan against human trafficking executable."""

__version__ = "0.1.0"
