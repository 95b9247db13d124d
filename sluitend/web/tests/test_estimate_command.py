# SPDX-License-Identifier: EUPL-1.2
"""`sluitend estimate` as a script uses it: a file in, an answer out, exit codes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
TABLE = "politie,zorg,inspectie,aantal\n" + "\n".join(
    ("1,0,0,120", "0,1,0,90", "0,0,1,60", "1,1,0,30", "1,0,1,16", "0,1,1,14", "1,1,1,9")
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "tabel.csv"
    path.write_text(TABLE)
    return path


def asked(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("estimate", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def refused(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("estimate", *map(str, arguments), stdout=out, **options)
    assert caught.value.returncode == 2
    assert out.getvalue() == ""
    return str(caught.value)


@pytest.mark.parametrize("method", ["stepwise", "bic", "dga", "all"])
def test_each_method_gives_one_object_of_the_promised_shape(table: Path, method: str) -> None:
    found = json.loads(asked(table, "--json", "--bootstrap", "50", "--seed", "3", "--method", method))
    assert found["method"] == method
    assert found["estimate"] > found["observed"] == 339
    assert set(found["interval"]) == {"level", "lower", "upper", "kind"}
    assert found["interval"]["lower"] <= found["interval"]["upper"]
    assert found["seed"] == 3
    assert isinstance(found["model"], list)
    assert found["warnings"]


def test_a_script_gets_its_answer_from_a_process_of_its_own(table: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLUITEND_")}
    command = [sys.executable, str(ROOT / "manage.py"), "estimate"]

    def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*command, *arguments], input=given.encode(), capture_output=True, env=environment, check=False
        )

    good = run(str(table), "--method", "stepwise", "--bootstrap", "60", "--workers", "2", "--json")
    assert good.returncode == 0, good.stderr
    alone = asked(table, "--method", "stepwise", "--bootstrap", "60", "--json")
    assert json.loads(good.stdout) == json.loads(alone)
    bad = run("-", "--json", given=TABLE + "\n1,0,2,5\n")
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert "Regel 9" in bad.stderr.decode()


def test_people_read_all_methods_and_why_there_is_no_single_number(table: Path) -> None:
    text = asked(table, "--bootstrap", "20")
    for word in ("stepwise", "bic", "dga", "zonder zorg", "Let op"):
        assert word in text
    table.write_text("A,B,n\n1,0,5\n0,1,6\n")
    text = asked(table, "--bootstrap", "20", "--lang", "en")
    assert "No number in short" in text
    assert "no estimate: Too many lists do not overlap" in text


def test_no_estimate_is_an_answer(table: Path) -> None:
    table.write_text("A,B,n\n1,0,5\n0,1,6\n")
    found = json.loads(asked(table, "--json", "--method", "stepwise"))
    assert (found["estimate"], found["interval"]) == (None, None)
    assert "oneindig" in found["reason"]


def test_resamples_can_be_given(table: Path, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("100,010,001,110,101,011,111\n" + "118,92,61,29,17,13,9\n122,88,58,33,15,14,9\n" * 20)
    found = json.loads(asked(table, "--json", "--method", "stepwise", "--resamples", rows))
    assert found["seed"] is None
    assert found["interval"]
    rows.write_text("100,x\n1,2\n")
    assert refused(table, "--resamples", rows).startswith("Regel 1")


def test_coverage_is_told(table: Path) -> None:
    text = asked(table, "--method", "stepwise", "--bootstrap", "60", "--coverage", "3")
    assert "van 3 simulaties" in text
    found = json.loads(asked(table, "--bootstrap", "60", "--coverage", "3", "--json"))
    assert found["coverage"]["given"] <= 3


def test_what_cannot_be_read_or_cannot_be_is_refused(table: Path, tmp_path: Path) -> None:
    assert "niet te lezen" in refused(tmp_path / "weg.csv")
    assert refused(table, "--bootstrap", "-1") == "Dit kan niet: resamples."
    assert refused(table, "--seed", "-1", "--lang", "en") == "This cannot be: seed."
    assert refused(table, "--coverage", "-2") == "Dit kan niet: coverage."
    assert refused(table, "--coverage", "3", "--method", "dga") == "Dit kan niet: coverage."
    assert refused(table, "--coverage", "3", "--covariates", "zorg") == "Dit kan niet: coverage."
    table.write_bytes(b"A,B,n\x00")
    assert "geen tekst" in refused(table)


def test_covariates_are_columns_with_words(table: Path) -> None:
    rows = ["politie,zorg,geslacht,aantal"]
    for word, counts in (("v", (60, 90, 45)), ("m", (200, 30, 20))):
        rows += [f"{bits},{word},{n}" for bits, n in zip(("1,0", "0,1", "1,1"), counts, strict=True)]
    table.write_text("\n".join(rows))
    found = json.loads(asked(table, "--covariates", "geslacht", "--bootstrap", "20", "--json"))
    assert found["estimate"] == pytest.approx(sum(found["levels"]["geslacht"].values()))
    assert set(found["interval"]) == {"level", "lower", "upper", "kind"}
    assert "Er is geen kolom jaar" in refused(table, "--covariates", "jaar")
