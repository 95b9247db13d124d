# SPDX-License-Identifier: EUPL-1.2
"""Commands for those who work on the project; set-up and test use the standard library only."""
