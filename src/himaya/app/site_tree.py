"""What `himaya site TREE.xml` does: a fault tree, solved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from time import monotonic, perf_counter

from himaya.app.notes import note_parts
from himaya.documents.envelope import TotalElapsed
from himaya.documents.site_tree import (
    CutSetOrder,
    CutSetPart,
    CutSetsPart,
    EventImportance,
    SiteTreeDocument,
    TreeTop,
)
from himaya.effects.power.trees.cut_sets import CutSets, cut_sets_of
from himaya.effects.power.trees.importances import importances_of
from himaya.effects.power.trees.load import load_tree
from himaya.effects.power.trees.solve import MAX_SECONDS, solve_top
from himaya.effects.power.trees.tree import Tree
from himaya.errors import Problem, ProblemsError
from himaya.notes import Note

COUNTED = 2.0**53
"""Above it a float counts no longer one by one."""


def solve_tree(path: str, top: str | None = None, mission_time_h: float | None = None) -> SiteTreeDocument:
    """Work out the tops of a fault tree.

    Parameters
    ----------
    top : one gate; None: every gate that no other uses
    mission_time_h : of the system, where the file asks for it

    Raises
    ------
    ProblemsError
        If the tree is wrong or too large, or there is no such gate.
    """
    started, until = perf_counter(), monotonic() + MAX_SECONDS
    tree = load_tree(Path(path), mission_time_h)
    tops = [_top(tree, name, until) for name in tree.chosen(top)]
    first = tops[0]
    return SiteTreeDocument(
        version=version("himaya"),
        seed=None,
        files=[],
        tree=path.encode("utf-8", "backslashreplace").decode(),
        top=first.top,
        top_probability=first.top_probability,
        basic_events=first.basic_events,
        gates=first.gates,
        nodes=first.nodes,
        mission_time_h=mission_time_h,
        tops=tops,
        notes=note_parts(_notes(tree, tops)),
        elapsed_s=TotalElapsed(total=perf_counter() - started),
    )


def refuse_without_tree(site: str, options: Mapping[str, object]) -> None:
    """Refuse options of fault trees where the site is none.

    Raises
    ------
    ProblemsError
        If one of them is stated.
    """
    stated = [name for name, value in options.items() if value is not None]
    if stated:
        raise ProblemsError(
            [
                Problem("is for fault trees", path=name, value=site, expected="a file in .xml")
                for name in stated
            ]
        )


def _top(tree: Tree, name: str, until: float) -> TreeTop:
    solved = solve_top(tree, name, until)
    cut_sets, importances = cut_sets_of(solved), importances_of(solved)
    return TreeTop(
        top=name,
        top_probability=min(1.0, solved.probability),
        basic_events=len(solved.below.events),
        gates=len(solved.below.gates),
        nodes=solved.nodes,
        cut_sets=None if cut_sets is None else _cut_sets(cut_sets),
        importances=None
        if importances is None
        else [EventImportance(**each._asdict()) for each in importances],
    )


def _cut_sets(found: CutSets) -> CutSetsPart:
    last = len(found.by_order) - 1
    orders = [
        CutSetOrder(events=k, and_more=k == last, count=_counted(count))
        for k, count in enumerate(found.by_order.tolist())
        if count
    ]
    listed = [CutSetPart(events=[*each.events], p=each.p) for each in found.likeliest]
    return CutSetsPart(count=_counted(found.count), by_order=orders, most_probable=listed)


def _counted(count: float) -> int | float:
    return int(count) if count < COUNTED else count


def _notes(tree: Tree, tops: list[TreeTop]) -> Iterator[Note]:
    if tree.at_mean:
        yield Note("deviates_at_mean", deviates=tree.at_mean)
    if tree.is_negating:
        yield Note("cut_sets_negated")
    if any(each.cut_sets is None for each in tops):
        yield Note("cut_sets_left_out")
    if any(each.importances is None for each in tops):
        yield Note("importances_left_out")
