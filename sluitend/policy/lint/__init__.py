# SPDX-License-Identifier: EUPL-1.2
"""Checks that need the whole pack: references, gaps, contacts, figures, texts."""

from collections.abc import Callable, Iterable

from sluitend.policy.explain import locate
from sluitend.policy.faults import Fault
from sluitend.policy.lint.contacts import contacts
from sluitend.policy.lint.figures import sums
from sluitend.policy.lint.findings import Finding
from sluitend.policy.lint.gaps import gaps
from sluitend.policy.lint.lifecycle import lifecycle
from sluitend.policy.lint.needs import needs
from sluitend.policy.lint.references import broken_references, circles
from sluitend.policy.lint.roles import roles
from sluitend.policy.lint.routes import route_maps, strangers
from sluitend.policy.lint.sharing import sharing
from sluitend.policy.lint.theme import colours
from sluitend.policy.lint.wholeness import wholeness
from sluitend.policy.reading import Node
from sluitend.policy.schema.pack import Pack

Check = Callable[[Pack], Iterable[Finding]]
CHECKS: tuple[Check, ...] = (
    broken_references,
    circles,
    lifecycle,
    contacts,
    sums,
    route_maps,
    strangers,
    sharing,
    wholeness,
    needs,
    roles,
    colours,
    gaps,
)


def lint(pack: Pack, root: Node) -> list[Fault]:
    """Return all faults of a pack, with their lines in `root`; warnings included."""
    numbers: dict[tuple[str, str], int] = {}
    for section, node in root.mapping.items():
        for index, item in enumerate(node.items):
            numbers[section, str(item.mapping["id"].value)] = index
    return [_placed(finding, root, numbers) for check in CHECKS for finding in check(pack)]


def _placed(finding: Finding, root: Node, numbers: dict[tuple[str, str], int]) -> Fault:
    number = numbers.get((finding.section, finding.item_id))
    item = () if number is None else (number,)
    place, where = locate(root, (finding.section, *item, *finding.path) if finding.section else ())
    return Fault(finding.level, place.file, place.line, where, finding.what, finding.remedy)
