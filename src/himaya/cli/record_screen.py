"""What `himaya record ...` shows: verdicts and totals, raids, claims side by side."""

from __future__ import annotations

from textwrap import fill

from rich import box
from rich.console import Console
from rich.table import Table

from himaya.documents.record import RecordCheckDocument, RecordExportDocument, RecordNightDocument
from himaya.record import Raid, Reason, RecordClass, Tier
from himaya.record.claims import Beside, Claim, Quantity

WIDTH = 78
MONTHS = 12
"""So many of the last months are shown."""
NAMED = 5
"""So many unknown models are named."""
CLASSES = {
    RecordClass.drone: "Drones",
    RecordClass.cruise_missile: "Cruise missiles",
    RecordClass.ballistic_missile: "Ballistic missiles",
    RecordClass.supersonic_missile: "Supersonic missiles",
}
REASONS = {
    Reason.broken_row: "More or fewer cells than the header",
    Reason.duplicate: "The same row again",
    Reason.kill_list: "A list of what was shot down: no rate",
    Reason.not_a_raid_row: "Scouts, bombs, missiles at ships or radars",
    Reason.unknown_model: "A model that no table here names",
    Reason.cross_class: "One number for several classes",
    Reason.no_time: "No end that can be read",
    Reason.no_count: "No number launched",
    Reason.impossible_count: "More destroyed than launched, or too many",
    Reason.regional_duplicate: "A region repeats a better source",
    Reason.lower_tier: "A better source tells of that raid",
    Reason.unscored_date_only: "A date alone, fewer than 10 launched",
}
QUANTITIES = {
    Quantity.launched: "Launched",
    Quantity.destroyed: "Destroyed",
    Quantity.not_reach_goal: "Lost on the way",
    Quantity.neutralised: "Neutralised",
    Quantity.still_attacking: "Still flying",
    Quantity.hit_places: "Places hit",
    Quantity.fragment_places: "Places with fragments",
    Quantity.destroyed_in_region: "Destroyed in a region",
    Quantity.affected_region: "Region affected",
}
TIERS = {
    Tier.air_force: "air force",
    Tier.commander: "commander-in-chief",
    Tier.general_staff: "general staff",
    Tier.regional: "regional command",
    Tier.other: "another source",
}


def check_screen(document: RecordCheckDocument) -> str:
    """Verdicts by reason, totals by class, and the last months."""
    aside = document.rows - document.used
    reasons = _table("Set aside", "Rows", "For example, in line")
    for reason, words in REASONS.items():
        if document.set_aside[reason]:
            first = document.examples[reason][0]
            reasons.add_row(words, f"{document.set_aside[reason]:,}", f"{first.line}: {first.model}"[:26])
    months = _table("Month", "", "Raids", "Launched", "Neutralised", "Set aside")
    shown = sorted({each.month for each in document.months})[-MONTHS:]
    for each in document.months:
        if each.month in shown:
            launched = f"{each.launched:,}" + ("*" if each.lower_tier_launched else "")
            neutralised = f"{each.neutralised:,}" + ("+" if each.unknown_destroyed else "")
            counts = (f"{each.raids:,}", launched, neutralised, f"{each.set_aside_launched:,}")
            months.add_row(each.month, CLASSES[each.weapon_class], *counts)
    notes = [
        *_last_and_unknown(document),
        "Launched* is in part from lower tiers, where the air force tells nothing; neutralised+ lacks raids "
        "that do not tell it. Set aside: launched, in rows of that class that no raid is made of.",
        "Neutralised is destroyed and lost on the way together from 1 September 2024, kills only before.",
        f"The last {len(shown)} months; `--json` has all of them."
        + ("" if document.files else " Nothing was written; `--rows OUT.parquet` keeps every row."),
    ]
    head = f"{document.record}: {document.rows:,} rows, {document.used:,} used, {aside:,} set aside"
    if document.files:
        notes.append(f"Every row with its verdict: {document.files[0]}")
    return _screen([head, "", reasons, "", _classes_table(document), "", months, "", *notes])


def _last_and_unknown(document: RecordCheckDocument) -> list[str]:
    last = document.last_raid
    lines = [] if last is None else [f"The last raid ended on {last:%-d %B %Y at %H:%M}, Kyiv time."]
    named = [f"{name[:40]} ({launched:,} launched)" for name, launched in document.unknown_models.items()]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return [*lines, f"Unknown models, left out: {', '.join(named[:NAMED])}{more}."] if named else lines


def export_screen(document: RecordExportDocument) -> str:
    """Totals by class, and where they are kept."""
    head = f"{document.raids:,} raids from {document.used:,} of {document.rows:,} rows of {document.record}"
    return _screen([head, "", _classes_table(document), "", f"Kept in {', '.join(document.files)}"])


def night_screen(document: RecordNightDocument) -> str:
    """Raids of the night, and claims side by side."""
    raids = _table("", "Kyiv time", "Launched", "Destroyed", "Lost", "Unaccounted")
    for raid in sorted(document.raids, key=lambda raid: list(CLASSES).index(raid.weapon_class)):
        raids.add_row(*_raid_cells(raid))
    parts: list[object] = [f"Night that ended on {document.night}, by {document.record}", ""]
    parts += [raids, ""] if document.raids else ["No raid of that night is in the record.", ""]
    for raid in document.raids:
        name = CLASSES[raid.weapon_class]
        if raid.hit_places is not None or raid.fragment_places is not None:
            hit, fragments = _known(raid.hit_places), _known(raid.fragment_places)
            parts.append(f"{name}: places hit {hit}, with fragments {fragments}. Unaccounted is not hits.")
        if raid.still_attacking and raid.neutralised is not None:
            most = min(raid.launched, raid.neutralised + raid.still_attacking)
            ends = _ends(raid.neutralised, most)
            parts.append(f"{name}: {raid.still_attacking} were still flying, so {ends} were neutralised.")
        if raid.note:
            parts.append(f"{name}: {raid.note}.")
    for raid in document.elsewhere:
        end = f"{raid.end_local:%-d %B %Y at %H:%M}"
        parts.append(f"{CLASSES[raid.weapon_class]}: rows of this night are of a raid that ended on {end}.")
    for share in document.combined:
        launched, destroyed = share.launched, share.destroyed
        down = "" if destroyed is None else f", {_ends(destroyed.low, destroyed.high)} destroyed"
        parts.append(f"{share.model}: {_ends(launched.low, launched.high)} launched{down}, of one number.")
    claims = _table("", "", "Claim", "Who says so", "Used")
    for beside in document.beside:
        for row in _claim_rows(beside):
            claims.add_row(*row)
    differing = [
        f"{CLASSES[each.weapon_class].lower()} {QUANTITIES[each.quantity].lower()}"
        for each in document.beside
        if each.differ
    ]
    last = f"Claims differ on: {'; '.join(differing)}." if differing else "No claims differ."
    if document.other_nights:
        last = f"Claims of your file that are of other nights: {document.other_nights:,}. {last}"
    closing = f"{last} None is averaged. Nothing was written; `--json` has every claim with its source."
    return _screen([*parts, "", claims, "", closing])


def _screen(parts: list[object]) -> str:
    console = Console(
        width=WIDTH, markup=False, emoji=False, highlight=False, no_color=True, legacy_windows=False
    )
    with console.capture() as capture:
        for part in parts:
            if isinstance(part, str):  # a path is never broken
                lines = fill(part, WIDTH, break_long_words=False, break_on_hyphens=False)
                console.print(lines, soft_wrap=True)
            else:
                console.print(part)
    return capture.get().rstrip("\n")


def _table(*columns: str) -> Table:
    table = Table(box=box.HORIZONTALS, padding=0, pad_edge=False, show_edge=False)
    for k, name in enumerate(columns):
        words = k == 0 or name in {"", "Kyiv time", "Who says so", "For example, in line", "Used"}
        table.add_column(name, justify="left" if words else "right", overflow="fold")
    return table


def _classes_table(document: RecordCheckDocument | RecordExportDocument) -> Table:
    table = _table("", "Raids", "Scored", "Launched", "Neutralised")
    for kind, totals in document.classes.items():
        counts = (totals.raids, totals.scored, totals.launched, totals.neutralised)
        table.add_row(CLASSES[kind], *(f"{count:,}" for count in counts))
    return table


def _raid_cells(raid: Raid) -> tuple[str, ...]:
    start = "?" if raid.start_local is None else f"{raid.start_local:%d %b %H:%M}"
    counts = (raid.launched, raid.destroyed, raid.not_reach_goal, raid.unaccounted)
    times = f"{start} - {raid.end_local:%H:%M}"
    return (CLASSES[raid.weapon_class], times, *(_known(count) for count in counts))


def _claim_rows(beside: Beside) -> list[tuple[str, ...]]:
    names = (CLASSES[beside.weapon_class], QUANTITIES[beside.quantity] + (" !" if beside.differ else ""))
    rows: list[tuple[str, ...]] = []
    for k, claim in enumerate(beside.claims):
        used = {"used": "yes", "own": "yours"}.get(claim.verdict, "no")
        rows.append((*(names if k == 0 else ("", "")), _ends(claim.low, claim.high), _who(claim), used))
    return rows


def _who(claim: Claim) -> str:
    if claim.line is None:
        where = f", of {claim.region}" if claim.region else ""
        return f"{claim.who} ({claim.source}){where}"
    return f"{TIERS[Tier(claim.who)]}: {claim.model}"


def _ends(low: int | None, high: int | None) -> str:
    return _known(low) if low == high else f"{_known(low)} to {_known(high)}"


def _known(count: int | None) -> str:
    return "unknown" if count is None else f"{count:,}"
