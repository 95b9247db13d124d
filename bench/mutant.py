# SPDX-License-Identifier: EUPL-1.2
"""Checks of rights, and the product without one of them.

A *check* is a place in the source that can keep somebody out: a decorator, a call that raises, an
`if` that refuses, a condition by which a list is kept to what somebody may see. `checks` finds
them all; as a plugin of pytest (`-p bench.mutant`) this module loads the product without the one
that SLUITEND_MUTANT names. No file is changed.
"""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("accounts", "dossiers", "handover", "signals", "cases", "web")
# Constraints of models hold for everybody, and keep nobody in particular out.
APART = {"tests", "migrations", "demo", "management", "models.py"}
NAME = "SLUITEND_MUTANT"
# Calls that raise for who may not.
REFUSING = {
    "require",
    "require_write",
    "_own_or_managed",
    "require_in",
    "require_other",
    "require_somewhere",
    "require_apart_with_role",
    "require_apart_with_deputy",
    "_require_others",
}
DECORATORS = {"staff_required", "fresh_factor_required"}
# What a condition mentions when it is about rights.
ABOUT_RIGHTS = {
    *("may", "where", "_holds", "has_own", "may_sign_in_here", "ask_first"),
    *("places", "own_places", "may_judge", "is_told", "employs", "who_may_sign_in", "user_can_authenticate"),
}
NAMES_OF_RIGHTS = {"wide", "narrow", "places", "own", "widely", "managed", "ActorKind"}
OF_ANOTHER = {"dossier_id", "may_sign_in", "blocked_at"}
# Who asks, compared with somebody.
WHO_ASKS = "by.id"
# What a query is kept to. People that were worked out before (`person__in`) spare rows that nobody reads.
NARROWING = {"municipality", "municipality__in", "compartment", "place__in", "person", "owner"}
QUERYING = {"filter", "Q"}
# A dossier that is fetched with a permission: without it, seeing the dossier is enough.
FETCHING = "get"


@dataclass(frozen=True, slots=True)
class Check:
    """One check by its place."""

    path: str
    line: int
    column: int
    text: str
    # The function that it stands in, or that it decorates.
    function: str

    @property
    def name(self) -> str:
        """The place as one word, for the environment."""
        return f"{self.path}:{self.line}:{self.column}"


def checks() -> list[Check]:
    """Return every check in the source, in order of place."""
    found: list[Check] = []
    words: set[str] = set()
    for room in ROOMS:
        for path in sorted((ROOT / "sluitend" / room).rglob("*.py")):
            if not APART & set(path.parts):
                found += _checks_in(path)
                words |= set(re.findall(r"\w+", path.read_text()))
    if gone := (REFUSING | DECORATORS | ABOUT_RIGHTS | NAMES_OF_RIGHTS) - words:
        message = f"these names of checks are nowhere any more: {', '.join(sorted(gone))}"
        raise LookupError(message)
    return found


def _checks_in(path: Path) -> Iterator[Check]:
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if isinstance(node, (ast.expr, ast.stmt)) and _is_check(node):
            text, place = ast.unparse(node).splitlines()[0], str(path.relative_to(ROOT))
            function = next((one.name for one in functions if _holds(one, node.lineno)), "")
            yield Check(place, node.lineno, node.col_offset, text[:100], function)


def _holds(function: ast.FunctionDef, line: int) -> bool:
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    return first <= line <= (function.end_lineno or first)


def _is_check(node: ast.AST) -> bool:
    """Return whether a node can keep somebody out."""
    if isinstance(node, ast.Name):
        return node.id in DECORATORS and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Expr):
        return _called(node.value) in REFUSING
    if isinstance(node, ast.If):
        return _refuses(node) and _about_rights(node.test)
    if isinstance(node, ast.Call):
        return bool(_narrowing(node)) or (_called(node) == FETCHING and _fetches_with_permission(node))
    return isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In) and bool(_rights_in(node))


def _narrowing(node: ast.Call) -> list[ast.keyword]:
    """The words by which a query is kept to what somebody may see."""
    if _called(node) not in QUERYING:
        return []
    return [keyword for keyword in node.keywords if keyword.arg in NARROWING]


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _refuses(node: ast.If) -> bool:
    """Whether the branch does nothing but raise, or answer "no" or "nothing"."""
    last = node.body[-1]
    nothing = isinstance(last, ast.Return) and (
        last.value is None or (isinstance(last.value, ast.Constant) and not last.value.value)
    )
    return isinstance(last, ast.Raise) or nothing


def _about_rights(test: ast.AST) -> bool:
    attributes = {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
    asked = any(_called(node) in ABOUT_RIGHTS for node in ast.walk(test)) or WHO_ASKS in ast.unparse(test)
    return asked or bool(_rights_in(test)) or bool(attributes & OF_ANOTHER)


def _rights_in(node: ast.AST) -> set[str]:
    return NAMES_OF_RIGHTS & {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}


def _fetches_with_permission(node: ast.Call) -> bool:
    return len(node.args) == 3 and isinstance(node.func, ast.Attribute)


class _Without(ast.NodeTransformer):
    """Takes one check out of a module."""

    def __init__(self, line: int, column: int) -> None:
        self._place = (line, column)
        self.found = False

    def generic_visit(self, node: ast.AST) -> Any:
        node = super().generic_visit(node)
        here = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)) == self._place
        return self._out(node) if here and _is_check(node) else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        for one in list(node.decorator_list):
            if (one.lineno, one.col_offset) == self._place and _is_check(one):
                node.decorator_list.remove(one)
                self.found = True
        return self.generic_visit(node)

    def _out(self, node: ast.AST) -> ast.AST:
        self.found = True
        new: ast.AST
        if isinstance(node, ast.Expr):
            new = ast.Pass()
        elif isinstance(node, ast.If):
            node.test = ast.copy_location(ast.Constant(value=False), node.test)
            new = node
        elif isinstance(node, ast.Call) and _narrowing(node):
            node.keywords = [keyword for keyword in node.keywords if keyword.arg not in NARROWING]
            new = node
        elif isinstance(node, ast.Call):
            node.args.pop()
            new = node
        else:
            new = ast.Constant(value=True)
        return ast.copy_location(new, node)


def _install(name: str) -> None:
    path, line, column = name.rsplit(":", 2)
    file = str(ROOT / path)
    original = SourceFileLoader.get_code

    def get_code(self: Any, fullname: str) -> CodeType | None:
        if self.path != file:
            return original(self, fullname)
        without = _Without(int(line), int(column))
        tree = ast.fix_missing_locations(without.visit(ast.parse(Path(file).read_text())))
        if not without.found:
            message = f"there is no check at {name}"
            raise LookupError(message)
        code: CodeType = compile(tree, file, "exec")
        return code

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


if NAME in os.environ:
    _install(os.environ[NAME])
