"""What `himaya calibrate` reads, refuses and writes; few replications, so that it is quick."""

import hashlib

import pytest

import himaya
from himaya.app.calibrate import CalibrateOptions, calibrate_scenarios
from himaya.app.record_actions import synthesise_record
from himaya.cli.screens.calibrate import calibrate_screen
from himaya.scenario import dump, mean
from himaya.scenario.forces import Multipliers
from himaya.scenario.recorded import Recorded

QUICK = {"replications": 16, "threads": 1}


@pytest.fixture
def record(tmp_path):
    synthesise_record(12, 1, tmp_path / "record.csv")
    return tmp_path / "record.csv"


@pytest.fixture
def nights(tmp_path):
    """Files of nights of the town, on the first days of May 2025."""

    def make(*told):
        city, names = himaya.load("city"), []
        for day, (destroyed, lost) in enumerate(told, start=1):
            recorded = Recorded(launched=16, destroyed=destroyed, not_reach_goal=lost, source="test")
            start, path = f"2025-05-{day:02}T12:00:00+03:00", tmp_path / f"night-{day}.yaml"
            dump(city.model_copy(update={"start": start, "recorded": {"drones": recorded}}), path)
            names.append(str(path))
        return names

    return make


def test_nights__are_ordered_and_divided_by_the_date(nights, record):
    names = nights((9, 4), (8, 5), (10, 3), (7, 6))
    document = calibrate_scenarios(names[::-1], record, CalibrateOptions("2025-05-03", **QUICK))
    assert (str(document.window.first), str(document.window.last)) == ("2025-05-01", "2025-05-02")
    assert (document.nights, document.check.nights) == (2, 2)
    assert [str(rank.night) for rank in document.check.groups["drones"].ranks] == ["2025-05-03", "2025-05-04"]
    interval = document.check.coverage_80_interval
    assert 0.0 <= interval.low <= document.check.coverage_80 <= interval.high <= 1.0
    assert (interval.level, document.check.groups["drones"].coverage_80_interval) == (0.95, interval)
    assert interval.high - interval.low > 0.6  # two nights say little
    assert f"({100 * interval.low:.0f} to {100 * interval.high:.0f})" in calibrate_screen(document)
    assert document.record_sha256 == hashlib.sha256(record.read_bytes()).hexdigest()


def test_progress__adds_a_round_when_it_begins_and_ends_with_all_flown(nights, record):
    """Every night's loss at 16 of 16 drives the fit away from the first points: more than one round."""
    names, shown = nights(*[(16, 0)] * 4), []
    calibrate_scenarios(
        names, record, CalibrateOptions("2025-05-04", **QUICK), lambda *each: shown.append(each)
    )
    done, of = zip(*shown, strict=True)
    assert list(done) == list(range(1, len(done) + 1))
    assert done[-1] == of[-1]
    assert of[0] == 3 * 32 + 2 * 50 + 3 * 5
    assert of[-1] in (2 * 96 + 115, 3 * 96 + 115)
    assert sorted(of) == list(of)


def test_fitted_scenario__loads_and_flies(nights, record, tmp_path):
    names = nights(*[(9, 4)] * 12)
    out = tmp_path / "fitted.yaml"
    document = calibrate_scenarios(names, record, CalibrateOptions(out=out, **QUICK))
    fitted = himaya.load(out)
    hard = document.parameters["drones.hard"]
    assert (hard.calibrated, hard.why_not.code) == (False, "not_checked")
    assert fitted.start == "2025-05-12T12:00:00+03:00"
    assert mean(fitted.multipliers["drones"].hard) == pytest.approx(hard.value, rel=0.03)
    assert (fitted.fit.record_hash, fitted.fit.nights) == (document.record_sha256, 12)
    assert [(each.code, each.nights) for each in document.assumptions] == [
        ("unobserved", 12),
        ("as_stated", 12),
    ]
    unseen = (
        "6 % of those soft-killed or fallen are in no count: PERT(0, 0.05, 0.15), held at its mean in the "
        "fit, drawn in the check"
    )
    assert unseen == document.assumptions[0].text
    assert unseen in " ".join(calibrate_screen(document).split())
    assert [(each.code, each.nights) for each in fitted.fit.assumptions] == [
        ("unobserved", 12),
        ("as_stated", 12),
    ]
    assert himaya.simulate(fitted, replications=20).launched("drones") == 16


def test_one_defence__meets_the_nights_of_the_record(record, tmp_path):
    out = tmp_path / "fitted.yaml"
    options = CalibrateOptions("2025-09-29", nights=2, check_nights=1, usual_places=True, out=out, **QUICK)
    document = calibrate_scenarios(["ukraine"], record, options)
    assert (document.nights, str(document.date)) == (2, "2025-09-28")
    assert document.parameters["drones.soft"].why_not.code == "all_one_number"
    assert document.check.nights == 1
    assumed = {each.code: each.nights for each in document.assumptions}
    kept = {each.code: each.nights for each in himaya.load(out).fit.assumptions}
    assert assumed["by_population"] == assumed["decoys_assumed"] == 2
    assert kept["by_population"] == kept["decoys_assumed"] == 2
    shown = " ".join(calibrate_screen(document).split())
    assert "Assumed of 2 of 2: aim points go by the population of cities" in shown


def test_own_multipliers__are_put_aside(record, tmp_path):
    """So that a fit to a fitted defence is the same fit: by the shipped numbers and by others."""
    shipped = himaya.load("ukraine")
    others = {name: Multipliers(hard=0.4, soft=2.0) for name in shipped.multipliers}
    spread = dict.fromkeys(shipped.night_effect.sigma, 0.1)
    effect = shipped.night_effect.model_copy(update={"sigma": spread})
    other = shipped.model_copy(update={"multipliers": others, "night_effect": effect})
    dump(other, tmp_path / "other.yaml")
    options = CalibrateOptions("2025-09-29", nights=2, check_nights=1, usual_places=True, **QUICK)
    one, two = (
        calibrate_scenarios([name], record, options) for name in ("ukraine", str(tmp_path / "other.yaml"))
    )
    assert one.parameters == two.parameters
    assert one.check == two.check


def test_file_that_is_there__is_refused_before_anything_is_flown(nights, record, tmp_path):
    with pytest.raises(himaya.OutputError, match="is there already"):
        calibrate_scenarios(nights((9, 4)), record, CalibrateOptions(out=record))


def test_file_that_is_no_scenario_file__is_refused_before_anything_is_flown(nights, record, tmp_path):
    with pytest.raises(
        himaya.OutputError, match=r"x\.txt: not the name of a scenario file.*a name in \.yaml"
    ):
        calibrate_scenarios(nights((9, 4)), record, CalibrateOptions(out=tmp_path / "x.txt"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"before": "2025-04-01"}, "no night before that date.*expected a date after 2025-05-01"),
        ({"before": "soon"}, "^before: not a date, got soon"),
        ({"replications": 17}, "not a multiple of 8"),
        ({"replications": 0}, "out of range"),
        ({"nights": 0}, "out of range"),
    ],
)
def test_options__are_checked(nights, record, options, message):
    with pytest.raises(himaya.ProblemsError, match=message):
        calibrate_scenarios(nights((9, 4)), record, CalibrateOptions(**{**QUICK, **options}))


def test_no_recorded_outcome__is_a_problem(record):
    with pytest.raises(himaya.ProblemsError, match="no night with a recorded outcome"):
        calibrate_scenarios(["city", "decoys"], record, CalibrateOptions())


def test_night_that_is_given_twice__is_refused_and_not_counted_twice(nights, record):
    first, second = nights((9, 4), (8, 5))
    with pytest.raises(himaya.ProblemsError, match="2 scenarios state this night's drones") as caught:
        calibrate_scenarios([first, second, first], record, CalibrateOptions("2025-05-02", **QUICK))
    assert [problem.value for problem in caught.value.problems] == ["2025-05-01"]


def test_outcome_that_cannot_be_used__says_why(nights, record):
    with pytest.raises(himaya.ProblemsError, match=r"can be used.*does not count lost drones"):
        calibrate_scenarios(nights((9, None)), record, CalibrateOptions())


def test_record_that_is_not_there__is_a_problem(nights, tmp_path):
    with pytest.raises(himaya.ProblemsError, match="cannot be read"):
        calibrate_scenarios(nights((9, 4)), tmp_path / "none.csv", CalibrateOptions())


def test_screen__fits_and_names_what_is_not_calibrated(nights, record):
    names = nights(*[(9, 4), (7, 5), (10, 2)] * 5)
    shown = calibrate_screen(calibrate_scenarios(names, record, CalibrateOptions("2025-05-05", **QUICK)))
    assert max(len(line) for line in shown.splitlines()) <= 78
    for words in (
        "Drones hard",
        "Median",
        "on a median night",
        "Not calibrated",
        "2 of 3 multipliers",
        "80 % cover",
        "says little",
        "--out F",
    ):
        assert words in shown
