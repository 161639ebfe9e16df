"""`--precision` and `--uncertain`: what the document and the screen say of them."""

from __future__ import annotations

import json

import jsonschema
import pytest

from himaya.app import actions
from himaya.cli.main import _guarded
from himaya.cli.run_screen import run_screen


@pytest.fixture(scope="module")
def uncertain():
    return actions.run("city", actions.RunOptions(replications=2_000, uncertain=10))


def says(capsys, *arguments):
    code = _guarded(["run", "city", "--quiet", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_precision__reached_is_told_in_json(capsys):
    code, out, _ = says(capsys, "--precision", "0.2", "--json")
    document = json.loads(out)
    assert (code, document["precision"]["asked"], document["precision"]["reached"]) == (0, 0.2, True)
    assert document["precision"]["reason"] is None
    assert document["precision"]["half_width"] <= 0.2 * document["outcomes"]["all"]["hit"]["mean"]
    jsonschema.validate(document, actions.schema("run"))


def test_precision__not_reached_leaves_with_0_and_says_why(capsys):
    code, out, _ = says(capsys, "--precision", "0.001", "--replications", "1000", "--json")
    given = json.loads(out)["precision"]
    assert (code, given["reached"]) == (0, False)
    assert given["reason"] in {"library", "replications"}
    code, out, _ = says(capsys, "--precision", "0.001", "--replications", "1000")
    assert "not reached" in " ".join(out.split())


@pytest.mark.parametrize(
    "arguments",
    [("--precision", "1.5"), ("--uncertain", "5"), ("--precision", "0.1", "--uncertain", "20")],
    ids=" ".join,
)
def test_options__out_of_range_or_together_are_refused_in_a_line(capsys, arguments):
    code, out, err = says(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "expected" in err or "together" in err
    assert "Traceback" not in err


def test_uncertain__splits_every_count_in_json(uncertain):
    document = json.loads(uncertain.document.model_dump_json(by_alias=True))
    jsonschema.validate(document, actions.schema("run"))
    assert document["parameters"] == "uncertain"
    assert (document["uncertainty"]["sets"], document["uncertainty"]["inner"]) == (10, 200)
    hits = document["uncertainty"]["outcomes"]["all"]["hit"]
    assert hits["mean"] == document["outcomes"]["all"]["hit"]["mean"]
    total = hits["sd_chance"] ** 2 + hits["sd_ignorance"] ** 2
    assert hits["share_ignorance"] == pytest.approx(hits["sd_ignorance"] ** 2 / total)


def test_uncertain__is_a_table_on_the_screen_and_no_limit_any_more(uncertain):
    screen = run_screen(uncertain, None)
    assert "What is not known" in screen
    assert "held at their mean" not in screen
    assert max(map(len, screen.splitlines())) <= 78


def test_without__parameters_are_at_their_mean_and_nothing_is_split():
    document = actions.run("city", actions.RunOptions(replications=10)).document
    assert (document.parameters, document.uncertainty, document.precision.asked) == ("mean", None, None)
