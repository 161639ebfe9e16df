"""Common-cause groups: each member happens by a cause of its own or by one that it shares (NUREG/CR-5485).

CommonCauses are independent basic events; a member becomes the disjunction of those that reach it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod
from typing import NamedTuple

from himaya.effects.power.trees.definitions import CommonCauseGroup, Definition, Definitions
from himaya.effects.power.trees.expressions import Expressions
from himaya.effects.power.trees.numbers import whole
from himaya.effects.power.trees.tree import Formula
from himaya.files.xml_tree import Element

MODELS = ("beta-factor", "MGL", "alpha-factor", "phi-factor")
MAX_CAUSES = 5_000
"""Of one group: all subsets of 12 members and more."""
SUM_TOLERANCE = 1e-4
"""Of phi factors, which are stated in a few digits."""


@dataclass
class CommonCauses:
    """What common-cause groups make of their members."""

    definitions: Definitions
    expressions: Expressions
    formulas: dict[str, Formula]
    probabilities: dict[str, float | None]

    def add(self, group: CommonCauseGroup, members: Sequence[Definition]) -> None:
        """Take a group in; what is wrong with it is noted."""
        element = group.element
        model = element.attributes.get("model", "")
        if model not in MODELS:
            self._note(element, "unknown model", model or "nothing", f"one of {', '.join(MODELS)}")
            return
        if len(members) < 2:
            self._note(element, "too few members", str(len(members)), "2 or more")
            return
        factors, total = (
            self._factors(element, group, (model, len(members))),
            self._distribution(element, group),
        )
        if factors is None:
            return
        levels = levels_of(model, factors, len(members))
        n_causes = sum(comb(len(members), k) for k in levels)
        if n_causes > MAX_CAUSES:
            self._note(element, "too many common causes", f"{n_causes:,}", f"at most {MAX_CAUSES:,}")
            return
        labels = [each.label for each in members]
        reaching: dict[str, list[Formula]] = {label: [] for label in labels}
        for k, share in levels.items():
            for chosen in combinations(labels, k):
                cause = f"[{' '.join(chosen)}]"
                self.probabilities[cause] = None if total is None else min(1.0, share * total)
                for label in chosen:
                    reaching[label].append(Formula("reference", name=cause))
        self.formulas.update({label: Formula("or", tuple(causes)) for label, causes in reaching.items()})

    def _note(self, element: Element, message: str, value: str, expected: str) -> None:
        self.definitions.mistakes.note(element, message, value, expected)

    def _distribution(self, element: Element, group: CommonCauseGroup) -> float | None:
        found = [each for each in element.children if each.tag == "distribution"]
        if len(found) != 1 or len(found[0].children) != 1:
            self._note(element, "not one distribution", str(len(found)), "<distribution> with one expression")
            return None
        return self.expressions.probability(found[0].children[0], group.scope, element.name)

    def _factors(
        self, element: Element, group: CommonCauseGroup, shape: tuple[str, int]
    ) -> list[float] | None:
        """Factors by level, from the model's first level on; None where they are wrong."""
        model, n = shape
        first = {"beta-factor": n, "MGL": 2}.get(model, 1)
        most = n - first + 1
        stated = [*_factor_elements(element)]
        found: list[float] = []
        for factor, expected in zip(stated, range(first, first + len(stated)), strict=False):
            level = factor.attributes.get("level", str(expected)).strip()
            if whole(level) != expected:
                self._note(
                    factor, "unexpected level", level, f"{expected}: levels of {model} begin with {first}"
                )
                return None
            value = self.expressions.value(factor.children[0], group.scope) if factor.children else None
            if value is None or len(factor.children) != 1 or not 0.0 <= value <= 1.0:
                said = "nothing that is known" if value is None else f"{value:g}"
                self._note(factor, "no factor", said, "one expression from 0 to 1")
                return None
            found.append(value)
        if not 1 <= len(found) <= most or (model == "alpha-factor" and sum(found) == 0.0):
            self._note(element, "wrong number of factors", str(len(found)), f"1 to {most}, not all 0")
            return None
        if model == "phi-factor" and abs(sum(found) - 1.0) > SUM_TOLERANCE:
            self._note(element, "phi factors do not add up", f"{sum(found):g}", "1")
            return None
        return found


class _Level(NamedTuple):
    members: int
    share: float


def _factor_elements(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.tag == "factor":
            yield child
        elif child.tag == "factors":
            yield from (each for each in child.children if each.tag == "factor")


def levels_of(model: str, factors: Sequence[float], n: int) -> dict[int, float]:
    """Share of a member's probability that falls to one cause of k members, by k; none of 0.

    beta-factor: 1 - b for one, b for all. MGL: r_2 .. r_k (1 - r_{k+1}) / C(n - 1, k - 1). alpha-factor:
    k a_k / sum(i a_i) / C(n - 1, k - 1). phi-factor: f_k, as it stands.
    """
    if model == "beta-factor":
        levels = [_Level(1, 1.0 - factors[0]), _Level(n, factors[0])]
    elif model == "MGL":
        later = [*factors, 0.0]
        levels = [
            _Level(k + 1, prod(later[:k]) * (1.0 - later[k]) / comb(n - 1, k)) for k in range(len(later))
        ]
    elif model == "alpha-factor":
        whole_ = sum(k * factor for k, factor in enumerate(factors, 1))
        levels = [_Level(k, k * a / whole_ / comb(n - 1, k - 1)) for k, a in enumerate(factors, 1)]
    else:
        levels = [_Level(k, factor) for k, factor in enumerate(factors, 1)]
    return {level.members: level.share for level in levels if level.share > 0.0}
