"""`--precision` and `--uncertain`: what the document and the screen say of them."""

from __future__ import annotations

import json

import jsonschema
import pytest

import himaya
from himaya.app import actions
from himaya.app.left_out import EFFECTS_AT_MEAN, HELD_AT_MEAN
from himaya.app.run_document import run_document
from himaya.cli.main import _guarded
from himaya.cli.screens.run import run_screen
from himaya.documents.run import Elapsed
from himaya.notes import Note
from himaya.scenario import Pert, mean
from himaya.scenario.effects import Effects


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


def flown(**effects):
    """The city's document with ranges drawn, and its line of effects replaced."""
    scenario = himaya.load("city").model_copy(update=effects)
    outcome = himaya.simulate(scenario, uncertain=10, replications=2_000, seed=1, threads=2)
    return run_document(scenario, outcome, dict.fromkeys(Elapsed.model_fields, 0.0), [])


def test_uncertain__draws_what_hits_do_where_the_scenario_states_effects(uncertain):
    drawn, held = uncertain.document, flown(effects=None)
    for document in (drawn, held):
        assert None not in (document.warning, document.damage, document.casualties, document.debris)
    assert drawn.outcomes == held.outcomes  # the same flights
    assert drawn.warning.lead == held.warning.lead
    for pick in (lambda d: d.damage.total, lambda d: d.casualties.injured, lambda d: d.debris.places):
        assert pick(drawn) != pick(held)
    assert drawn.debris.kills_over_built_up == held.debris.kills_over_built_up


def test_uncertain__says_that_effects_are_held_where_they_are_not_stated(uncertain):
    assert EFFECTS_AT_MEAN in notes_of(flown(effects=None))
    assert EFFECTS_AT_MEAN not in notes_of(uncertain.document)
    plain = actions.run("city", actions.RunOptions(replications=40)).document
    assert EFFECTS_AT_MEAN not in notes_of(plain)  # there HELD_AT_MEAN says it of all numbers
    assert HELD_AT_MEAN in notes_of(plain)


def notes_of(document):
    return [Note(each.code, **each.numbers) for each in document.notes]


def test_uncertain__draws_one_range_of_effects_by_itself(uncertain):
    # all others plain: what differs from the mean is this range alone
    lethal = Pert(low=1, likely=10, high=500, source="guess: for this test")
    plain = {
        name: mean(number) for name in Effects.model_fields if name != "warning_min"
        for number in [Effects().number(name)]
    }  # fmt: skip
    held, drawn = (
        flown(effects=Effects(**{**plain, "lethal_area_m2": each})) for each in (mean(lethal), lethal)
    )
    assert held.damage == drawn.damage
    assert held.debris == drawn.debris
    assert held.casualties.injured["all"] != drawn.casualties.injured["all"]
