# SPDX-License-Identifier: EUPL-1.2
"""Measures: what a request costs, beside yardsticks that every reader knows."""
