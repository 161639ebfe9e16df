"""A formula as a circuit: conjunctions, parities and counts over events, equal ones once, no constants.

A literal is 2 node + 1 where the node is negated. Node 0 is the constant false, literal 1 true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from himaya.effects.power.trees.tree import Formula, Tree

FALSE, TRUE = 0, 1


class Gate(NamedTuple):
    """A node of a circuit; an event has neither operands nor a kind."""

    kind: str
    """`event`, `and`, `xor` or `atleast`"""
    operands: tuple[int, ...]
    """Literals."""
    weights: tuple[int, ...] = ()
    """Of `atleast`: how often each operand counts."""
    least: int = 0
    """Of `atleast`: which sum of weights makes it true."""
    event: str = ""


class Circuit:
    """Grows by asking for literals."""

    def __init__(self) -> None:
        self.gates: list[Gate] = [Gate("false", ())]
        self._known: dict[Gate, int] = {}

    def _literal(self, gate: Gate) -> int:
        if gate not in self._known:
            self._known[gate] = len(self.gates)
            self.gates.append(gate)
        return 2 * self._known[gate]

    def event(self, name: str) -> int:
        """Literal of a basic event."""
        return self._literal(Gate("event", (), event=name))

    def conjunction(self, literals: Iterable[int]) -> int:
        """All of them."""
        parts = [each for each in dict.fromkeys(literals) if each != TRUE]
        listed = set(parts)
        if FALSE in listed or any(each ^ 1 in listed for each in parts):
            return FALSE
        if len(parts) < 2:
            return parts[0] if parts else TRUE
        return self._literal(Gate("and", tuple(parts)))

    def disjunction(self, literals: Iterable[int]) -> int:
        """One of them or more."""
        return self.conjunction(each ^ 1 for each in literals) ^ 1

    def parity(self, literals: Iterable[int]) -> int:
        """An odd number of them."""
        listed = list(literals)
        odd = Counter(each & ~1 for each in listed)
        parts = [each for each, n in odd.items() if n % 2 and each != FALSE]
        flip = sum(each & 1 for each in listed) & 1
        if len(parts) < 2:
            return (parts[0] if parts else FALSE) ^ flip
        return self._literal(Gate("xor", tuple(parts))) ^ flip

    def at_least(self, least: int, literals: Iterable[int]) -> int:
        """So many of them; one that stands there twice counts twice."""
        weights = Counter(literals)
        least -= weights.pop(TRUE, 0)
        weights.pop(FALSE, None)
        for literal in [each for each in weights if not each & 1]:  # one of a pair is always true
            both = min(weights[literal], weights[literal ^ 1])
            least -= both
            weights[literal] -= both
            weights[literal ^ 1] -= both
        weights = +weights
        if least <= 0 or sum(weights.values()) < least:
            return TRUE if least <= 0 else FALSE
        if sum(weights.values()) - min(weights.values()) < least:
            return self.conjunction(weights)
        if min(weights.values()) >= least:
            return self.disjunction(weights)
        return self._literal(Gate("atleast", tuple(weights), tuple(weights.values()), least))

    def joined(self, formula: Formula, literals: Sequence[int]) -> int:
        """What a connective makes of its operands."""
        match formula.connective:
            case "and":
                return self.conjunction(literals)
            case "or":
                return self.disjunction(literals)
            case "nand":
                return self.conjunction(literals) ^ 1
            case "not" | "nor":
                return self.disjunction(literals) ^ 1
            case "xor":
                return self.parity(literals)
            case "iff":  # F iff G is not (F xor G), and so on from the left
                return self.parity(literals) ^ (len(literals) - 1) & 1
            case "imply":
                return self.disjunction([literals[0] ^ 1, literals[1]])
            case "atleast":
                return self.at_least(formula.least, literals)
        too_many = self.at_least(formula.most + 1, literals)
        return self.conjunction([self.at_least(formula.least, literals), too_many ^ 1])


def circuit_of(tree: Tree, top: str) -> tuple[Circuit, int]:
    """The circuit of a gate, and its literal."""
    circuit = Circuit()
    made: dict[str, int] = {}

    def literal(formula: Formula) -> int:
        if formula.connective == "constant":
            return formula.least
        if formula.connective != "reference":
            return circuit.joined(formula, [literal(each) for each in formula.operands])
        if formula.name in tree.house:
            return int(tree.house[formula.name])
        return made[formula.name] if formula.name in tree.formulas else circuit.event(formula.name)

    for name in tree.below(top).gates:
        made[name] = literal(tree.formulas[name])
    return circuit, made[top]
