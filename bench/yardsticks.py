# SPDX-License-Identifier: EUPL-1.2
"""Views that every reader can judge, without any middleware: what Django itself costs here."""

import uuid

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from sluitend.core.postgresql.owner import as_owner

_COLUMNS = "(id varchar(32) PRIMARY KEY, note text NOT NULL)"
_NOTE = "Vera Voorbeeld zag iets aan de Voorbeeldstraat 1."


def create_table() -> None:
    """Make the table to compare with; PostgreSQL keeps it apart from ours, whose rights are declared."""
    with as_owner(connection), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE SCHEMA bench")
            cursor.execute("GRANT USAGE ON SCHEMA bench TO PUBLIC")
        cursor.execute(f"CREATE TABLE {_table()} {_COLUMNS}")
        if connection.vendor == "postgresql":
            cursor.execute(f"GRANT INSERT ON {_table()} TO PUBLIC")


def _table() -> str:
    return "bench.bench_row" if connection.vendor == "postgresql" else "bench_row"


def hello(_request: HttpRequest) -> HttpResponse:
    """Say hello."""
    return HttpResponse("hello", content_type="text/plain")


def insert(_request: HttpRequest) -> HttpResponse:
    """Insert one row in a transaction of its own, as durable as everything else here."""
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {_table()} (id, note) VALUES (%s, %s)"  # noqa: S608
        cursor.execute(statement, [uuid.uuid4().hex, _NOTE])
    return HttpResponse("inserted", content_type="text/plain")


urlpatterns = [path("_bench/hello/", hello), path("_bench/insert/", insert)]
