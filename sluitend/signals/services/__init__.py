# SPDX-License-Identifier: EUPL-1.2
"""All writes of the room, one file per act."""
