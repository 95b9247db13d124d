# SPDX-License-Identifier: EUPL-1.2
"""What the application's role may do with each table of PostgreSQL, declared beside the model.

A table without a declaration cannot be touched by that role. A table whose rows lie somewhere shows
and takes rows of the places in scope only (`core/scope.py`), whoever asks: `FORCE`, so the owner too.
Our `migrate` installs all this afresh, like triggers, and start-up refuses what is not as declared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_POLICY = "sluitend_place"
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
# Rights that can be given on a single column too.
_ON_COLUMNS = ("SELECT", "INSERT", "UPDATE", "REFERENCES")
_NOTHING_TO_COMPARE = re.compile(r"::(text|character varying)|[\s()]")


@dataclass(frozen=True, slots=True)
class Wall:
    """One table: what may be done with it, in words of SQL, and where a row of it lies.

    `place` is SQL for that, as in `GM0553/signals`; a table without one says why in `because`.
    """

    table: str
    may: frozenset[str]
    place: str = ""
    because: str = ""

    @property
    def condition(self) -> str:
        """SQL that is true for the rows in scope.

        `<> 0`, not `> 0`: the planner takes it for nearly all rows, which it is of those that a query
        of ours asks for, and keeps reading a page of the worklist from its index, in order.
        """
        told = "current_setting('sluitend.places', true)"
        return f"{told} = '*' OR strpos({told}, ',' || {self.place} || ',') <> 0"


def by_place(
    table: str, *, may: str, municipality: str = "municipality", compartment: str = "compartment"
) -> Wall:
    """Return the wall of a table whose rows lie somewhere; no compartment is the municipality itself."""
    return Wall(table, _words(may), f"{municipality} || '/' || {compartment}")


def by_municipality(table: str, *, may: str) -> Wall:
    """Return the wall of a table whose rows belong to a municipality and to no compartment."""
    return Wall(table, _words(may), "municipality || '/'")


def without_place(table: str, *, may: str, because: str) -> Wall:
    """Return what may be done with a table whose rows lie nowhere, and why they do."""
    return Wall(table, _words(may), because=because)


def _words(may: str) -> frozenset[str]:
    words = frozenset(may.split())
    if not words <= set(_ALL):
        message = f"{may!r} is not what one may do with a table"
        raise ValueError(message)
    return words


_REGISTRY: dict[str, Wall] = {}


def register(*walls: Wall) -> None:
    """Declare walls; called at import of the models module that owns the table."""
    for wall in walls:
        if _REGISTRY.setdefault(wall.table, wall) != wall:
            message = f"two different walls around {wall.table}"
            raise ValueError(message)


def registered() -> tuple[Wall, ...]:
    """Return all declared walls, in order of table."""
    return tuple(_REGISTRY[table] for table in sorted(_REGISTRY))


def application_role(connection: BaseDatabaseWrapper) -> str:
    """Return the role as which the application works."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def install(connection: BaseDatabaseWrapper, *, role: str) -> None:
    """As the owner: make policies and rights of every table of ours exactly those declared.

    A table that the application could add, temporary ones included, would be found before ours by
    that name: by our own triggers too.
    """
    quote = connection.ops.quote_name
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        granting = cursor.fetchone()[0] != role
        if granting:
            database = quote(str(connection.settings_dict["NAME"]))
            for what in (f"TEMPORARY ON DATABASE {database}", "CREATE ON SCHEMA public"):
                cursor.execute(f"REVOKE {what} FROM PUBLIC, {quote(role)}")
        for table in sorted(connection.introspection.table_names(cursor)):
            wall = _REGISTRY.get(table)
            for statement in _policies(quote(table), wall, _present(connection, table)):
                cursor.execute(statement)
            if granting:
                for statement in _grants(quote(table), wall, quote(role)):
                    cursor.execute(statement)


def _policies(table: str, wall: Wall | None, present: list[str]) -> Iterator[str]:
    for name in present:
        yield f'DROP POLICY "{name}" ON {table}'
    if wall and wall.place:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY {_POLICY} ON {table} USING ({wall.condition}) WITH CHECK ({wall.condition})"
    else:
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY"


def _grants(table: str, wall: Wall | None, role: str) -> Iterator[str]:
    # Rights on single columns go with it.
    yield f"REVOKE ALL ON {table} FROM PUBLIC, {role}"
    if wall and wall.may:
        yield f"GRANT {', '.join(sorted(wall.may))} ON {table} TO {role}"


def _present(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid "
            "WHERE relnamespace = current_schema()::regnamespace AND relname = %s",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Return one sentence per way in which the database is less of a wall than declared."""
    if connection.vendor != "postgresql":
        return []
    found = []
    for text, tables in (
        ("shows rows of other places, or hides its own, in", _open(connection)),
        ("gives the application other rights than declared on", _other_rights(connection)),
    ):
        if tables:
            found.append(f"The database {text}: {', '.join(tables)}. Run: sluitend migrate")
    return [*found, *role_faults(connection)]


def role_faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Return one sentence when the role as which we are connected could pass by every wall."""
    remedy = "Give the application a role of its own: see docs/operate.md, under PostgreSQL"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole, "
            "EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'S') AND pg_has_role(rolname, relowner, 'MEMBER')), "
            "has_schema_privilege(rolname, current_schema(), 'CREATE') "
            "OR has_database_privilege(rolname, current_database(), 'CREATE, TEMPORARY') "
            "FROM pg_roles WHERE rolname IN (current_user, session_user) ORDER BY rolname"
        )
        found = cursor.fetchall()
    return [
        f"The role {name} {what}, so that nothing holds it back. {remedy}"
        for name, above, owns, creates in found
        for what, true in (
            ("stands above the rights of the database", above),
            ("owns tables or may become who does", owns and not above),
            ("may add tables and functions", creates and not (above or owns)),
        )
        if true
    ]


def _open(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables on which policies are missing, changed, switched off, or not ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity, "
            "array_remove(array_agg(concat(polname, polcmd, polpermissive, polroles)), ''), "
            "string_agg(pg_get_expr(polqual, polrelid), ' '), "
            "string_agg(pg_get_expr(polwithcheck, polrelid), ' ') "
            "FROM pg_class LEFT JOIN pg_policy ON polrelid = pg_class.oid "
            "WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') GROUP BY 1, 2"
        )
        present = {row[0]: row[1:] for row in cursor.fetchall()}
    found = []
    for table, (forced, policies, shown, taken) in present.items():
        wall = _REGISTRY.get(table)
        wanted: tuple[bool, list[str], str, str] = (False, [], "", "")
        if wall and wall.place:
            text = _bare(wall.condition)
            wanted = (True, [f"{_POLICY}*t{{0}}"], text, text)
        if (forced, policies, _bare(shown or ""), _bare(taken or "")) != wanted:
            found.append(table)
    return sorted([*found, *(wall.table for wall in registered() if wall.table not in present)])


def _bare(expression: str) -> str:
    """An expression without what PostgreSQL adds or leaves out when it is read back."""
    return _NOTHING_TO_COMPARE.sub("", expression)


def _other_rights(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables on which the application's role may do more or less than declared."""
    table_wide = ", ".join(f"has_table_privilege(pg_class.oid, '{word}')" for word in _ALL)
    columns = ", ".join(f"has_any_column_privilege(pg_class.oid, '{word}')" for word in _ON_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT relname, ARRAY[{table_wide}, {columns}] FROM pg_class "  # noqa: S608 - only words of ours
            "WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
        )
        present = cursor.fetchall()
    return sorted(
        table
        for table, held in present
        if {word for word, has in zip((*_ALL, *_ON_COLUMNS), held, strict=True) if has} != _declared(table)
    )


def _declared(table: str) -> frozenset[str]:
    wall = _REGISTRY.get(table)
    return wall.may if wall else frozenset()
