#!/usr/bin/env python
# SPDX-License-Identifier: EUPL-1.2
"""The same commands as `sluitend …`."""

from sluitend.__main__ import main

if __name__ == "__main__":
    main()
