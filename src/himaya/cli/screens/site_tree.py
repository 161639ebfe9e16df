"""What `himaya site TREE.xml` shows: its tops, and of one top its cut sets and importances."""

from __future__ import annotations

from collections.abc import Iterator

from himaya.cli.screens.builder import Screen
from himaya.cli.screens.words import counted
from himaya.documents.site_tree import CutSetsPart, SiteTreeDocument, TreeTop

SHOWN = 10
"""Cut sets and events of one top."""
COUNTED = 1e300
"""Cut sets are counted no further."""
EXACT = (
    "Exact, for basic events that are independent and as likely as the file states; `--json` has "
    "all digits and events. Nothing was written."
)


def tree_screen(document: SiteTreeDocument) -> str:
    """One top in full, or a table of several."""
    screen = _one(document) if len(document.tops) == 1 else _several(document)
    screen.paragraph(EXACT)
    screen.notes("What to keep in mind", (note.text for note in document.notes))
    return screen.text()


def _several(document: SiteTreeDocument) -> Screen:
    screen = Screen(f"Fault tree {document.tree}: {len(document.tops)} tops")
    rows = [
        (each.top, f"{each.top_probability:.6g}", f"{each.basic_events:,}", f"{each.gates:,}",
         "" if each.cut_sets is None else _count(each.cut_sets.count))
        for each in document.tops
    ]  # fmt: skip
    screen.table(("Top", "Probability", "Basic events", "Gates", "Cut sets"), rows)
    screen.paragraph("`--top NAME` shows the cut sets and importances of one.")
    return screen


def _one(document: SiteTreeDocument) -> Screen:
    top = document.tops[0]
    things = ((top.basic_events, "basic event"), (top.gates, "gate"), (top.nodes, "node"))
    counts = ", ".join(counted(n, what) for n, what in things)
    screen = Screen(f"Fault tree {document.tree}: top {top.top}", f"{counts} of the decision diagram")
    screen.paragraph(f"Probability of the top: {top.top_probability:.6g}")
    if top.cut_sets is not None:
        screen.paragraph(_in_words(top.cut_sets))
        if top.cut_sets.most_probable:
            columns = ("Most probable minimal cut sets", "Probability", "Share of top")
            screen.table(columns, _cut_sets(top, top.cut_sets))
    if top.importances:
        screen.table(("Event", "Probability", "Birnbaum", "Fussell-Vesely", "RAW", "RRW"), _events(top))
        left = len(top.importances) - SHOWN
        screen.line(f"{left:,} more: `--json`" if left > 0 else "")
    return screen


def _in_words(cut_sets: CutSetsPart) -> str:
    orders = [
        f"{_count(each.count)} of {counted(each.events, 'event')}{' and more' if each.and_more else ''}"
        for each in cut_sets.by_order
    ]
    listed = f" ({', '.join(orders)})" if orders else ""
    return f"Minimal cut sets: {_count(cut_sets.count)}{listed}"


def _count(count: float) -> str:
    if count >= COUNTED:
        return "more than 1e300"
    return f"{count:,}" if isinstance(count, int) else f"{count:.3g}"


def _cut_sets(top: TreeTop, cut_sets: CutSetsPart) -> Iterator[tuple[str, ...]]:
    for each in cut_sets.most_probable[:SHOWN]:
        share = f"{each.p / top.top_probability:.3g}" if top.top_probability else ""
        yield (", ".join(each.events) or "no event at all", f"{each.p:.3g}", share)


def _events(top: TreeTop) -> Iterator[tuple[str, ...]]:
    for each in (top.importances or [])[:SHOWN]:
        measures = (each.fussell_vesely, each.raw)
        rrw = "" if each.rrw is None and not top.top_probability else _number(each.rrw, "no top")
        yield (each.event, f"{each.p:.3g}", f"{each.birnbaum:.3g}", *(_number(m, "") for m in measures), rrw)


def _number(value: float | None, without: str) -> str:
    return without if value is None else f"{value:.3g}"
