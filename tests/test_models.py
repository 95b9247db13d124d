# SPDX-License-Identifier: EUPL-1.2
"""Rules for all models of all rooms: who did something is never half known, and rooms point one way."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).parent.parent
OURS = "sluitend."


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(OURS)]


def names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def checked_together(model: type[models.Model]) -> list[set[str]]:
    """The fields that each check constraint of a model speaks of."""
    checks = (one for one in model._meta.constraints if isinstance(one, models.CheckConstraint))
    return [
        set(one.condition.referenced_base_fields) for one in checks if isinstance(one.condition, models.Q)
    ]


def acts(model: type[models.Model]) -> Iterator[tuple[str, set[str]]]:
    """Each act of which a model records the actor, with the fields that record it."""
    fields = names(model)
    for act in sorted({name.partition("_by_")[0] for name in fields if "_by_" in name}):
        yield act, {name for name in fields if name.startswith(f"{act}_by_")}


def faults(model: type[models.Model]) -> Iterator[str]:
    fields = names(model)
    for act, actor in acts(model):
        label = f"{model.__name__}.{act}"
        if actor != {f"{act}_by_kind", f"{act}_by_id"}:
            yield f"{label}: an actor is a kind and an id, not {sorted(actor)}"
        if f"{act}_at" not in fields:
            yield f"{label}: says by whom, not when"
            continue
        optional = model._meta.get_field(f"{act}_at").null
        needed = actor | ({f"{act}_at"} if optional else set())
        if not any(needed <= together for together in checked_together(model)):
            yield f"{label}: no constraint keeps {sorted(needed)} together (see core/pairs.py)"


def test_who_and_when_are_recorded_together_or_not_at_all() -> None:
    found = [fault for model in our_models() for fault in faults(model)]
    assert not found, "\n".join(found)


def test_a_model_with_half_an_actor_would_be_found() -> None:
    class Half(models.Model):
        done_at = models.DateTimeField(null=True)
        done_by_kind = models.CharField(max_length=10)
        done_by_id = models.CharField(max_length=64)
        seen_by_id = models.CharField(max_length=64)

        class Meta:
            app_label = "core"
            managed = False

        def __str__(self) -> str:
            return "half"

    try:
        assert [fault.split(":")[0] for fault in faults(Half)] == ["Half.done", "Half.seen", "Half.seen"]
    finally:
        del apps.all_models["core"]["half"]
        apps.clear_cache()


def layers() -> list[str]:
    """The rooms as import-linter has them, from the left (core) to the right."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    return list(reversed(contract["layers"]))


def test_foreign_keys_point_to_rooms_on_the_left_or_stay_inside() -> None:
    order = layers()
    for model in our_models():
        here = model._meta.app_label
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey):
                continue
            there = field.related_model._meta.app_label
            if there in order:
                assert order.index(there) <= order.index(here), f"{model.__name__}.{field.name} → {there}"


@pytest.mark.django_db
def test_migrations_depend_on_rooms_on_the_left_only() -> None:
    order = layers()
    loader = MigrationLoader(connection)
    for (room, name), migration in loader.disk_migrations.items():
        if room not in order or not migration.__module__.startswith(OURS):
            continue
        for other, _name in [*migration.dependencies, *migration.run_before]:
            if other in order:
                assert order.index(other) <= order.index(room), f"{room}.{name} → {other}"


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_row_about_a_dossier_says_where_it_belongs() -> None:
    """Every child of a dossier repeats municipality and compartment, for row-level security."""
    dossier = apps.get_model("dossiers", "Dossier")
    for model in our_models():
        refers = [
            field
            for field in model._meta.concrete_fields
            if field.name == "dossier_id" or getattr(field, "related_model", None) is dossier
        ]
        if refers:
            assert {"municipality", "compartment"} <= names(model), model.__name__
