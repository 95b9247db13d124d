# SPDX-License-Identifier: EUPL-1.2
"""`sluitend advise` as a script uses it: its own process, standard input and output, exit codes."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sluitend.policy.loader import load
from sluitend.web.management.commands import advise

ROOT = Path(__file__).resolve().parents[3]
load_once = cache(load)
CASE = {
    "map": "persoon",
    "answers": {"p1": "no", "p2": "yes", "p3": "no", "p4": "no"},
    "context": {"forms": ["arbeid"], "reporter": "boa"},
}
ACUTE = {"map": "locatie", "answers": {"l1": "yes"}}


def run(*arguments: str, given: str = "", pack: str = "lisse") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a script does: in a process of its own, without any setting."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SLUITEND_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "advise", "--pack", pack, *arguments],
        input=given.encode(),
        capture_output=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run the command in this process on bad input; returns what it says, having exited 2 in silence."""
    monkeypatch.setattr(advise, "load", load_once)

    def run_here(given: str | bytes, pack: str = "lisse") -> str:
        content = given.encode() if isinstance(given, str) else given
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        out = io.StringIO()
        with pytest.raises(CommandError) as caught:
            call_command("advise", pack=pack, input="-", json=True, stdout=out)
        assert caught.value.returncode == 2
        assert out.getvalue() == ""
        return str(caught.value)

    return run_here


def answers(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_case_gives_one_object_of_the_promised_shape(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASE, indent=2))
    (advice,) = answers(run("--input", str(file), "--json"))
    assert {"steps", "duties", "avoid", "open_questions", "gaps", "trace", "pack"} <= set(advice)
    (step,) = advice["steps"]
    assert {"partner", "channels", "why", "source"} <= set(step)
    assert step["partner"] == "nla"
    assert {"kind": "phone", "value": "0800-5151"} in step["channels"]
    assert {"intern-melden", "meldcode"} == {duty["id"] for duty in advice["duties"]}
    assert set(advice["pack"]) == {"id", "version", "hash"}
    assert advice["pack"]["id"] == "lisse"
    assert len(advice["pack"]["hash"]) == 64


def test_json_lines_give_one_answer_line_each() -> None:
    given = f"{json.dumps(CASE)}\n\n{json.dumps(ACUTE)}\n"
    first, second = answers(run("--input", "-", "--json", given=given))
    assert [step["partner"] for step in first["steps"]] == ["nla"]
    assert second["steps"][0]["partner"] == "112"


def test_without_json_a_person_can_read_it() -> None:
    done = run("--input", "-", given=json.dumps(CASE))
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "Nederlandse Arbeidsinspectie" in text
    assert "0800-5151" in text
    english = run("--input", "-", "--lang", "en", given=json.dumps(CASE)).stdout.decode()
    assert "What to do, in this order" in english


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "leeg"),
        ("{", "JSON"),
        ("[]", "object"),
        (b"\xff", "UTF-8"),
        ('{"answers":{}}', "kaart"),
        ('{"map":"huis"}', "huis"),
        ('{"map":"persoon","answers":{"p9":"yes"}}', "p9"),
        ('{"map":"persoon","answers":{"l1":"yes"}}', "l1"),
        ('{"map":"persoon","answers":{"p1":"ja"}}', "p1"),
        ('{"map":"persoon","context":{"nationality":"x"}}', "nationality"),
        ('{"map":"persoon","context":{"forms":"arbeid"}}', "forms"),
        ('{"map":"persoon","context":{"age":"15"}}', "age"),
        ('{"map":"persoon","context":{"false_papers":"yes"}}', "false_papers"),
        ('{"map":"locatie","answers":{"l4":"bordeel"}}', "l4"),
        ('{"map":"locatie","answers":{"l6":["dak"]}}', "l6"),
    ],
)
def test_bad_input_exits_2_with_a_sentence_and_no_answer(
    refused: Callable[..., str], given: str | bytes, words: str
) -> None:
    assert words in refused(given)


def test_a_bad_line_is_named_and_nothing_is_answered() -> None:
    given = f'{json.dumps(CASE)}\n{{"map":"persoon","answers":{{"p1":3}}}}\n{json.dumps(ACUTE)}\nkapot\n'
    done = run("--input", "-", "--json", given=given)
    assert done.returncode == 2
    assert done.stdout == b""
    assert "Traceback" not in done.stderr.decode()
    assert "Regel 2" in done.stderr.decode()
    assert "Regel 4" in done.stderr.decode()


@pytest.mark.parametrize(
    "arguments", [("--input", "/bestaat/niet.json"), ("--json",), ("--input", "-", "--kleur")]
)
def test_bad_arguments_exit_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2


@pytest.mark.parametrize("pack", ["bestaat-niet", "nl", "../lisse"])
def test_pack_that_cannot_advise_is_named(refused: Callable[..., str], pack: str) -> None:
    assert pack in refused(json.dumps(CASE), pack)
