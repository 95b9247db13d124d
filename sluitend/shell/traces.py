# SPDX-License-Identifier: EUPL-1.2
"""What a browser throws away when somebody leaves: no trace on a device that others look at."""

from django.http import HttpResponse

HEADER = "Clear-Site-Data"


def cleared(response: HttpResponse) -> HttpResponse:
    """Have the browser forget the files of this site: style sheets and pictures tell of a visit.

    Its cookies stay. One of them may open a report that is not sent yet; what must close has been
    closed by name. Pages are not kept at all.
    """
    response.headers[HEADER] = '"cache"'
    return response
