# SPDX-License-Identifier: EUPL-1.2
"""Views that every reader can judge, without any middleware: what Django itself costs here."""

import uuid

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

TABLE = "bench_row"
CREATE = f"CREATE TABLE {TABLE} (id varchar(32) PRIMARY KEY, note text NOT NULL)"
_INSERT = f"INSERT INTO {TABLE} (id, note) VALUES (%s, %s)"  # noqa: S608
_NOTE = "Vera Voorbeeld zag iets aan de Voorbeeldstraat 1."


def hello(_request: HttpRequest) -> HttpResponse:
    """Say hello."""
    return HttpResponse("hello", content_type="text/plain")


def insert(_request: HttpRequest) -> HttpResponse:
    """Insert one row in a transaction of its own, as durable as everything else here."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [uuid.uuid4().hex, _NOTE])
    return HttpResponse("inserted", content_type="text/plain")


urlpatterns = [path("_bench/hello/", hello), path("_bench/insert/", insert)]
