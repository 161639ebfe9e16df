"""Claims: every count with who said it, when, and of what; what differs stands side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import inf

from himaya.record.cells import count_of, list_of, mapping_of
from himaya.record.neutralised import destroyed_ends, lost_of
from himaya.record.record import Record, Verdict
from himaya.record.rows import Ends, Reason, told_split
from himaya.record.weapons import RecordClass, Tier, class_of_model, models_of


class Quantity(StrEnum):
    """What a claim counts."""

    launched = "launched"
    destroyed = "destroyed"
    not_reach_goal = "not_reach_goal"
    neutralised = "neutralised"
    still_attacking = "still_attacking"
    hit_places = "hit_places"
    fragment_places = "fragment_places"
    destroyed_in_region = "destroyed_in_region"
    affected_region = "affected_region"


@dataclass(frozen=True)
class Claim:
    """One count that somebody stated."""

    night: date
    """Kyiv date on which it ended."""
    weapon_class: RecordClass | None
    """None for what is no raid weapon, or for several classes in one number."""
    model: str
    """As stated: a model or several in one number."""
    quantity: Quantity
    low: int | None
    """The number; with `high`, the ends of an interval. None: stated without a number, or unknown."""
    high: int | None
    region: str
    """Region that it is about; nothing for the whole."""
    part: bool
    """Whether it splits another claim of the same row."""
    who: str
    """Tier of the source, or the attribution in words."""
    source: str
    start_local: datetime | None
    """Kyiv time without zone."""
    end_local: datetime | None
    line: int | None
    """Row of the record; None for a claim of the user's own."""
    verdict: str
    """``used``, the reason why the row is set aside, or ``own``."""


_COUNTED = tuple(Quantity)[:3] + tuple(Quantity)[4:7]
"""What has a column of its own, of the same name in a row."""


def claims_of(record: Record, night: date | None = None) -> list[Claim]:
    """Claims of a record, or of the night that ended on a date, in the order of the file."""
    chosen = (
        verdict
        for verdict in record.verdicts
        if verdict.row.end is not None and night in {None, verdict.row.end.date()}
    )
    return [claim for verdict in chosen for claim in _claims(verdict)]


def _claims(verdict: Verdict) -> Iterator[Claim]:
    row = verdict.row
    for quantity in _COUNTED:
        count = lost_of(row) if quantity is Quantity.not_reach_goal else getattr(row, quantity.value)
        if count is not None:
            yield _claim(verdict, quantity, count)
    for part in (used.row for used in verdict.used if used.row.whole is not None):
        yield from _of_class(replace(verdict, row=part))
    for region, number in (mapping_of(row.cell("destroyed_details")) or {}).items():
        yield _claim(verdict, Quantity.destroyed_in_region, count_of(str(number)), region=region)
    for region in list_of(row.cell("affected region")) or ():
        yield _claim(verdict, Quantity.affected_region, None, region=region)
    for model, number in (mapping_of(row.cell("launched_details")) or {}).items():
        yield _claim(verdict, Quantity.launched, count_of(str(number)), model=model)


def _of_class(verdict: Verdict) -> Iterator[Claim]:
    """What a number of several classes says of the one that its row is a part of."""
    part = verdict.row
    yield _claim(verdict, Quantity.launched, part.launched)
    if part.whole is not None and part.whole.destroyed is not None:
        ends = destroyed_ends(part)
        yield replace(_claim(verdict, Quantity.destroyed, None), low=ends.low, high=ends.high)


def _claim(
    verdict: Verdict, quantity: Quantity, count: int | None, *, region: str = "", model: str = ""
) -> Claim:
    row = verdict.row
    end = row.end or datetime.min  # noqa: DTZ901 (never: claims are of rows with an end)
    return Claim(
        night=end.date(),
        weapon_class=class_of_model(model) if model else row.weapon_class,
        model=model or row.model,
        quantity=quantity,
        low=count,
        high=count,
        region=region,
        part=bool(model or region),
        who=row.tier.value,
        source=row.source,
        start_local=row.start,
        end_local=None if row.date_only else end,
        line=row.line,
        verdict="used" if verdict.reason is None else verdict.reason.value,
    )


@dataclass(frozen=True)
class Share:
    """What one number for several models leaves open for one of them."""

    line: int
    """Row of the record."""
    model: str
    weapon_class: RecordClass | None
    launched: Ends
    """Equal ends where the record splits the number."""
    destroyed: Ends | None


def shares_of(verdict: Verdict) -> list[Share]:
    """What each model of a combined row can have had; split only where the record splits it."""
    row = verdict.row
    models = models_of(row.model)
    if row.launched is None or len(models) < 2:
        return []
    split = told_split(row)
    some = Ends(min(1, row.launched), max(row.launched - len(models) + 1, 0))  # one of each at least
    launched = {model: some if split is None else Ends(split[model], split[model]) for model in models}
    down = None if row.destroyed is None else Ends(row.destroyed, row.destroyed)
    return [
        Share(row.line, model, class_of_model(model), ends, down and down.among(ends, row.launched))
        for model, ends in launched.items()
    ]


@dataclass(frozen=True)
class Beside:
    """All that is said of one quantity of one class, side by side."""

    weapon_class: RecordClass
    quantity: Quantity
    claims: tuple[Claim, ...]
    differ: bool
    """Whether two tellers cannot both be right. Regions and lists of kills tell a part: so many at least."""


def side_by_side(claims: Iterable[Claim]) -> list[Beside]:
    """Lay the counts of every class beside each other, a user's own by region among them; none is averaged.

    What the record tells of neutralised stands beside a user's own claim of it.
    """
    given = list(claims)
    told = [
        claim
        for claim in [*_neutralised(given), *given]
        if claim.low is not None
        and (claim.line is None or not claim.part)
        and claim.verdict != Reason.duplicate
    ]
    laid = []
    for kind in RecordClass:
        of_kind = [claim for claim in told if claim.weapon_class is kind]
        lines = {claim.line for claim in of_kind if claim.verdict == "used"}
        for quantity in Quantity:
            own = tuple(claim for claim in of_kind if claim.quantity is quantity)
            if own:
                laid.append(Beside(kind, quantity, own, _differ(own, len(lines))))
    return laid


def _neutralised(claims: list[Claim]) -> Iterator[Claim]:
    """Sums of rows that tell both parts, of classes of which a user claims the whole."""
    wanted = {
        claim.weapon_class
        for claim in claims
        if claim.line is None and claim.quantity is Quantity.neutralised
    }
    lost = {claim.line: claim for claim in claims if claim.quantity is Quantity.not_reach_goal}
    for claim in claims:
        known = claim.weapon_class in wanted and claim.line is not None and claim.line in lost
        if known and claim.quantity is Quantity.destroyed:
            both = (claim.low or 0) + (lost[claim.line].low or 0)
            yield replace(claim, quantity=Quantity.neutralised, low=both, high=both)


def _differ(claims: tuple[Claim, ...], n_used: int) -> bool:
    """Compare what each teller leaves open: a whole sum, or at least so many where it tells of a part."""
    used = [claim for claim in claims if claim.verdict == "used"]
    whole = len(used) == n_used and all(claim.who != Tier.regional for claim in used)
    told: dict[tuple[str, str, bool], list[Claim]] = {}
    for claim in claims:
        if claim.verdict in _BESIDE:
            open_above = claim.part or (claim.line is not None and not _covers(claim, used))
            told.setdefault((claim.who, claim.source if claim.line is None else "", open_above), []).append(
                claim
            )
    ends = [_sum(own, open_above=teller[2]) for teller, own in told.items()]
    ends += [_sum(used, open_above=not whole)] if used else []
    return len(ends) > 1 and max(low for low, _ in ends) > min(high for _, high in ends)


_BESIDE = {"own", Reason.kill_list.value, Reason.regional_duplicate.value, Reason.lower_tier.value}
"""Verdicts on claims that stand beside those used; other rows set aside are of other raids, or faulty."""


def _covers(claim: Claim, used: list[Claim]) -> bool:
    """Whether a claim set aside is of all that is used: told for the nation, at the time of every row."""
    return claim.verdict == Reason.lower_tier and all(
        min(_hours(claim)) < max(_hours(each)) and min(_hours(each)) < max(_hours(claim)) for each in used
    )


def _hours(claim: Claim) -> tuple[datetime, datetime]:
    """Start and end; the midnights around its night where one is not known."""
    night = datetime.combine(claim.night, time())
    return claim.start_local or night, claim.end_local or night + timedelta(days=1)


def _sum(claims: list[Claim], *, open_above: bool) -> tuple[float, float]:
    return sum(claim.low or 0 for claim in claims), inf if open_above else sum(
        claim.high or 0 for claim in claims
    )
