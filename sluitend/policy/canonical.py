# SPDX-License-Identifier: EUPL-1.2
"""The one written form of a pack, and its hash.

Keys are sorted and what equals the default is left out, so neither the order of keys nor a default
that was written out changes the hash; the order of items does, because it is the order shown.
"""

import hashlib
import json

from sluitend.policy.schema.pack import Pack


def canonical(pack: Pack) -> str:
    """Return the canonical JSON of a pack."""
    data = pack.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str) -> Pack:
    """Return the pack of a canonical text; raises pydantic's ValidationError when it is none."""
    return Pack.model_validate_json(text, strict=True)
