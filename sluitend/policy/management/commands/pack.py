# SPDX-License-Identifier: EUPL-1.2
"""`sluitend pack …`: check, show, compare, describe and publish policy packs."""

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from sluitend.core import scope
from sluitend.core.actor import system
from sluitend.core.errors import SluitendError
from sluitend.policy import canonical, editor, selectors, services
from sluitend.policy.diff import diff
from sluitend.policy.loader import Loaded, load, load_path
from sluitend.policy.models import PackVersion
from sluitend.policy.schema.pack import LIST_SECTIONS, SECTIONS, Pack


class Command(BaseCommand):
    """One command with an act as its first word."""

    help = "Check, show, compare, describe and publish policy packs."
    requires_system_checks = []  # authors run it while nothing else is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the acts and their arguments."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        where = "id of a pack, folder of a layer, or a YAML file"
        check = acts.add_parser("check", help="check a pack, or all packs; exit 1 on errors")
        check.add_argument("pack", nargs="?", help=where)
        show = acts.add_parser("show", help="show a pack as merged from its layers")
        show.add_argument("pack", help=f"{where}, or id@version for a published one")
        show.add_argument("--section", choices=SECTIONS)
        compare = acts.add_parser("diff", help="show what differs between two packs")
        compare.add_argument("before", help=f"{where}, or id@version for a published one")
        compare.add_argument("after", help=f"{where}, or id@version for a published one")
        acts.add_parser("schema", help="print the JSON Schema of a pack file, for editors")
        publish = acts.add_parser("publish", help="put a pack into force")
        publish.add_argument("pack", help=where)
        versions = acts.add_parser("versions", help="list the published versions")
        versions.add_argument("pack", nargs="?", help="id of a pack")
        for act in (check, show, compare, versions):
            act.add_argument("--json", action="store_true", help="print JSON")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act, in English like all faults."""
        try:
            getattr(self, f"_{options['act']}")(options)
        except BrokenPipeError:
            # `sluitend pack show lisse | head` has read enough; nothing is left to flush.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _check(self, options: dict[str, Any]) -> None:
        found = [_load(name) for name in _packs(options["pack"])]
        if options["json"]:
            self._print_json([_report(loaded) for loaded in found])
        else:
            for loaded in found:
                self._print_faults(loaded)
        if any(not loaded.ok for loaded in found):
            sys.exit(1)

    def _print_faults(self, loaded: Loaded) -> None:
        for fault in loaded.faults:
            self.stdout.write(str(fault))
        version = f" {loaded.pack.pack.version}" if loaded.pack else ""
        counts = f"{_count(loaded.errors, 'error')}, {_count(loaded.warnings, 'warning')}"
        self.stdout.write(f"{loaded.id}{version}: {counts}")

    def _show(self, options: dict[str, Any]) -> None:
        pack = self._pack(options["pack"])
        section = options["section"]
        data = json.loads(canonical.canonical(pack))
        if section:
            data = {section: data.get(section, [] if section in LIST_SECTIONS else {})}
        if options["json"]:
            self._print_json(data)
        elif section:
            self.stdout.write(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100))
        else:
            self._print_overview(pack)

    def _print_overview(self, pack: Pack) -> None:
        header = pack.pack
        self.stdout.write(f"{header.id} {header.version}: {header.title}")
        layers = " → ".join(f"{layer.id} {layer.version}" for layer in header.layers)
        self.stdout.write(f"layers: {layers}")
        self.stdout.write(f"sha256: {canonical.sha256(canonical.canonical(pack))}")
        off = [f"{feature.id} ({feature.reason})" for feature in pack.features if not feature.enabled]
        self.stdout.write(f"switched off: {'; '.join(off) or 'nothing'}")
        for section in LIST_SECTIONS:
            items = getattr(pack, section)
            self.stdout.write(f"{section}: {len(items)}")
            for item in items:
                firm = f"  [{item.status}; {item.source}]" if hasattr(item, "source") else ""
                self.stdout.write(f"  {item.id}{firm}")

    def _diff(self, options: dict[str, Any]) -> None:
        changes = diff(self._pack(options["before"]), self._pack(options["after"]))
        if options["json"]:
            self._print_json([change.plain() for change in changes])
            return
        for change in changes:
            self.stdout.write(str(change))
        self.stdout.write(_count(changes, "difference"))

    def _schema(self, options: dict[str, Any]) -> None:
        self._print_json(editor.file_schema())

    @scope.instance_wide("a state may be in use anywhere")
    def _publish(self, options: dict[str, Any]) -> None:
        loaded = _load(options["pack"])
        if not loaded.ok:
            self._print_faults(loaded)
        try:
            version = services.publish(loaded, by=system("pack-publish"))
        except SluitendError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{version.pack_id} {version.version} is in force: sha256 {version.sha256}")

    def _versions(self, options: dict[str, Any]) -> None:
        rows = [
            {
                "pack": version.pack_id,
                "version": version.version,
                "sha256": version.sha256,
                "published_at": version.published_at.isoformat(timespec="seconds"),
            }
            for version in selectors.versions(options["pack"])
        ]
        if options["json"]:
            self._print_json(rows)
            return
        for row in rows:
            self.stdout.write("  ".join(row.values()))

    def _pack(self, name: str) -> Pack:
        if "@" in name and not Path(name).exists():
            return _published(name)
        loaded = _load(name)
        if loaded.pack is None:
            self._print_faults(loaded)
            message = f"{name} cannot be read; see the faults above"
            raise CommandError(message)
        return loaded.pack

    def _print_json(self, data: object) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))


def _packs(name: str | None) -> list[str]:
    """Return what to check: one layer, or every layer in a folder of layers."""
    folder = Path(settings.PACK_DIR) if name is None else Path(name)
    if not folder.is_dir() or any(folder.glob("*.yaml")):
        return [str(name)]
    layers = sorted(child for child in folder.iterdir() if child.is_dir() and any(child.rglob("*.y*ml")))
    return [str(layer) for layer in layers] or [str(folder)]


def _load(name: str) -> Loaded:
    """Load by path when there is one by that name or it is written as one, else by id."""
    path = Path(name)
    looks_like_path = "/" in name or path.suffix in (".yaml", ".yml")
    return load_path(path) if looks_like_path or path.exists() else load(name)


def _published(name: str) -> Pack:
    pack_id, _at, version = name.partition("@")
    found = PackVersion.objects.filter(pack_id=pack_id, version=version).first()
    if found is None:
        known = ", ".join(f"{row.pack_id}@{row.version}" for row in selectors.versions(pack_id))
        message = f"{name} was not published; published: {known or 'nothing'}"
        raise CommandError(message)
    return selectors.pack_of(found)


def _report(loaded: Loaded) -> dict[str, Any]:
    return {
        "id": loaded.id,
        "version": loaded.pack.pack.version if loaded.pack else "",
        "sha256": loaded.sha256,
        "errors": len(loaded.errors),
        "warnings": len(loaded.warnings),
        "faults": [
            {
                "level": str(fault.level),
                "file": fault.file,
                "line": fault.line,
                "where": fault.where,
                "what": fault.what,
                "remedy": fault.remedy,
            }
            for fault in loaded.faults
        ],
    }


def _count(things: list[Any], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
