# SPDX-License-Identifier: EUPL-1.2
"""The gallery shows every component, in both languages, in the demo only."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from sluitend.web.gallery import PAGES

COMPONENTS = Path(settings.BASE_DIR) / "sluitend" / "web" / "templates" / "components"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_there_in_both_languages(
    client: Client, lisse: object, page: str, language: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DEMO", True)
        answer = client.get(f"/stijl/{page}/" if page else "/stijl/")

    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()


def test_elsewhere_than_in_the_demo_there_is_no_gallery(client: Client, lisse: object) -> None:
    assert client.get("/stijl/").status_code == 404


def test_every_component_is_on_show() -> None:
    sources = [(COMPONENTS.parent / name).read_text() for name in PAGES.values()]
    sources += [path.read_text() for path in COMPONENTS.glob("*.html")]
    shown = set(re.findall(r"components/([a-z_]+)\.html", " ".join(sources)))
    shown |= set(re.findall(r'\{% component "([a-z_]+)"', " ".join(sources)))
    # These two are drawn by a tag and by every form.
    shown |= {"deadline", "error_summary"}

    assert {path.stem for path in COMPONENTS.glob("*.html")} - shown == set()
