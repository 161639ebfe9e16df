"""The exact probability of a fault tree's top, through a binary decision diagram."""

from __future__ import annotations

from gc import collect
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias
from warnings import catch_warnings, simplefilter

from himaya.effects.power.tree import Tree
from himaya.errors import Problem, ProblemsError
from himaya.files.xml_tree import Element

MAX_NODES = 500_000
Manager: TypeAlias = Any
"""Of `dd`, which is not there when types are checked."""


class Top(NamedTuple):
    """What came of a tree."""

    probability: float
    """Exact but for rounding."""
    nodes: int
    """Of the top's diagram."""


def top_probability(tree: Tree) -> Top:
    """Probability of the top gate, basic events independent.

    The diagram splits on one basic event a node (Rauzy 1993): P = p P(high) + (1 - p) P(low), each node once.
    Variables are ordered as a depth-first walk meets them. 1 - P is carried beside P, so that
    complemented edges cost no digits where P is small.

    Raises
    ------
    ProblemsError
        If the package `dd` is not installed, or the diagram grows too large.
    """
    try:
        diagrams: Any = import_module("dd.bdd")
    except ImportError:
        expected = "pip install 'himaya[people]'"
        raise ProblemsError([Problem("fault trees need the package dd", expected=expected)]) from None
    manager = diagrams.BDD()
    manager.max_nodes = MAX_NODES
    manager.declare(*tree.events)
    try:
        top = _built(tree, manager)
    except RuntimeError:  # RecursionError is one, too
        top = 0
    if top == 0:  # no node has this number
        with catch_warnings():
            simplefilter("ignore")  # a manager that was stopped halfway warns of its own state when it goes
            del manager
            collect()
        message, expected = "its decision diagram is too large", f"at most {MAX_NODES:,} nodes"
        raise ProblemsError([Problem(message, value=tree.top, expected=expected)])
    return _summed(manager, top, [tree.probabilities[name] for name in tree.events])


def _built(tree: Tree, manager: Manager) -> int:
    """Diagram of the top; references are plain integers, so none is left to be freed."""
    made: dict[str, int] = {}

    def of(element: Element) -> int:
        match element.tag:
            case "gate":
                return made[element.name]
            case "basic-event":
                found: int = manager.var(element.name)
                return found
            case "house-event":
                return _truth(manager, tree.house[element.name])
            case "constant":
                return _truth(manager, element.attributes["value"] == "true")
        return _joined(manager, element, [of(child) for child in element.children])

    for name in tree.order:
        made[name] = of(tree.gates[name])
    return made[tree.top]


def _truth(manager: Manager, value: bool) -> int:
    found: int = manager.true if value else manager.false
    return found


def _joined(manager: Manager, element: Element, parts: list[int]) -> int:
    if element.tag == "not":
        return -parts[0]
    if element.tag == "xor":
        return int(manager.ite(parts[0], -parts[1], parts[1]))
    least = {"and": len(parts), "or": 1}.get(element.tag) or int(element.attributes["min"])
    at_least = [manager.true] + [manager.false] * least  # of those seen so far, by number
    for part in parts:
        for k in range(least, 0, -1):
            at_least[k] = manager.ite(part, at_least[k - 1], at_least[k])
    return int(at_least[least])


def _summed(manager: Manager, top: int, probabilities: list[float]) -> Top:
    found: dict[int, tuple[float, float]] = {1: (1.0, 0.0)}
    """P and 1 - P by node."""
    waiting = [abs(top)]
    while waiting:
        node = waiting[-1]
        level, low, high = manager.succ(node)
        missing = [abs(each) for each in (low, high) if each is not None and abs(each) not in found]
        if node in found or missing:
            waiting = waiting[:-1] if node in found else [*waiting, *missing]
            continue
        p, ends = probabilities[level], (_seen(found, low), _seen(found, high))
        yes, no = ((1.0 - p) * ends[0][k] + p * ends[1][k] for k in range(2))
        found[node] = yes, no
        waiting.pop()
    return Top(_seen(found, top)[0], len(found) - 1)


def _seen(found: dict[int, tuple[float, float]], edge: int) -> tuple[float, float]:
    yes, no = found[abs(edge)]
    return (yes, no) if edge > 0 else (no, yes)
