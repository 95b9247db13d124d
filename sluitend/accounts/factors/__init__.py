# SPDX-License-Identifier: EUPL-1.2
"""The second factor: an app with codes, passkeys, recovery codes, and what the session knows of them."""
