# SPDX-License-Identifier: EUPL-1.2
"""Where something comes from, in words: titles of documents instead of their ids."""

from sluitend.policy.schema.base import Citation, citations
from sluitend.policy.schema.pack import Pack


def in_words(pack: Pack, source: str, language: str) -> str:
    """Return a source text such as `wmo art. 1.2.1; meldrecht` with the titles that the pack gives."""
    return "; ".join(_named(pack, one, language) for one in citations(source))


def _named(pack: Pack, one: Citation, language: str) -> str:
    document = pack.find("documents", one.document)
    title = document.title.text(language) if document is not None else one.document
    return f"{title}, {one.section}" if one.section else title
