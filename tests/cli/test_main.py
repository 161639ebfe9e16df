"""Exit codes, one line a problem, one JSON object: what a script may rely on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import jsonschema
import pytest

import himaya
from himaya.app import actions
from himaya.cli.main import _guarded
from himaya.errors import Problem, ProblemsError
from himaya.raid.prepare.bridge import prepare
from tests.scenario.small import TEXT, edited

HIMAYA = [sys.executable, "-c", "from himaya.cli.main import main; main()"]
QUICK = ["run", "city", "--replications", "30", "--quiet"]
BROKEN = edited(("lat: 47.5", "lat: 470"), ("type: gun", "type: gnu"), ("count: 2", "count: x"))


@pytest.fixture
def himaya_says(capsys, tmp_path, monkeypatch):
    """Exit code, stdout and stderr of a command, in an empty directory of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        code = _guarded([str(each) for each in arguments])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def files(tmp_path):
    (tmp_path / "valid.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    return tmp_path


def process(*arguments, **options):
    return subprocess.Popen(
        [*HIMAYA, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **options
    )


def refuse(constant):
    raise AssertionError(f"{constant} is not JSON")


def one_object(text):
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    return json.loads(text, parse_constant=refuse)


# --- what is shown ---------------------------------------------------------------------


def test_himaya_alone__shows_the_three_commands_to_try_first(himaya_says):
    code, shown, _ = himaya_says()
    assert code == 0
    found = [shown.index(f"himaya {each} ") for each in ("scenarios", "run city", "run kyiv-2025-07-04")]
    assert found == sorted(found)


def test_version__is_that_of_the_package(himaya_says):
    from importlib.metadata import version

    assert himaya_says("--version") == (0, f"himaya {version('himaya')}\n", "")


@pytest.mark.parametrize("command", [[], ["run"], ["check"], ["scenarios"], ["schema"]])
def test_help__of_every_command_is_there(himaya_says, command):
    code, shown, complaints = himaya_says(*command, "--help")
    assert (code, complaints) == (0, "")
    assert shown.startswith(f"Usage: {' '.join(['himaya', *command])} ")


def test_scenarios__lists_name_and_title(himaya_says):
    code, shown, _ = himaya_says("scenarios")
    assert code == 0
    assert [line.split("  ")[0] for line in shown.splitlines()] == [
        "city",
        "decoys",
        "kyiv-2025-07-04",
        "layers",
        "saturation",
        "ukraine",
        "ukraine-2025-07",
    ]


def test_help__imports_nothing_slow():
    script = (
        "import sys\nfrom himaya.cli.main import _guarded\n_guarded(['run', '--help'])\n"
        "sys.stderr.write(str({'numba', 'xarray', 'numpy', 'rich', 'himaya.scenario'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "set()"


# --- documents ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "arguments"),
    [
        ("run", QUICK),
        ("scenarios", ["scenarios"]),
        ("check", ["check", "city"]),
        ("check", ["check", "broken.yaml"]),
    ],
)
def test_json__is_one_object_of_its_schema(himaya_says, files, what, arguments):
    _, shown, complaints = himaya_says(*arguments, "--json")
    jsonschema.validate(one_object(shown), actions.schema(what))
    assert complaints == ""


@pytest.mark.parametrize("what", ["scenario", "run", "check", "scenarios", "error"])
def test_schema__is_a_json_schema(himaya_says, what):
    code, shown, _ = himaya_says("schema", what)
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(shown))


def test_check__of_a_valid_file(himaya_says, files):
    assert himaya_says("check", "valid.yaml") == (0, "valid.yaml: valid\n", "")


def test_check__of_a_broken_file_says_everything_in_a_line_each(himaya_says, files):
    code, shown, complaints = himaya_says("check", "broken.yaml")
    assert (code, shown) == (2, "")
    lines = complaints.splitlines()
    assert len(lines) == 3
    for line, path in zip(lines, ("assets[0].lat", "raid[0].count", "units[0].type"), strict=True):
        file, number, found, message = line.split(":", 3)
        assert (file, found.strip()) == ("broken.yaml", path)
        assert int(number) > 1
        assert ", got " in message
        assert ", expected " in message or "(did you mean " in message


# --- what the user can mend: exit 2 ------------------------------------------------------

MISTAKES = [
    (["run", "citty"], "did you mean city?"),
    (["run", "./none.yaml"], "none.yaml: cannot be read: No such file or directory"),
    (["run", "broken.yaml"], "broken.yaml:"),
    (["run"], "Missing argument 'SCENARIO'; see `himaya run --help`"),
    (["run", "city", "--nope"], "No such option: --nope"),
    (["run", "city", "--replications", "many"], "Invalid value for '--replications': "),
    (["run", "city", "--replications", "0"], "replications: out of range, got 0, expected 1 to 100000000"),
    (["run", "city", "--seed", "-1"], "seed: out of range, got -1, expected 0 to"),
    (["run", "city", "extra"], "extra"),
    (["run", "city", "--out", "."], ".: --out is the directory that you are in"),
    (["nope"], "No such command 'nope'; see `himaya --help`"),
    (["--nope"], "No such option: --nope"),
    (["schema", "nope"], "unknown document, got nope, expected one of scenario, run,"),
    (["check", "\udcff.yaml"], r"\udcff.yaml: cannot be read"),
]


@pytest.mark.parametrize(
    ("arguments", "said"), MISTAKES, ids=lambda each: " ".join(each).encode("ascii", "replace").decode()
)
def test_mistake__is_plain_lines_on_stderr_and_exit_2(himaya_says, files, arguments, said):
    code, shown, complaints = himaya_says(*arguments)
    assert (code, shown) == (2, "")
    assert said in complaints
    assert "\x1b" not in complaints
    assert len(complaints.splitlines()) == (3 if arguments[-1] == "broken.yaml" else 1)


@pytest.mark.parametrize("arguments", [each for each, _ in MISTAKES if each[0] == "run"], ids=" ".join)
def test_mistake__with_json_is_an_error_document_on_stdout(himaya_says, files, arguments):
    code, shown, complaints = himaya_says(*arguments, "--json")
    document = one_object(shown)
    jsonschema.validate(document, actions.schema("error"))
    assert (code, document["schema"]) == (2, "himaya.error/1")
    assert len(document["problems"]) == len(complaints.splitlines())


def test_mistakes__of_all_options_are_said_at_once(himaya_says):
    code, _, complaints = himaya_says(*QUICK, "--replications", 0, "--seed", -1, "--threads", 0)
    assert (code, [line.split(":")[0] for line in complaints.splitlines()]) == (
        2,
        ["replications", "seed", "threads"],
    )


def test_problem__of_any_text_stays_one_line(himaya_says, monkeypatch):
    def fail(name):
        raise ProblemsError([Problem("a\nb\x1b[31m" + "c " * 200, file="x\r\ny")])

    monkeypatch.setattr(actions, "check_file", fail)
    _, _, complaints = himaya_says("check", "x")
    assert len(complaints.splitlines()) == 1
    assert len(complaints) > 400
    assert "\x1b" not in complaints


@pytest.mark.parametrize(("no_color", "colour"), [(None, "\x1b[31m"), ("1", "")])
def test_mistake__is_red_on_a_terminal_unless_refused(himaya_says, monkeypatch, no_color, colour):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert himaya_says("schema", "nope")[2].startswith(f"{colour}unknown document")


# --- bugs, Ctrl-C, closed pipes --------------------------------------------------------------


def test_bug__is_one_line_and_exit_1(himaya_says, monkeypatch):
    monkeypatch.setattr(actions, "scenarios", lambda: 1 / 0)
    code, shown, complaints = himaya_says("scenarios")
    assert (code, shown) == (1, "")
    assert complaints.startswith("bug in Himaya, please report it: ZeroDivisionError: division by zero")
    assert complaints.count("\n") == 1


def test_bug__with_debug_shows_where(himaya_says, monkeypatch):
    monkeypatch.setattr(actions, "scenarios", lambda: 1 / 0)
    code, _, complaints = himaya_says("--debug", "scenarios")
    assert code == 1
    assert complaints.startswith("Traceback")


def test_ctrl_c__is_130_and_silent(himaya_says, monkeypatch):
    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr(actions, "scenarios", interrupt)
    assert himaya_says("scenarios") == (130, "", "")


def heed_sigint():
    """A shell's background jobs ignore SIGINT, and so would what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_sigint__stops_a_long_run(tmp_path):
    himaya.simulate(himaya.load("city"), replications=1)  # the engine is compiled
    arguments = ["run", "kyiv-2025-07-04", "--replications", "10000000", "--quiet", "--out", "run"]
    with process(*arguments, cwd=tmp_path, preexec_fn=heed_sigint) as running:
        time.sleep(3)
        assert running.poll() is None
        running.send_signal(signal.SIGINT)
        try:
            shown, complaints = running.communicate(timeout=60)  # the whole run takes an hour
        finally:
            running.kill()
    assert (running.returncode, shown, complaints) == (130, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("true") is None, reason="no true")
@pytest.mark.parametrize(
    "arguments", [["schema", "run"], ["run", "citty", "--json"], ["--help"]], ids=" ".join
)
def test_closed_pipe__is_silent(arguments):
    with process(*arguments) as running:
        running.stdout.close()
        complaints = running.stderr.read()
        running.wait(20)
    assert running.returncode in {0, 2}
    assert "Traceback" not in complaints
    assert "Exception" not in complaints
    assert "bug" not in complaints


@pytest.mark.parametrize(
    "arguments", [QUICK, ["scenarios", "--json"], ["check", "\udcff.yaml"]], ids=["run", "json", "name"]
)
def test_output__is_utf_8_whatever_the_locale(arguments):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    with process(*arguments, env=environment) as running:
        shown, complaints = running.communicate(timeout=60)
    assert "bug" not in complaints
    assert ("─" in shown) == (arguments is QUICK)


# --- what is written ---------------------------------------------------------------------------


def test_run__writes_nothing_without_out(himaya_says, tmp_path):
    code, shown, _ = himaya_says(*QUICK)
    assert code == 0
    assert list(tmp_path.iterdir()) == []
    assert "--out DIR" in shown.split("\n\n")[-1]


def test_run__with_out_holds_the_four_files(himaya_says, tmp_path):
    code, shown, _ = himaya_says(*QUICK, "--out", "kept", "--json")
    names = ["manifest.json", "outcome.nc", "run.json", "scenario.yaml"]
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == names
    document = one_object(shown)
    assert sorted(document["files"]) == names
    assert json.loads((tmp_path / "kept" / "run.json").read_text(encoding="utf-8")) == document


def test_run__of_the_kept_scenario_has_the_same_tables(himaya_says, tmp_path):
    himaya_says(*QUICK, "--out", "kept")
    kept = himaya.load(tmp_path / "kept" / "scenario.yaml")
    assert prepare(kept, 1).tables_hash == prepare(himaya.load("city"), 1).tables_hash


def test_run__has_the_same_numbers_from_the_verb(himaya_says):
    _, shown, _ = himaya_says(*QUICK, "--seed", 7, "--json")
    outcome = himaya.simulate(himaya.load("city"), replications=30, seed=7)
    assert one_object(shown)["outcomes"]["all"]["hit"] == asdict(outcome.statistics("all", "hit"))


def test_out__is_replaced_by_force_only(himaya_says, tmp_path):
    assert himaya_says(*QUICK, "--out", "kept")[0] == 0
    assert himaya_says(*QUICK, "--out", "kept")[0] == 2
    assert himaya_says(*QUICK, "--out", "kept", "--force", "--seed", 2)[0] == 0
    assert json.loads((tmp_path / "kept" / "run.json").read_text(encoding="utf-8"))["seed"] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_taken_place__with_json_leaves_what_is_there(himaya_says, tmp_path):
    (tmp_path / "mine").mkdir()
    Path("mine/notes.txt").write_text("mine", encoding="utf-8")
    code, shown, _ = himaya_says(*QUICK, "--out", "mine", "--force", "--json")
    assert (code, one_object(shown)["problems"][0]["file"]) == (2, "mine")
    assert Path("mine/notes.txt").read_text(encoding="utf-8") == "mine"


def test_main__leaves_with_the_exit_code():
    with process("scenarios") as good, process("run", "citty") as bad:
        assert good.communicate(timeout=60)[0].startswith("city ")
        bad.communicate(timeout=60)
    assert (good.returncode, bad.returncode) == (0, 2)
