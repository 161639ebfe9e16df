"""Hypothesis strategies: small random nights with every rule of the engine in them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.kernels.builder import make_plan

CLASSES = st.integers(0, 4)
SHARES = st.sampled_from([0.0, 0.3, 0.7, 1.0])


@st.composite
def units(draw: st.DrawFn) -> dict[str, Any]:
    rounds = draw(
        st.lists(
            st.fixed_dictionaries(
                {"ready": st.integers(0, 4), "stock": st.integers(0, 5), "ready_max": st.integers(1, 3)}
            ),
            min_size=1,
            max_size=2,
        )
    )
    for magazine in rounds:
        magazine["stock"] = magazine["stock"] if magazine["ready"] else 0
    weapon = st.fixed_dictionaries(
        {
            "round": st.integers(0, len(rounds) - 1),
            "cls": CLASSES,
            "p": SHARES,
            "speed": st.sampled_from([40.0, 80.0, 300.0, 1000.0]),
            "priority": st.integers(0, 2),
            "salvo": st.integers(1, 3),
            "reserve": st.integers(0, 2),
        }
    )
    return {
        "channels": draw(st.integers(1, 3)),
        "node": draw(st.sampled_from([0, 1, 2])),
        "law": draw(st.integers(0, 2)),
        "law_sigma": 0.5,
        "p_alive_seen": draw(SHARES),
        "p_dead_seen": draw(SHARES),
        "p_up": draw(st.sampled_from([1.0, 0.5])),
        "network": draw(st.integers(0, 1)),
        "p_track": draw(st.sampled_from([1.0, 0.5])),
        "track": draw(st.sampled_from(["alpha", "beta"])),
        "ignores_open_ground": draw(st.integers(0, 1)),
        "reaction": draw(st.sampled_from([0, 5_000])),
        "assessment": draw(st.sampled_from([0, 2_000, 30_000])),
        "interval": draw(st.sampled_from([0, 1_000, 40_000])),
        "reload": draw(st.sampled_from([0, 60_000])),
        "rounds": rounds,
        "weapons": draw(st.lists(weapon, min_size=1, max_size=3)),
    }  # fmt: skip


@st.composite
def variants(draw: st.DrawFn, n_weapons: int, n_areas: int) -> dict[str, Any]:
    length = draw(st.sampled_from([20_000.0, 80_000.0]))
    point = st.floats(0.0, length)

    def stretch() -> tuple[float, float]:
        ends = sorted((draw(point), draw(point)))
        return ends[0], ends[1]

    chosen = draw(st.lists(st.integers(0, n_weapons - 1), max_size=6))
    rows = {
        (weapon, *stretch()): (draw(point), draw(st.sampled_from([0.0, 500.0, 9_000.0]))) for weapon in chosen
    }
    unique = {row[:2]: (*row, *rest) for row, rest in rows.items()}
    windows = [unique[key] for key in sorted(unique)]
    passes = [
        (area, *stretch(), number) for area in range(n_areas) for number in range(draw(st.integers(0, 2)))
    ]
    s = np.sort(np.array(draw(st.lists(point, min_size=2, max_size=4, unique=True))))
    hazard = np.linspace(0.0, draw(st.sampled_from([0.0, 0.5, 3.0])), len(s))
    return {
        "length": length,
        "detect": [draw(st.sampled_from([0.0, length / 4])) for _ in range(2)],
        "open_ground": draw(st.integers(0, 1)),
        "windows": windows,
        "passes": passes,
        "breaks": list(zip(s.tolist(), hazard.tolist(), strict=True)),
    }


def _with_columns(group: dict[str, Any]) -> dict[str, Any]:
    """The pairs of a group as the builder takes them: weight and variant, chance, place."""
    weights, variants, chances, places = zip(*group["pairs"], strict=True)
    pairs = list(zip(weights, variants, strict=True))
    return group | {"pairs": pairs, "chances": list(chances), "places": list(places)}


@st.composite
def nights(draw: st.DrawFn) -> tuple[Any, Any]:
    forces = draw(st.lists(units(), min_size=1, max_size=4))
    n_weapons = sum(len(unit["weapons"]) for unit in forces)
    areas = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "teams": st.integers(1, 3),
                    "rate": st.sampled_from([1e-5, 2e-4]),
                    "hold": st.sampled_from([0, 600_000]),
                    "p": st.lists(SHARES, min_size=5, max_size=5),
                }
            ),
            max_size=2,
        )
    )
    routes = draw(st.lists(variants(n_weapons, len(areas)), min_size=8, max_size=8))
    pair = st.tuples(
        st.sampled_from([1.0, 2.5]),
        st.sampled_from([0, 4]),
        st.sampled_from([1.0, 1.0, 0.5, 0.1]),
        st.sampled_from("abc"),
    )
    group = st.fixed_dictionaries(
        {
            "count": st.integers(1, 6),
            "cls": CLASSES,
            "speed": st.sampled_from([50.0, 80.0, 250.0]),
            "spread": st.sampled_from([0.0, 0.1]),
            "p_fail": SHARES,
            "p_recognised": SHARES,
            "hard": st.sampled_from([1.0, 0.0, 0.4, 3.0]),
            "first": st.just(0.0),
            "last": st.sampled_from([0.0, 300_000.0]),
            "jitter": st.sampled_from([0.0, 30_000.0]),
            "pairs": st.lists(pair, min_size=1, max_size=3),
        }
    )
    groups = [_with_columns(each) for each in draw(st.lists(group, min_size=1, max_size=3))]
    return make_plan(
        forces,
        routes,
        groups,
        areas,
        seed=draw(st.integers(0, 2**63 - 1)),
        sigma=[draw(st.sampled_from([0.0, 0.3]))] * 4,
        hard=[draw(st.sampled_from([0.0, 1.0, 2.0]))] * 4,
        soft=[draw(st.sampled_from([0.0, 1.0, 1.7]))] * 4,
        networks=[{}, {"p_up": draw(st.sampled_from([1.0, 0.5]))}],
        nodes={
            node: {
                "coordinated": draw(st.integers(0, 1)),
                "tracks": draw(st.sampled_from([1, 2, 100])),
                "units": [draw(st.integers(1, 2))] * 5,
            }
            for node in range(3)
        },
        p_duplicate=draw(st.sampled_from([0.0, 0.5, 1.0])),
        per_group=2,
        n_groups=2,
    )
