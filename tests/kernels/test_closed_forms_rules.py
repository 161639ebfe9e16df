"""Chance and doctrine against forms that can be solved: looks that err, salvos, holding laws.

Tolerances are 4 standard errors, as in `test_closed_forms`; seed 1.
"""

from __future__ import annotations

import numpy as np
import pytest
from numba import config

from himaya.kernels.tables import (
    HIT,
)
from tests.kernels.builder import fly, make_plan
from tests.kernels.test_closed_forms import GATE, N, check_erlang, hits, one, rows, share
from tests.kernels.tolerance import near, near_share

pytestmark = pytest.mark.skipif(
    bool(config.DISABLE_JIT), reason="as many replications need the compiled kernel"
)


# --- looks that err -------------------------------------------------------------------
def check_imperfect(p, alive_seen, dead_seen, n, leak, rounds):
    unit = {"assessment": 1000, "p_alive_seen": alive_seen, "p_dead_seen": dead_seen}
    unit |= {"rounds": [{"ready": n}], "weapons": [{"p": p}]}
    out = fly(*make_plan([unit], *one()), N)
    near_share(hits(out), leak)
    near(out.fired[:, 0], rounds)


@pytest.mark.parametrize("case", [
    (0.7, 0.1, 0.05, 3, 0.0436425, 1.463175),
    (0.8, 0.0, 0.1, 2, 0.056, 1.18),
    (0.5, 0.2, 0.1, 3, 0.17375, 1.8175),
])  # fmt: skip
def test_shoot_look_shoot__with_looks_that_err(case):
    """A perfect look would leak 0.027, 0.04 and 0.125."""
    check_imperfect(*case)


def test_shoot_look_shoot__with_looks_that_err_published(reference):
    names = ("p", "P_assess_alive_given_dead", "P_assess_dead_given_alive", "max_rounds")
    for row in rows(reference, "shoot_look_shoot_imperfect"):
        p, alive_seen, dead_seen, n = (share(row[name]) for name in names)
        leak, rounds = share(row["leak_exact"]), share(row["E_rounds_exact"])
        check_imperfect(p, alive_seen, dead_seen, int(n), leak, rounds)


# --- salvos ---------------------------------------------------------------------------
def check_salvo(n, m, salvo, p, leakers):
    """One salvo at each threat while the rounds last; the last may be short."""
    weapon = {"p": p, "salvo": salvo}
    unit = {"channels": n, "assessment": 1000, "rounds": [{"ready": m}], "weapons": [weapon]}
    out = fly(*make_plan([unit], *one(GATE, count=n, last=100_000.0)), N)
    near(hits(out), leakers)
    assert (out.fired == min(m, n * salvo)).all()


@pytest.mark.parametrize("case", [(10, 20, 2, 0.7, 0.9), (10, 15, 2, 0.7, 2.93), (10, 7, 3, 0.5, 7.75)])
def test_magazine__of_salvos(case):
    """15 rounds in twos at 10 threats: 7 x 0.3^2 + 0.3 + 2 = 2.93 leak."""
    check_salvo(*case)


def test_magazine__of_salvos_published(reference):
    for row in rows(reference, "finite_magazine_salvo"):
        n, m, salvo = (int(row[name]) for name in ("N", "M", "salvo"))
        check_salvo(n, m, salvo, share(row["p"]), share(row["E_leakers_exact"]))


def check_salvo_model(offence, defence, staying_power, b, expected):
    """Offence and defence as (rounds, p); hits over staying power, at most b, are lost.

    Every attacker that does not fail on its own comes into the window at once, at the end of the route;
    the unit has its rounds for those alive, one after the other, until one or the other is gone.
    """
    (n, p_off), (m, p_def) = offence, defence
    unit = {"assessment": 1, "rounds": [{"ready": m}], "weapons": [{"p": p_def}]}
    length = 1e6
    windows = [(0, length - 50.0, length, length, 0.0)]  # fails in it, or after it, with 5 in 100,000
    group = {"count": n, "p_fail": 1.0 - p_off, "pairs": [(1, 0)]}
    out = fly(*make_plan([unit], [{"length": length, "windows": windows}], [group]), N)
    loss = np.minimum(b, (out.outcome == HIT).sum(axis=1) / staying_power)
    mean, sd, none = expected
    near(loss, mean)
    near((loss - mean) ** 2, sd**2)
    near_share(loss == 0.0, none)


@pytest.mark.parametrize("case", [
    ((12, 0.75), (6, 0.5), 1, 6, (5.24214228987694, 1.17008657494408, 0.00296956673264503)),
    ((8, 0.5), (4, 0.75), 2, 3, (0.629287719726562, 0.656012154056686, 0.386871337890625)),
])  # fmt: skip
def test_salvo_model__mean_sd_and_none(case):
    check_salvo_model(*case)


def test_salvo_model__published(reference):
    for row in rows(reference, "stochastic_salvo_exact_enumeration"):
        offence, defence = ((int(row[f"n_{side}ensive"]), share(row[f"p_{side}"])) for side in ("off", "def"))
        expected = tuple(float(row[name]) for name in ("E_loss", "SD_loss", "P(loss=0)"))
        check_salvo_model(offence, defence, int(row["staying_power"]), int(row["B"]), expected)


# --- holding laws ---------------------------------------------------------------------
EXPONENTIAL, LOGNORMAL = {"law": 1}, {"law": 2, "law_sigma": 0.8}
each_law = pytest.mark.parametrize("law", [EXPONENTIAL, LOGNORMAL], ids=["exponential", "lognormal"])


@each_law
@pytest.mark.parametrize(("c", "offered", "loss"), [(1, 2.0, 2 / 3), (2, 1.0, 1 / 5), (5, 2.5, 625 / 8963)])
def test_channels__lose_by_erlang_b_whatever_the_law(law, c, offered, loss):
    check_erlang(c, offered, loss, **law)


@each_law
def test_channels__lose_by_erlang_b_whatever_the_law_published(law, reference):
    for row in rows(reference, "erlang_b"):
        check_erlang(int(row["c"]), share(row["a_erlang"]), float(row["B"]), **law)


@pytest.mark.parametrize(("law", "variance"), [
    ({}, 0.0), (EXPONENTIAL, 1.0), (LOGNORMAL, np.exp(0.64) - 1.0),
], ids=["constant", "exponential", "lognormal"])  # fmt: skip
def test_holding_laws__have_the_stated_mean_and_their_own_variance(law, variance):
    """The second shot leaves when the first is assessed; its time is that of its hit, in units of the mean.

    Two drones: the first is seen dead after the holding time, the only channel then serves the second.
    """
    unit = {"assessment": 1_000_000, "rounds": [{"ready": 2}], "weapons": [{"p": 1.0}], **law}
    variants = [{"length": 1e7, "windows": [(0, 0.0, 1e7, 0.0, 0.0)]}]
    out = fly(*make_plan([unit], variants, [{"count": 2, "pairs": [(1, 0)]}]), N, horizon_ms=1 << 28)
    held = out.end_ms[:, 1] / 1e6
    near(held, 1.0)
    near((held - 1.0) ** 2, variance)
