"""Makes the document of a campaign from its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.metadata import version
from math import ceil

import numpy as np

from himaya.app.notes import note_parts
from himaya.app.run_document import notes as scenario_notes
from himaya.app.site import sites_of_losses
from himaya.app.supply import supply_notes
from himaya.arrays import F8, I8
from himaya.campaign.attribution import Attribution
from himaya.campaign.breakeven import Breakeven
from himaya.campaign.outcome import CampaignOutcome
from himaya.campaign.run import Ready
from himaya.campaign.supply.calendar import months
from himaya.campaign.totals import Difference
from himaya.chance.intervals import LEVEL
from himaya.chance.statistics import Statistics, statistics_of
from himaya.documents.campaign import (
    AttributedItem,
    AttributionPart,
    BreakevenPart,
    BreakevenPoint,
    CampaignCasualties,
    CampaignDocument,
    CampaignMonth,
    CampaignRounds,
    DifferencePart,
    Runout,
)
from himaya.documents.envelope import TotalElapsed
from himaya.documents.site import SitePart
from himaya.effects.power.histories import LIMITS
from himaya.kernels.tables import CLASSES
from himaya.notes import Note
from himaya.raid.prepare.arsenal import RoundName
from himaya.scenario import mean

NOTES = (Note("supplies_compared"), Note("no_area_stocks"), Note("shares_at_mean"))


@dataclass(frozen=True)
class Extras:
    """What is asked for beside the campaign."""

    attribution: Attribution | None = None
    breakeven: Breakeven | None = None


def campaign_document(
    ready: Ready, outcome: CampaignOutcome, extras: Extras, elapsed_s: float, files: list[str]
) -> CampaignDocument:
    """Everything that `himaya campaign` says of an outcome."""
    supply, data = ready.supply, outcome.dataset
    rounds = ready.campaign.prepared.rounds
    first = supply.start
    return CampaignDocument(
        version=version("himaya"),
        seed=ready.asked.seed,
        elapsed_s=TotalElapsed(total=elapsed_s),
        files=files,
        scenario=ready.scenario.name,
        supply=supply.name,
        start=str(first),
        nights=outcome.nights,
        futures=int(data.sizes["future"]),
        parameters="mean",
        runout={each.id: _runout(outcome, each) for each in rounds},
        leakers=_by_class(outcome.leakers().sum(axis=1)),
        value_lost=statistics_of(outcome.total("value_lost")),
        value_unit=ready.scenario.value_unit,
        casualties=CampaignCasualties(
            killed=statistics_of(outcome.total("killed")), injured=statistics_of(outcome.total("injured"))
        ),
        cost_usd=statistics_of(outcome.total("paid_usd")),
        rounds={each.id: _rounds(outcome, each) for each in rounds},
        months=_months(outcome, first),
        launched=_by_class(outcome.total("launched")),
        rounds_per_kill=_rounds_per_kill(outcome),
        units_last=statistics_of(data["units"].to_numpy()[:, -1]),
        imbalance=int(np.abs(outcome.imbalance()).max(initial=0)),
        sites=_sites(ready, outcome),
        attribution=None if extras.attribution is None else _attribution(extras.attribution),
        breakeven=None if extras.breakeven is None else _breakeven(extras.breakeven, first, outcome.nights),
        notes=note_parts(notes(ready)),
    )


def notes(ready: Ready) -> list[Note]:
    """What a reader must know, most consequential first."""
    supply = ready.supply
    wanders = Note("level_wanders", sd_logit=mean(supply.level.sd_logit))
    return [*ready.notes, *supply_notes(supply), *NOTES, wanders, *scenario_notes(ready.scenario)]


def _sites(ready: Ready, outcome: CampaignOutcome) -> dict[str, SitePart] | None:
    """Each site over all nights, history k with what hits took in future k; None where they are too few."""
    histories, days = LIMITS["histories"][0], LIMITS["days"][1]
    if not ready.scenario.sites or ready.asked.futures < histories or outcome.nights > days:
        return None
    return sites_of_losses(ready.scenario, outcome.lines_lost_h(), ready.asked.seed, outcome.nights)


def _by_class(values: F8 | I8) -> dict[str, Statistics]:
    """Statistics of [future, class], for classes that fly, and of all together."""
    told = {name: values[:, k] for k, name in enumerate(CLASSES) if values[:, k].any()}
    return {name: statistics_of(each) for name, each in {**told, "all": values.sum(axis=1)}.items()}


def _runout(outcome: CampaignOutcome, kind: RoundName) -> Runout:
    night, after = outcome.runout(kind.id), outcome.nights + 1
    ordered = np.sort(night)
    at = [int(ordered[ceil(share * len(ordered)) - 1]) for share in (0.05, 0.5, 0.95)]
    p05, p50, p95 = (None if each == after else each for each in at)
    return Runout(
        name=kind.name,
        p=float((night < after).mean()),
        night_p05=p05,
        night_p50=p50,
        night_p95=p95,
        at=int(outcome.dataset["runout_at"].sel(round=kind.id)),
    )


def _rounds(outcome: CampaignOutcome, kind: RoundName) -> CampaignRounds:
    data = outcome.dataset.sel(round=kind.id)
    fired = data["fired"].sum("night").to_numpy()
    held = data["held"].to_numpy()
    return CampaignRounds(
        name=kind.name,
        held_first=statistics_of(held[:, 0]),
        held_last=statistics_of(held[:, -1]),
        arrived=statistics_of(data["arrived"].sum("night").to_numpy()),
        fired=statistics_of(fired),
        lost=statistics_of(data["lost"].sum("night").to_numpy()),
        fired_a_month=float(fired.mean()) * 30.0 / outcome.nights,
        cost_usd=statistics_of(fired * kind.unit_cost_usd),
    )


def _months(outcome: CampaignOutcome, first: date) -> list[CampaignMonth]:
    leakers = outcome.leakers().sum(axis=2)
    launched = outcome.dataset["launched"].to_numpy().sum(axis=2)
    value, fired = outcome.dataset["value_lost"].to_numpy(), outcome.dataset["fired"].to_numpy()
    kinds = [str(each) for each in outcome.dataset["round"].to_numpy()]
    made = []
    for day, begins, ends in months(first, outcome.nights):
        own = slice(begins - 1, ends)
        mean_fired = fired[:, own].sum(axis=1).mean(axis=0)
        made.append(
            CampaignMonth(
                month=f"{day:%Y-%m}",
                nights=ends - begins + 1,
                launched=statistics_of(launched[:, own].sum(axis=1)),
                leakers=statistics_of(leakers[:, own].sum(axis=1)),
                value_lost=statistics_of(value[:, own].sum(axis=1)),
                fired={name: float(each) for name, each in zip(kinds, mean_fired, strict=True)},
            )
        )
    return made


def _rounds_per_kill(outcome: CampaignOutcome) -> dict[str, float | None]:
    fired, kills = outcome.dataset["fired"].sum(("future", "night")), outcome.total("kills").sum(axis=0)
    told = {}
    for k, system in enumerate(str(each) for each in outcome.dataset["system"].to_numpy()):
        own = [str(kind).partition("/")[0] == system for kind in fired["round"].to_numpy()]
        told[system] = float(fired.to_numpy()[own].sum() / kills[k]) if kills[k] else None
    return told


def _attribution(found: Attribution) -> AttributionPart:
    def part(each: Difference) -> DifferencePart:
        return DifferencePart(**asdict(each))

    return AttributionPart(
        futures=found.futures,
        level=LEVEL,
        items=[
            AttributedItem(
                id=each.id, quantity=each.quantity, left_out=part(each.left_out), added=part(each.added),
                shapley=None if each.shapley is None else part(each.shapley),
            )
            for each in found.items
        ],
        total={name: part(each) for name, each in found.total.items()},
        interaction={name: part(each) for name, each in found.interaction.items()},
    )  # fmt: skip


def _breakeven(found: Breakeven, first: date, nights: int) -> BreakevenPart:
    points: Sequence[BreakevenPoint] = [
        BreakevenPoint(rounds=each.rounds, p_runout=each.p_runout) for each in found.sweep
    ]
    told = {name: getattr(found, name) for name in ("p_without", "median", "low", "high", "p05", "p95")}
    return BreakevenPart(
        round_type=found.round_type,
        until=str(first + timedelta(days=nights - 1)),
        futures=found.futures,
        level=LEVEL,
        sweep=list(points),
        **told,
    )
