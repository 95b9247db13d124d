# SPDX-License-Identifier: EUPL-1.2
"""Pages for staff that join rooms: what waits for a partner, and the plan itself."""
