# SPDX-License-Identifier: EUPL-1.2
"""An instance whose settings of the identity provider cannot be right does not start."""

from pathlib import Path
from typing import Any

import pytest

from sluitend.accounts.organisation import configuration

GOOD = {"issuer": "https://id.example.invalid", "client_id": "sluitend", "client_secret": "geheim"}
RULE = '[[role]]\nvalue = "w"\nrole = "{role}"\nmunicipality = "{place}"\n'


@pytest.fixture
def given(settings: Any, lisse: Any) -> Any:
    """Return a function that sets the settings and returns the faults."""

    def faults(**more: str) -> list[str]:
        settings.OIDC = settings.OIDC | GOOD | more
        return configuration.faults()

    return faults


def rules(folder: Path, text: str) -> str:
    file = folder / f"{abs(hash(text))}.toml"
    file.write_text(text)
    return str(file)


def test_no_provider_and_a_whole_one_are_both_fine(settings: Any, given: Any, tmp_path: Path) -> None:
    assert configuration.provider() is None
    assert configuration.faults() == []
    file = rules(tmp_path, RULE.format(role="behandelaar", place="GM0553"))
    assert given(roles=file, new_people="1") == []
    assert given(issuer="http://127.0.0.1:8001") == []


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"issuer": ""}, "SLUITEND_OIDC_ISSUER is missing"),
        ({"issuer": "http://id.example.invalid"}, "must be an https address"),
        ({"issuer": "https://id.example.invalid/?a=b"}, "must be an https address"),
        ({"client_id": ""}, "SLUITEND_OIDC_CLIENT_ID"),
        ({"client_secret": ""}, "SLUITEND_OIDC_CLIENT_SECRET_FILE"),
        ({"scopes": "profile email"}, "the word openid"),
        ({"new_people": "1"}, "nobody is added without a role"),
        ({"roles": "/bestaat-niet.toml"}, "cannot be used"),
    ],
    ids=str,
)
def test_each_fault_has_a_sentence(given: Any, more: dict[str, str], sentence: str) -> None:
    [fault] = given(**more)
    assert sentence in fault


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (RULE.format(role="bestaat-niet", place="GM0553"), "names the role bestaat-niet"),
        (RULE.format(role="behandelaar", place="GM0001"), "names GM0001"),
        ("role = 7", "[[role]] tables and nothing else"),
        ('[[role]]\nvalue = "w"\n', "a value, a role and a municipality"),
        ('[[role]]\nvalue = "w"\nrole = 7\nmunicipality = "GM0553"\n', "as text"),
        ("[[rol]]\n", "[[role]] tables and nothing else"),
        ("[[role", "cannot be used"),
    ],
)
def test_a_file_of_roles_is_held_against_the_pack(
    given: Any, tmp_path: Path, text: str, sentence: str
) -> None:
    [fault] = given(roles=rules(tmp_path, text))
    assert sentence in fault
