"""What `himaya record ...` shows: verdicts and totals, raids, claims side by side."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import class_name, known, number
from himaya.documents.record import RaidPart, RecordCheckDocument, RecordExportDocument, RecordNightDocument
from himaya.record import Reason, RecordClass, Tier
from himaya.record.claims import Beside, Claim, Quantity

MONTHS = 12
"""So many of the last months are shown."""
NAMED = 5
"""So many unknown models are named."""
REASONS = {
    Reason.broken_row: "More or fewer cells than the header",
    Reason.duplicate: "The same row again",
    Reason.kill_list: "A list of what was shot down: no rate",
    Reason.not_a_raid_row: "Scouts, bombs, missiles at ships or radars",
    Reason.unknown_model: "A model that no table here names",
    Reason.cross_class: "One number for several classes",
    Reason.no_time: "No end that can be read",
    Reason.withheld: "Numbers withheld",
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
    screen = Screen(f"{document.record}: {document.rows:,} rows, {document.used:,} used, {aside:,} set aside")
    example = "For example, in line"
    screen.table(("Set aside", "Rows", example), _reasons(document), words={example})
    _add_classes(screen, document)
    months = sorted({each.month for each in document.months})[-MONTHS:]
    columns = ("Month", "", "Raids", "Launched", "Neutralised", "Set aside")
    screen.table(columns, _by_month(document, months), words={""})
    screen.paragraph(
        *_last_and_unknown(document),
        "Launched* is in part from lower tiers, where the air force tells nothing; neutralised+ may be more: "
        "some raids do not tell all of it. Set aside: launched, in rows of that class that no raid is made "
        "of.",
        "Neutralised is destroyed and lost on the way together from 1 September 2024, kills only before.",
        f"The last {len(months)} months; `--json` has all of them."
        + ("" if document.files else " Nothing was written; `--rows OUT.parquet` keeps every row."),
        f"Every row with its verdict: {document.files[0]}" if document.files else "",
    )
    return screen.text()


def _reasons(document: RecordCheckDocument) -> Iterator[tuple[str, ...]]:
    for reason, words in REASONS.items():
        if document.set_aside[reason]:
            first = document.examples[reason][0]
            yield (words, number(document.set_aside[reason]), f"{first.line}: {first.model}"[:26])


def _by_month(document: RecordCheckDocument, months: list[str]) -> Iterator[tuple[str, ...]]:
    for each in document.months:
        if each.month in months:
            launched = number(each.launched) + ("*" if each.lower_tier_launched else "")
            more = each.neutralised_at_most > each.neutralised
            neutralised = number(each.neutralised) + ("+" if more else "")
            counts = (number(each.raids), launched, neutralised, number(each.set_aside_launched))
            yield (each.month, class_name(each.weapon_class), *counts)


def _last_and_unknown(document: RecordCheckDocument) -> list[str]:
    last = document.last_raid
    lines = [] if last is None else [f"The last raid ended on {last:%-d %B %Y at %H:%M}, Kyiv time."]
    named = [f"{name[:40]} ({launched:,} launched)" for name, launched in document.unknown_models.items()]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return [*lines, f"Unknown models, left out: {', '.join(named[:NAMED])}{more}."] if named else lines


def export_screen(document: RecordExportDocument) -> str:
    """Totals by class, and where they are kept."""
    screen = Screen(
        f"{document.raids:,} raids from {document.used:,} of {document.rows:,} rows of {document.record}"
    )
    _add_classes(screen, document)
    screen.paragraph(f"Kept in {', '.join(document.files)}")
    return screen.text()


def _add_classes(screen: Screen, document: RecordCheckDocument | RecordExportDocument) -> None:
    def rows() -> Iterator[tuple[str, ...]]:
        for kind, totals in document.classes.items():
            counts = (totals.raids, totals.scored, totals.launched, totals.neutralised)
            yield (class_name(kind), *(number(count) for count in counts))

    screen.table(("", "Raids", "Scored", "Launched", "Neutralised"), rows())


def night_screen(document: RecordNightDocument) -> str:
    """Raids of the night, and claims side by side."""
    screen = Screen(f"Night that ended on {document.night}, by {document.record}")
    if document.raids:
        in_order = sorted(document.raids, key=lambda raid: list(RecordClass).index(raid.weapon_class))
        columns = ("", "Kyiv time", "Launched", "Destroyed", "Lost", "Unaccounted")
        screen.table(columns, map(_raid_cells, in_order), words={"Kyiv time"})
    else:
        screen.paragraph("No raid of that night is in the record.")
    screen.paragraph(*_remarks(document))
    claims = (row for beside in document.beside for row in _claim_rows(beside))
    screen.table(("", "", "Claim", "Who says so", "Used"), claims, words={"", "Who says so", "Used"})
    differing = [
        f"{class_name(each.weapon_class).lower()} {QUANTITIES[each.quantity].lower()}"
        for each in document.beside
        if each.differ
    ]
    last = f"Claims differ on: {'; '.join(differing)}." if differing else "No claims differ."
    if document.other_nights:
        last = f"Claims of your file that are of other nights: {document.other_nights:,}. {last}"
    screen.paragraph(
        f"{last} None is averaged. Nothing was written; `--json` has every claim with its source."
    )
    return screen.text()


def _remarks(document: RecordNightDocument) -> Iterator[str]:
    """What the table of raids cannot say."""
    for raid in document.raids:
        name = class_name(raid.weapon_class)
        if raid.hit_places is not None or raid.fragment_places is not None:
            hit, fragments = known(raid.hit_places), known(raid.fragment_places)
            yield f"{name}: places hit {hit}, with fragments {fragments}. Unaccounted is not hits."
        if raid.still_attacking and raid.neutralised is not None:
            most = min(raid.launched, raid.neutralised + raid.still_attacking)
            ends = _ends(raid.neutralised, most)
            yield f"{name}: {raid.still_attacking} were still flying, so {ends} were neutralised."
        if raid.notes:
            yield f"{name}: {'; '.join(note.text for note in raid.notes)}."
    for raid in document.elsewhere:
        end = f"{raid.end_local:%-d %B %Y at %H:%M}"
        yield f"{class_name(raid.weapon_class)}: rows of this night are of a raid that ended on {end}."
    yield from (f"{note.text[0].upper()}{note.text[1:]}." for note in document.gaps)
    for share in document.combined:
        launched, destroyed = share.launched, share.destroyed
        down = "" if destroyed is None else f", {_ends(destroyed.low, destroyed.high)} destroyed"
        yield f"{share.model}: {_ends(launched.low, launched.high)} launched{down}, of one number."


def _raid_cells(raid: RaidPart) -> tuple[str, ...]:
    start = "?" if raid.start_local is None else f"{raid.start_local:%d %b %H:%M}"
    counts = (raid.launched, raid.destroyed, raid.not_reach_goal, raid.unaccounted)
    times = f"{start} - {raid.end_local:%H:%M}"
    return (class_name(raid.weapon_class), times, *(known(count) for count in counts))


def _claim_rows(beside: Beside) -> list[tuple[str, ...]]:
    names = (class_name(beside.weapon_class), QUANTITIES[beside.quantity] + (" !" if beside.differ else ""))
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
    return known(low) if low == high else f"{known(low)} to {known(high)}"
