# SPDX-License-Identifier: EUPL-1.2
"""The typed schema of a policy pack."""
