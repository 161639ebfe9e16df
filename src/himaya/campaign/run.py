"""The verb: fly a defence through months, night by night, in many futures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from importlib.metadata import version

import numpy as np
from pyproj import Geod

from himaya.arrays import I8
from himaya.campaign.block import Campaign, Story
from himaya.campaign.fly import blocks_of, stories
from himaya.campaign.harm import Harm
from himaya.campaign.outcome import CampaignOutcome, outcome_of
from himaya.campaign.policy import Order, orders_of, refuse_unknown
from himaya.campaign.raids.make import raids_to_come
from himaya.campaign.state import Holdings, holdings_of
from himaya.campaign.supply.file import Supply
from himaya.campaign.supply.ledger import Ledger, initial_stock, ledger, moves
from himaya.campaign.supply.load import with_supply
from himaya.errors import Bounded, Problem, ProblemsError, refuse_outside, whole
from himaya.executors import n_cores
from himaya.notes import Note
from himaya.raid.fly import MAX_SEED, Progress
from himaya.raid.outcome import MODEL_VERSION
from himaya.raid.prepare.bridge import prepare
from himaya.record import Record
from himaya.scenario import Scenario

MAX_NIGHTS, MAX_FUTURES = 2000, 1_000_000


@dataclass(frozen=True)
class Asked:
    """How much is flown."""

    nights: int = 180
    futures: int = 500
    seed: int = 1
    threads: int | None = None
    """None: one for each core; results do not depend on it."""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, whole(field.name, getattr(self, field.name)))


@dataclass(frozen=True)
class Ready:
    """A campaign ready to fly."""

    campaign: Campaign
    supply: Supply
    scenario: Scenario
    """With every unit that comes."""
    asked: Asked
    notes: tuple[Note, ...]
    """What a reader must know of the raids."""
    own_orders: tuple[Order, ...] = ()
    """Standing orders of the caller."""

    def ledger(self, futures: range) -> Ledger:
        """What reaches some futures."""
        rounds = [each.id for each in self.campaign.prepared.rounds]
        return ledger(self.supply, self.scenario, rounds, (self.asked.nights, futures), self.asked.seed)


def run_campaign(
    scenario: Scenario,
    supply: Supply,
    *,
    record: Record | None = None,
    nights: int = 180,
    futures: int = 500,
    seed: int = 1,
    threads: int | None = None,
    orders: Sequence[Order] = (),
    progress: Progress | None = None,
) -> CampaignOutcome:
    """Fly a campaign; uncertain numbers are held at their mean, but for what a supply file says is drawn.

    Parameters
    ----------
    scenario, supply : the defence at the start, and what comes when.
    record : what raids are resampled from or replayed; None: generated, as the outcome says.
    nights, futures : 1 to 2,000 and 1 to 1,000,000.
    seed, threads : as in `himaya.simulate`; results do not depend on threads.
    orders : standing orders of the caller, after those of the supply.
    progress : called in the calling thread with nights flown and in all, a future's night each.

    Raises
    ------
    ProblemsError
        If an argument is out of range, or supply, raids and scenario do not fit together.

    Examples
    --------
    >>> import himaya
    >>> scenario = himaya.load("ukraine-2025-07")
    >>> supply = himaya.load_supply("status-quo", scenario)
    >>> outcome = himaya.run_campaign(scenario, supply, nights=2, futures=2)
    >>> outcome.nights, int(abs(outcome.imbalance()).max())
    (2, 0)
    """
    asked = Asked(nights, futures, seed, threads)
    return fly_campaign(prepare_campaign(scenario, supply, record, asked, orders), progress)


def prepare_campaign(
    scenario: Scenario,
    supply: Supply,
    record: Record | None,
    asked: Asked,
    own_orders: Sequence[Order] = (),
) -> Ready:
    """Make everything that all futures share; own_orders : standing orders of the caller, after the file's.

    Raises
    ------
    ProblemsError
        As `run_campaign` does.
    """
    refuse_out_of_range(asked)
    whole = with_supply(scenario, supply)
    prepared = prepare(whole, asked.seed)
    refuse_unknown(supply.policies, prepared)
    rounds = [each.id for each in prepared.rounds]
    raids = raids_to_come(supply.raids, whole, record, (supply.start, asked.nights), asked.seed)
    transport = supply.transport_nights, moves(supply, rounds)
    holdings = holdings_of(prepared, depot_of_unit(supply, whole), len(supply.depots), transport)
    refuse_unserved(supply, rounds, holdings)
    campaign = Campaign(
        prepared=prepared,
        holdings=holdings,
        rules=supply,
        raids=raids,
        orders=(*orders_of(supply.policies), *own_orders),
        harm=Harm.of(prepared),
        depots=initial_stock(supply, rounds),
        base_teams=np.array([area.teams for area in scenario.area_defences], np.int64),
        own_units=len(scenario.units),
        nights=asked.nights,
        seed=asked.seed,
    )
    return Ready(campaign, supply, whole, asked, raids.notes, tuple(own_orders))


def changed(ready: Ready, supply: Supply) -> Ready:
    """The same campaign with less or other supply; units, depots and raids stay, and so does all luck.

    Nothing is prepared again: the tables hold every unit that can come.
    """
    rounds = [each.id for each in ready.campaign.prepared.rounds]
    campaign = replace(
        ready.campaign,
        rules=supply,
        orders=(*orders_of(supply.policies), *ready.own_orders),
        depots=initial_stock(supply, rounds),
        holdings=replace(ready.campaign.holdings, moves=moves(supply, rounds)),
    )
    return replace(ready, campaign=campaign, supply=supply)


def fly_campaign(ready: Ready, progress: Progress | None = None) -> CampaignOutcome:
    """Fly all futures of a campaign and keep them in memory."""
    blocks = fly_blocks(ready, blocks_of(ready.asked.futures), progress)
    return replace(outcome_of(ready.campaign, blocks, provenance(ready)), start=ready.supply.start)


def fly_blocks(
    ready: Ready, blocks: Sequence[range], progress: Progress | None = None
) -> Iterator[tuple[range, Story]]:
    """Fly some blocks of a campaign, each as it is done."""
    return stories(ready.campaign, ready.ledger, blocks, ready.asked.threads or n_cores(), progress)


def provenance(ready: Ready) -> dict[str, object]:
    """Everything that the bits of an outcome depend on."""
    told = blake2b(ready.supply.model_dump_json().encode(), digest_size=16).hexdigest()
    raids = blake2b(digest_size=16)
    for night in range(1, ready.asked.nights + 1):
        raids.update(np.ascontiguousarray(ready.campaign.raids.counts(night, range(1))).tobytes())
    return {
        "scenario": ready.scenario.name,
        "supply": ready.supply.name,
        "seed": ready.asked.seed,
        "nights": ready.asked.nights,
        "futures": ready.asked.futures,
        "parameters": "mean",
        "model_version": MODEL_VERSION,
        "tables_hash": ready.campaign.prepared.tables_hash,
        "supply_hash": told,
        "raids_hash": raids.hexdigest(),
        "scenario_hash": blake2b(ready.scenario.model_dump_json().encode(), digest_size=16).hexdigest(),
        "notes": [note.plain() for note in ready.notes],
        "versions": {name: version(name) for name in ("himaya", "numpy", "numba")},
    }


def depot_of_unit(supply: Supply, scenario: Scenario) -> I8:
    """The depot that serves each unit: the one that lists it, else the nearest; -1 without depots."""
    serves = {name: k for k, depot in enumerate(supply.depots) for name in depot.units}
    geod, found = Geod(ellps="WGS84"), []
    for unit in scenario.units:
        far = [geod.inv(unit.lon, unit.lat, depot.lon, depot.lat)[2] for depot in supply.depots]
        nearest = int(np.argmin(far)) if far else -1
        found.append(serves.get(unit.id, nearest))
    return np.array(found, np.int64)


def refuse_unserved(supply: Supply, rounds: Sequence[str], holdings: Holdings) -> None:
    """Raise if rounds come to a depot from which nobody gets them: they would count as held for ever.

    A depot from which a transfer takes that round on is none of those.

    Raises
    ------
    ProblemsError
        With every entry that brings such rounds.
    """
    served, depots = holdings.served(), [depot.id for depot in supply.depots]
    passed_on = {(each.origin, each.round) for each in supply.transfers}
    problems = []
    for part in ("stock", "deliveries", "purchases", "backfills", "lines", "transfers"):
        for k, each in enumerate(getattr(supply, part)):
            known = each.round is not None and (each.depot, each.round) not in passed_on
            if known and not served[depots.index(each.depot), rounds.index(each.round)]:
                expected = "a depot that serves units which fire it, or a transfer from there"
                message = f"nobody gets {each.round} from this depot"
                path = f"{part}[{k}].depot"
                problems.append(Problem(message, path=path, value=each.depot, expected=expected))
    if problems:
        raise ProblemsError(problems)


def refuse_out_of_range(asked: Asked) -> None:
    """Raise a ProblemsError with every number that is out of range."""
    refuse_outside(
        Bounded("nights", asked.nights, 1, MAX_NIGHTS),
        Bounded("futures", asked.futures, 1, MAX_FUTURES),
        Bounded("seed", asked.seed, 0, MAX_SEED),
        Bounded("threads", 1 if asked.threads is None else asked.threads, 1, 1024),
    )
