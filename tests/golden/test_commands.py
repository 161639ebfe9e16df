"""Help of every command, what ships, and what is said of mistakes."""

from __future__ import annotations

import shutil

import pytest
from typer.main import get_command

from himaya.cli.main import app
from tests.golden.conftest import INPUTS


def _commands(group, before=()):
    yield before
    for name, each in getattr(group, "commands", {}).items():
        yield from _commands(each, (*before, name))


COMMANDS = {"-".join(("himaya", *words)): words for words in _commands(get_command(app))}


@pytest.mark.parametrize("name", COMMANDS)
def test_help__stays(name, golden, command):
    golden(f"screens/help-{name}.txt", command(*COMMANDS[name], "--help"))


def test_scenarios__screen_and_document_stay(golden, golden_document, command):
    golden("screens/scenarios.txt", command("scenarios"))
    golden_document("scenarios", command("scenarios", "--json"))


def test_check__screen_and_document_of_a_valid_file_stay(golden_command):
    golden_command("check-city", "check", "city")


@pytest.mark.parametrize("name", ["check", "run"])
def test_broken_file__gets_a_line_for_each_problem(name, golden, golden_document, attempt):
    shutil.copy(INPUTS / "broken.yaml", ".")
    plain, as_json = (attempt(name, "./broken.yaml", *more) for more in ((), ("--json",)))
    assert (plain.code, plain.shown, as_json.code) == (2, "", 2)
    golden("screens/broken-file.txt", plain.complaints)
    golden_document(f"broken-file-{name}", as_json.shown)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("name", ["run", "citty"]),
        ("options", ["run", "city", "--replications", 0, "--seed", -1, "--threads", 0]),
        ("site-and-days", ["site", "hospitle", "--days", 0]),
        ("usage", ["compare", "--sed", 3]),
    ],
)
def test_mistake__gets_lines_and_an_error_document(name, arguments, golden, golden_document, attempt):
    plain, as_json = attempt(*arguments), attempt(*arguments, "--json")
    assert (plain.code, plain.shown, as_json.code) == (2, "", 2)
    assert plain.complaints == as_json.complaints
    golden(f"screens/mistake-{name}.txt", plain.complaints)
    golden_document(f"mistake-{name}", as_json.shown)
