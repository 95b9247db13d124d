# SPDX-License-Identifier: EUPL-1.2
"""Every reference names something that exists, and parents form no circle."""

from collections.abc import Iterator
from typing import Any

from sluitend.policy.faults import Level, did_you_mean, known_words
from sluitend.policy.lint.findings import Finding
from sluitend.policy.schema.base import Item, citations
from sluitend.policy.schema.pack import LIST_SECTIONS, Pack
from sluitend.policy.structure import Path, Reference, hints, references

_PARENTS = (
    ("forms", "parent"),
    ("facts", "parent"),
    ("partners", "part_of"),
    ("roles", "deputy_of"),
    ("consultations", "reports_to"),
)


def broken_references(pack: Pack) -> Iterator[Finding]:
    """Find references to nothing: ids, documents in sources, what a gap is about."""
    for reference in references(pack.pack, hints(Pack)["pack"]):
        yield from _broken(pack, "pack", "", reference)
    for section in LIST_SECTIONS:
        for item in getattr(pack, section):
            for reference in references(item, type(item)):
                yield from _broken(pack, section, item.id, reference)
            yield from _unknown_documents(pack, section, item)
    yield from _gaps_about_nothing(pack)


def _broken(pack: Pack, section: str, item_id: str, reference: Reference) -> Iterator[Finding]:
    path, marker, value = reference
    found = pack.find(marker.section, value)
    if found is not None and (not marker.kinds or str(found.kind) in marker.kinds):
        return
    items = getattr(pack, marker.section)
    known = [item.id for item in items if not marker.kinds or str(item.kind) in marker.kinds]
    sort = f"{marker.section} of kind {' or '.join(marker.kinds)}" if marker.kinds else marker.section
    other = f"define it in `{marker.section}`; known: {known_words(known) or 'none'}"
    what = f"`{value}` is not among the {sort}"
    yield Finding(Level.ERROR, section, item_id, what, did_you_mean(value, known, otherwise=other), path)


def _unknown_documents(pack: Pack, section: str, item: Item) -> Iterator[Finding]:
    known = [document.id for document in pack.documents]
    for path, source in _sources(item):
        for citation in citations(source):
            if pack.find("documents", citation.document) is None:
                what = f"the source names `{citation.document}`, which is not among the documents"
                remedy = did_you_mean(citation.document, known, otherwise="add it to `documents`")
                yield Finding(Level.ERROR, section, item.id, what, remedy, path)


def _sources(item: Any) -> Iterator[tuple[Path, str]]:
    for name in ("source", "section"):
        if isinstance(value := getattr(item, name, None), str):
            yield (name,), value
    for name in ("channels", "revisions"):
        for index, part in enumerate(getattr(item, name, ())):
            if part.source is not None:
                yield (name, index, "source"), part.source


def _gaps_about_nothing(pack: Pack) -> Iterator[Finding]:
    for gap in pack.gaps:
        for index, about in enumerate(gap.about):
            section, item_id = about.split(":", 1)
            path: Path = ("about", index)
            if section not in LIST_SECTIONS:
                remedy = did_you_mean(section, LIST_SECTIONS, otherwise=f"use {known_words(LIST_SECTIONS)}")
                what = f"`{section}` is not a section"
                yield Finding(Level.ERROR, "gaps", gap.id, what, remedy, path)
            elif pack.find(section, item_id) is None:
                known = [item.id for item in getattr(pack, section)]
                remedy = did_you_mean(item_id, known, otherwise=f"define it in `{section}`")
                what = f"`{item_id}` is not among the {section}"
                yield Finding(Level.ERROR, "gaps", gap.id, what, remedy, path)


def circles(pack: Pack) -> Iterator[Finding]:
    """Find items that are their own ancestor."""
    for section, field in _PARENTS:
        for item in getattr(pack, section):
            seen = {item.id}
            above = getattr(item, field)
            while above is not None and above not in seen:
                seen.add(above)
                parent = pack.find(section, above)
                above = getattr(parent, field) if parent is not None else None
            if above == item.id:
                what = f"`{item.id}` lies above itself by way of `{field}`"
                yield Finding(Level.ERROR, section, item.id, what, f"break the circle of `{field}`", (field,))
