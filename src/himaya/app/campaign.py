"""What `himaya campaign` does: months in many futures, kept block by block, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from himaya.app.campaign_document import Extras, campaign_document
from himaya.campaign.attribution import attribute, refuse_nothing, subsets
from himaya.campaign.block import Story
from himaya.campaign.breakeven import STEPS, breakeven, round_of
from himaya.campaign.fly import blocks_of
from himaya.campaign.outcome import CampaignOutcome, outcome_of
from himaya.campaign.run import MAX_FUTURES, Asked, Ready, fly_blocks, prepare_campaign, provenance
from himaya.campaign.supply.file import Supply
from himaya.campaign.supply.ledger import optional_ids
from himaya.campaign.supply.load import load_supply
from himaya.campaign.variables import NIGHTLY
from himaya.documents.campaign import CampaignDocument
from himaya.errors import Bounded, OutputError, Problem, ProblemsError, refuse_outside
from himaya.raid.fly import Progress
from himaya.record import Record, read_record
from himaya.scenario import Scenario, load
from himaya.store.begun import Begun
from himaya.store.campaigns import INPUTS, RESULTS, Inputs, Kept

Say = Callable[[str], None]
"""Told of what costs time before it begins."""


@dataclass(frozen=True)
class CampaignOptions:
    """What `himaya campaign` takes beside the scenario."""

    supply: str | None = None
    """None: nothing arrives."""
    nights: int = 180
    futures: int = 500
    seed: int = 1
    threads: int | None = None
    record: Path | None = None
    out: Path | None = None
    force: bool = False
    attribute: bool = False
    attribute_futures: int = 100
    """Of each campaign of the attribution and of the break-even."""
    breakeven: str | None = None
    """Round type."""


def campaign(
    scenario_name: str, options: CampaignOptions, progress: Progress | None = None, say: Say | None = None
) -> CampaignDocument:
    """Load, fly, and keep a campaign where asked.

    Raises
    ------
    ProblemsError
        If the scenario, the supply, the record, an option or the output directory is wrong.
    """
    started = perf_counter()
    if options.force and options.out is None:
        raise OutputError([Problem("--force replaces the run in --out", expected="--out DIR with it")])
    scenario = load(scenario_name)
    supply = bare(scenario) if options.supply is None else load_supply(options.supply, scenario)
    asked = Asked(options.nights, options.futures, options.seed, options.threads)
    ready = prepare_campaign(scenario, supply, _record(options.record), asked)
    _refuse_extras(ready, options)
    kept = None
    if options.out is not None:
        begun = _begun(ready, options)
        kept = Kept.begin(options.out, Inputs(scenario, supply, begun), force=options.force)
    with nullcontext() if kept is None else kept.locked():
        flown = _fly(ready, kept, progress)
        extras = _extras(ready, options, progress, say or (lambda _: None))
        return _told(ready, flown, extras, (kept, started))


def resume_campaign(
    directory: Path, options: CampaignOptions, progress: Progress | None = None
) -> CampaignDocument:
    """Take up a campaign that was interrupted: the same bits as if it had not been.

    Parameters
    ----------
    options : `threads`, and `record` where the file is elsewhere now; the rest is as it was begun.

    Raises
    ------
    ProblemsError
        If no campaign was begun there, or what it rests on has changed.
    """
    kept, begun = Kept.found(directory)
    if kept.is_finished:
        return kept.document()
    with kept.locked():
        return _resumed(kept, begun, options, progress)


def _resumed(
    kept: Kept, begun: Begun, options: CampaignOptions, progress: Progress | None
) -> CampaignDocument:
    started, directory = perf_counter(), kept.directory
    scenario = load(directory / "scenario.yaml")
    supply = load_supply(directory / "supply.yaml", scenario)
    asked = Asked(**begun.asked.model_dump(), threads=options.threads)
    extras = {name: getattr(begun, name) for name in EXTRAS}
    record = options.record if begun.record else None
    if begun.record and record is None:
        record = Path(begun.record)
    ready = prepare_campaign(scenario, supply, _record(record), asked)
    now = replace(options, record=record, **extras)
    _refuse_changed(begun, _begun(ready, now), directory)
    flown = _fly(ready, kept, progress)
    return _told(ready, flown, _extras(ready, now, progress, lambda _: None), (kept, started))


def take_up_or_fly(
    named: str | Path, options: CampaignOptions, progress: Progress | None = None, say: Say | None = None
) -> CampaignDocument:
    """Take up the campaign in a directory, or fly that of a scenario's name.

    Raises
    ------
    ProblemsError
        As both do; or if a campaign that is taken up is asked for anything else than it was begun with.
    """
    if isinstance(named, Path):
        if replace(options, threads=None, record=None) != CampaignOptions():
            expected = "--resume DIR with --threads, --record, --json or --quiet alone"
            raise ProblemsError(
                [Problem("a campaign goes on as it was begun", str(named), expected=expected)]
            )
        return resume_campaign(named, options, progress)
    return campaign(named, options, progress, say)


def bare(scenario: Scenario) -> Supply:
    """A supply in which nothing arrives, from the scenario's own date on.

    Raises
    ------
    ProblemsError
        If the scenario has no date.
    """
    if scenario.start is None:
        expected = "a scenario with `start`, or --supply S"
        raise ProblemsError([Problem("the campaign has no first date", path="start", expected=expected)])
    first = datetime.fromisoformat(scenario.start).date()
    return Supply(
        format="himaya/supply/1", name="none", title="Nothing arrives", start=first, base_year=first.year
    )


def _record(path: Path | None) -> Record | None:
    return None if path is None else read_record(path)


EXTRAS = ("attribute", "attribute_futures", "breakeven")
"""Options that are asked for beside the campaign."""


def _begun(ready: Ready, options: CampaignOptions) -> Begun:
    """All that must be the same where a campaign is taken up."""
    asked, record = ready.asked, options.record
    return Begun.model_validate(
        {
            **{name: getattr(options, name) for name in EXTRAS},
            "asked": {"nights": asked.nights, "futures": asked.futures, "seed": asked.seed},
            "record": None if record is None else str(record.resolve()),
            "record_sha256": None if record is None else sha256(record.read_bytes()).hexdigest(),
            "provenance": provenance(ready),
        }
    )


def _refuse_changed(begun: Begun, now: Begun, directory: Path) -> None:
    was, told = (
        {**each.provenance.model_dump(), "record_sha256": each.record_sha256} for each in (begun, now)
    )
    problems = [
        Problem(
            "what the campaign rests on has changed since it was begun", str(directory), path=name,
            value=str(told.get(name)), expected=str(each),
        )
        for name, each in was.items()
        if told.get(name) != each
    ]  # fmt: skip
    if problems:
        raise ProblemsError(problems)


def _fly(ready: Ready, kept: Kept | None, progress: Progress | None) -> CampaignOutcome:
    """Fly what is not kept yet."""
    wanted = blocks_of(ready.asked.futures)
    stories: dict[int, tuple[range, Story]] = {}
    if kept is not None:
        sizes = ready.campaign.sizes()
        shapes = {
            name: tuple(sizes[each] for each in variable.dims[1:]) for name, variable in NIGHTLY.items()
        }
        stories = {block.start: (block, story) for block, story in kept.blocks(wanted, shapes)}
    left = [block for block in wanted if block.start not in stories]
    for block, story in _flown(ready, left, kept, progress):
        stories[block.start] = (block, story)
    return outcome_of(ready.campaign, stories.values(), provenance(ready))


def _flown(
    ready: Ready, left: list[range], kept: Kept | None, progress: Progress | None
) -> Iterator[tuple[range, Story]]:
    for block, story in fly_blocks(ready, left, progress):
        if kept is not None:
            kept.keep(block, story)
        yield block, story


def _extras(ready: Ready, options: CampaignOptions, progress: Progress | None, say: Say) -> Extras:
    """Attribution and break-even, on futures of their own number; their cost is told before."""
    fewer = replace(ready, asked=replace(ready.asked, futures=options.attribute_futures))
    nights = options.attribute_futures * ready.asked.nights
    attribution = sweep = None
    if options.attribute:
        n = len(subsets(len(optional_ids(ready.supply))))
        say(f"attribution: {n} campaigns, {n * nights:,} nights")
        attribution = attribute(fewer, progress)
    if options.breakeven is not None:
        say(f"break-even: {STEPS + 1} campaigns, {(STEPS + 1) * nights:,} nights")
        sweep = breakeven(fewer, options.breakeven, progress)
    return Extras(attribution, sweep)


def _refuse_extras(ready: Ready, options: CampaignOptions) -> None:
    """Refuse what is asked for beside the campaign before any night is flown."""
    if not (options.attribute or options.breakeven is not None):
        return
    refuse_outside(Bounded("attribute_futures", options.attribute_futures, 2, MAX_FUTURES))
    if options.attribute:
        refuse_nothing(ready)
    if options.breakeven is not None:
        round_of(ready, options.breakeven)


def _told(
    ready: Ready, flown: CampaignOutcome, extras: Extras, at: tuple[Kept | None, float]
) -> CampaignDocument:
    kept, started = at
    files = [] if kept is None else sorted([*INPUTS, *RESULTS, "manifest.json"])
    document = campaign_document(ready, flown, extras, perf_counter() - started, files)
    if kept is not None:
        kept.finish(document.model_dump_json(by_alias=True, indent=1) + "\n", flown.to_netcdf)
    return document
