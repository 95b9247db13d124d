# SPDX-License-Identifier: EUPL-1.2
"""The field inventory: somebody has said of every column what it tells about people.

The list is `docs/privacy/fields.toml`, one table per model. A sealed field declares itself; every
other field stands under one of the words of `Kind`. A field that stands nowhere fails the build.
"""

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from sluitend.privacy.fields import SealedField


class Kind(StrEnum):
    """What a field that is not sealed tells."""

    PLAIN = "plain"  # nothing about a person: state, date, form, place name, id
    STAFF = "staff"  # which colleague, partner or job acted
    KEYED = "keyed"  # ciphertext, a keyed hash, or a wrapped key
    PERSONAL = "personal"  # something about a person; the list says why it is not sealed


Declared = Mapping[str, Mapping[str, Any]]


def read(path: Path) -> Declared:
    """Return the list: model label → kind → field names (for `personal`: name → reason)."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def own_models() -> list[type[models.Model]]:
    """Return the models of all rooms of Sluitend."""
    return [model for model in apps.get_models() if model.__module__.startswith("sluitend.")]


def faults(declared: Declared, found: Iterable[type[models.Model]]) -> list[str]:
    """Return one sentence per field or table that does not agree with the models."""
    by_label = {model._meta.label: model for model in found}
    said = [f"{label} is in the list but is no model." for label in declared if label not in by_label]
    for label, model in sorted(by_label.items()):
        said += _of_model(model, declared.get(label, {}))
    return said


def _of_model(model: type[models.Model], table: Mapping[str, Any]) -> list[str]:
    label = model._meta.label
    names = {field.name for field in model._meta.concrete_fields if not isinstance(field, SealedField)}
    listed = [name for kind in Kind for name in table.get(kind, ())]
    return [
        *(f"{label}: {kind!r} is no kind of field." for kind in table if kind not in set(Kind)),
        *(f"{label}.{name} is not in the list: say what it tells." for name in sorted(names - set(listed))),
        *(f"{label}.{name} is in the list but is no unsealed field." for name in sorted(set(listed) - names)),
        *(f"{label}.{name} is in the list twice." for name in sorted(set(listed)) if listed.count(name) > 1),
        *(
            f"{label}.{name} is personal and not sealed: say why."
            for name, reason in table.get(Kind.PERSONAL, {}).items()
            if not str(reason).strip()
        ),
    ]
