# SPDX-License-Identifier: EUPL-1.2
"""The shipped pack of Lisse and the made-up second pack, loaded once."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sluitend.policy.loader import Loaded, load, load_path
from sluitend.policy.schema.base import Sourced, citations
from sluitend.policy.schema.pack import LIST_SECTIONS, Pack

SECOND = Path(settings.BASE_DIR) / "tests" / "packs" / "drie-dorpen"


@cache
def loaded_lisse() -> Loaded:
    return load("lisse")


@cache
def loaded_second() -> Loaded:
    return load_path(SECOND)


def pack_of(loaded: Loaded) -> Pack:
    assert loaded.pack is not None, loaded.errors
    return loaded.pack


def items(pack: Pack) -> list[tuple[str, Any]]:
    """Return all items with the section they stand in."""
    return [(section, item) for section in LIST_SECTIONS for item in getattr(pack, section)]


def cited(item: Any) -> list[tuple[str, str]]:
    """Return the documents and sections that an item names."""
    source = item.source if isinstance(item, Sourced) else getattr(item, "section", "")
    return [(citation.document, citation.section) for citation in citations(source)]
