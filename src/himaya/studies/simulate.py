"""The verb: fly a scenario's night many times and tell what came of it."""

from __future__ import annotations

from typing import NamedTuple

from himaya.effects.night import EFFECTS, Makers, with_effects
from himaya.errors import MAX_SHOWN, Problem, ProblemsError, whole
from himaya.raid.fly import Pace, Progress, fly, refuse_out_of_range, warm_up
from himaya.raid.outcome import RaidOutcome, make_dataset, provenance
from himaya.raid.prepare.bridge import prepare
from himaya.raid.stop import Fixed, Stop, UntilPrecise, refuse_precision
from himaya.raid.tally import Tally
from himaya.scenario import Scenario
from himaya.studies.phases import Phases
from himaya.studies.uncertainty import Sets, simulate_uncertain

REPLICATIONS = 10_000
"""Flown where nobody says how many."""
MOST_REPLICATIONS = 1_000_000
"""Flown at most for a precision, likewise."""


def simulate(
    scenario: Scenario,
    *,
    replications: int | None = None,
    precision: float | None = None,
    uncertain: int | None = None,
    effects: bool = True,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> RaidOutcome:
    """Fly a scenario's night shot by shot, many times, and follow what its hits do.

    Parameters
    ----------
    replications : 1 to 100,000,000; default 10,000, or at most 1,000,000 until a precision is reached.
    precision : half-width of mean hits' 95 % interval to stop at, as a share of that mean, 0 to 1.
    uncertain : sets of uncertain numbers to draw, 10 to 10,000; None: they are held at their mean.
    effects : whether warning, damage, casualties, debris and sites' lines are followed.
    seed : 0 to 2**63 - 1; the same seed gives the same bits on any number of threads.
    threads : how many; default one for each core that this process may use.
    progress : called in the calling thread, first with 0 before the engine is compiled.

    Raises
    ------
    ProblemsError
        If an argument is out of range, two exclude each other, or the scenario is too large.

    Examples
    --------
    >>> import himaya
    >>> outcome = himaya.simulate(himaya.load("city"), replications=200, seed=1)
    >>> outcome.launched("all"), outcome.statistics("ballistic_missile", "hit").p95
    (20, 1)
    """
    asked = _Asked(whole("replications", replications), precision, whole("uncertain", uncertain))
    pace = Pace(whole("seed", seed), whole("threads", threads), progress)
    return _simulate(scenario, asked, EFFECTS if effects else (), pace)


class _Asked(NamedTuple):
    """How much is flown."""

    replications: int | None
    precision: float | None
    uncertain: int | None

    @property
    def most(self) -> int:
        """Replications at most."""
        default = REPLICATIONS if self.precision is None else MOST_REPLICATIONS
        return default if self.replications is None else self.replications

    def stop(self, tally: Tally) -> Stop:
        """When a flight that this tally watches is at its end."""
        if self.precision is None:
            return Fixed(range(self.most))
        return UntilPrecise(self.precision, self.most, tally)


def _simulate(scenario: Scenario, asked: _Asked, makers: Makers, pace: Pace) -> RaidOutcome:
    if not isinstance(scenario, Scenario):
        shown, expected = repr(scenario)[:MAX_SHOWN], 'what himaya.load("city") gives'
        raise ProblemsError([Problem("is no scenario", path="scenario", value=shown, expected=expected)])
    if asked.uncertain is None:
        return _at_the_mean(scenario, asked, makers, pace)
    if asked.precision is None:
        return simulate_uncertain(scenario, Sets(asked.uncertain, asked.most), makers, pace)
    raise ProblemsError([Problem("precision and uncertain exclude each other", expected="one of them")])


def _at_the_mean(scenario: Scenario, asked: _Asked, makers: Makers, pace: Pace) -> RaidOutcome:
    if asked.precision is not None:
        refuse_precision(asked.precision)
    refuse_out_of_range(asked.most, pace)
    phases = Phases()
    prepared = prepare(scenario, pace.seed)
    phases.end("geometry")
    pace.show(0, asked.most)  # the first flight may have to wait for the compiler
    phases.end("compile" if warm_up(prepared) else "simulate")
    tally, watching = Tally.of(prepared), [make(prepared) for make in makers]
    fly(prepared, asked.stop(tally), (tally, *watching), pace)
    phases.end("simulate")
    dataset = make_dataset(prepared, tally, provenance(prepared, tally.n, pace.seed))
    dataset = with_effects(dataset, watching)
    phases.end("summarise")
    return RaidOutcome(dataset, phases.elapsed_s)
