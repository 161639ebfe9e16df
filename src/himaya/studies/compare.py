"""The verb: lay nights or months of several defences beside each other, on the same luck."""

from __future__ import annotations

from collections.abc import Sequence

from himaya.campaign.compare import compare_outcomes
from himaya.campaign.outcome import CampaignOutcome
from himaya.errors import MAX_SHOWN, Problem, ProblemsError, whole
from himaya.raid.compare import compare_scenarios
from himaya.raid.comparison import Comparison
from himaya.raid.fly import Pace, Progress
from himaya.scenario import Scenario


def compare(
    scenarios: Sequence[Scenario] | Sequence[CampaignOutcome],
    *,
    replications: int = 10_000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Fly scenarios on the same nights and compare every later one with the first.

    They share routes, launch times and luck wherever ids of groups, places and units agree.

    Parameters
    ----------
    scenarios : two or more; or outcomes of campaigns with the same raids, compared future by future.
    replications : of each scenario, 2 to 100,000,000.
    seed, threads : as in `himaya.simulate`; results do not depend on threads.
    progress : called with replications flown and to fly, of all scenarios together.

    Raises
    ------
    ProblemsError
        If an argument is out of range, a scenario is too large, or campaigns do not share their raids.

    Examples
    --------
    >>> import himaya
    >>> city = himaya.load("city")
    >>> hits = himaya.compare([city, city], replications=400)[3]
    >>> hits.quantity, hits.low, hits.high
    ('all.hit', 0.0, 0.0)
    """
    pace = Pace(whole("seed", seed), whole("threads", threads), progress)
    _refuse_unpaired(scenarios)
    months = [each for each in scenarios if isinstance(each, CampaignOutcome)]
    nights = [each for each in scenarios if isinstance(each, Scenario)]
    if months:
        return compare_outcomes(months)
    return compare_scenarios(nights, whole("replications", replications), pace)


def _refuse_unpaired(compared: object) -> None:
    """Raise a ProblemsError unless there are two or more, of one kind."""
    if not isinstance(compared, list | tuple):
        shown, expected = repr(compared)[:MAX_SHOWN], "a list of two or more"
        raise ProblemsError([Problem("is no list", path="scenarios", value=shown, expected=expected)])
    message, value, expected = "too few", str(len(compared)), "two or more"
    if len(compared) >= 2:
        kinds = dict.fromkeys(type(each) for each in compared)
        if list(kinds) in ([Scenario], [CampaignOutcome]):
            return
        message, value = "not of one kind", ", ".join(kind.__name__ for kind in kinds)
        expected = "scenarios alone, or outcomes of campaigns alone"
    raise ProblemsError([Problem(message, path="scenarios", value=value, expected=expected)])
