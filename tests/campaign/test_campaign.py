"""A campaign as a whole: by hand, against closed forms, and against the night that it begins with."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import himaya
from himaya.campaign import fly
from himaya.campaign.block import NightRow
from himaya.campaign.harm import Harm
from himaya.campaign.policy import Evening, Orders
from himaya.campaign.run import run_campaign
from himaya.campaign.variables import NIGHTLY, VARIABLES
from himaya.effects.impacts import Hits, impacts_of
from himaya.errors import ProblemsError
from himaya.kernels.tables import HIT
from himaya.raid.fly import chunks
from himaya.raid.prepare.bridge import prepare
from tests.campaign.small import battery, supply, with_hospital

DELIVERY = """
deliveries:
  - {id: come, donor: friend, round: battery/round, depot: depot, quantity: 5, date: 2025-07-03, source: test}
"""
STOCK = "[{round: battery/round, depot: depot, quantity: 2}]"


def flown(scenario, stated, nights=5, futures=2, **asked):
    return run_campaign(scenario, stated, nights=nights, futures=futures, **asked)


def rows(outcome, name, future=0):
    return outcome.dataset[name].to_numpy()[future]


def hits(outcome, future=0):
    return rows(outcome, "outcomes", future)[:, :, HIT].sum(axis=1).tolist()


def test_campaign__solved_by_hand():
    """Three threats a night, every round kills; 4 rounds on the launchers, 2 in the depot, 5 come on night 3.

    Rounds are a night on the way. Night 1: 3 fired, 1 left. At dawn nothing lacks a depot's rounds: on
    evening 2 three are lacking and the depot's 2 leave, while 1 is fired and 2 hit. Evening 3: 2 arrive, 5
    come to the depot and 2 of them leave (4 held, 2 lacking, none on the way); 2 are fired, 1 hits.
    Evening 4: 2 arrive, the last 3 are there and 2 leave; 2 fired, 1 hits. Evening 5: 2 arrive, 1 is left
    in the depot and leaves; 2 fired, 1 hits.
    """
    outcome = flown(battery(), supply(DELIVERY, stock=STOCK))
    assert rows(outcome, "held")[:, 0].tolist() == [6, 3, 7, 5, 3]
    assert rows(outcome, "fired")[:, 0].tolist() == [3, 1, 2, 2, 2]
    assert rows(outcome, "arrived")[:, 0].tolist() == [0, 0, 5, 0, 0]
    assert hits(outcome) == [0, 2, 1, 1, 1]
    assert not outcome.imbalance().any()
    assert outcome.runout("battery/round").tolist() == [6, 6]


def test_campaign_without_transport__loads_the_same_evening():
    """The depot's 2 are there on night 2 and the 5 on night 3: 3, 3, 3, 2, 0 are fired."""
    outcome = flown(battery(), supply(DELIVERY, transport=0, stock=STOCK))
    assert rows(outcome, "fired")[:, 0].tolist() == [3, 3, 3, 2, 0]
    assert outcome.runout("battery/round").tolist() == [5, 5]


@pytest.mark.parametrize("name", ["city", "kyiv-2025-07-04"])
def test_first_night__has_the_bits_of_a_run(name):
    scenario, n = himaya.load(name), 60
    outcome = flown(scenario, supply(start="2025-07-01", depots="[]"), nights=1, futures=n, seed=3)
    prepared = prepare(scenario, 3)
    [(_, out)] = sorted(chunks(prepared, range(n), 1), key=lambda chunk: chunk[0])[:1]
    got = outcome.dataset
    assert got["outcomes"].to_numpy()[: len(out.counts), 0].tolist() == out.counts.tolist()
    assert got["fired"].to_numpy()[: len(out.counts), 0].tolist() == out.fired.tolist()
    assert got["meetings"].to_numpy()[: len(out.counts), 0].tolist() == out.meetings.tolist()


def test_finite_magazine__meets_the_closed_form(reference):
    """Rounds of one type against one class: expected leakers of the reference, whole magazine in one night.

    500 futures: a tolerance of four standard errors, at most 4 x sqrt(30 / 4) / sqrt(500) = 0.49; with a
    kill probability of 1 exactly max(0, threats - rounds).
    """
    with reference("closed_forms/finite_magazine_fixed_raid.csv").open(encoding="utf-8") as file:
        stated = list(csv.DictReader(file))
    told = {(row["N_threats"], row["magazine"], row["p"]): float(row["E_leakers"]) for row in stated}
    assert ("10", "8", "4/5") in told
    for (n, magazine, p), expected in list(told.items())[:4]:
        above, _, below = p.partition("/")
        scenario = battery(int(n), int(above) / int(below or 1), stock=int(magazine) - 4)
        outcome = flown(scenario, supply(), nights=1, futures=500)
        leakers = outcome.leakers().sum(axis=(1, 2))
        assert leakers.mean() == pytest.approx(expected, abs=0.49), (n, magazine, p)
    certain = flown(battery(9, 1.0, stock=2), supply(), nights=3)
    assert hits(certain) == [3, 9, 9]


def test_results__do_not_depend_on_blocks_or_threads(monkeypatch):
    scenario = himaya.load("city")
    stated = supply(level="{sd_logit: 0.5}", depots="[]", attrition="{p_hit: 0.05, reach_km: 50}")
    whole = flown(scenario, stated, nights=6, futures=9, threads=1)
    monkeypatch.setattr(fly, "BLOCK", 2)
    parted = flown(scenario, stated, nights=6, futures=9, threads=2)
    assert whole.dataset.identical(parted.dataset)
    assert whole.total("lost").sum() > 0


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 12), st.integers(0, 3), st.integers(1, 9), st.integers(0, 40), st.floats(0.0, 0.3),
    st.integers(1, 1000),
)  # fmt: skip
def test_stock__balances_on_every_night(count, transport, quantity, stock, p_hit, seed):
    more = f"""
deliveries:
  - {{id: come, donor: friend, round: battery/round, depot: depot, quantity: {quantity}, date: 2025-07-02,
     every: month, probability: 0.7, delay_days: {{low: 0, likely: 2, high: 6, source: guess}}, source: test}}
  - {{id: unit, donor: friend, unit: battery-2, date: 2025-07-04, source: test}}
units: [{{id: battery-2, type: battery, lat: 47.5, lon: 34.1}}]
transfers: [{{id: move, round: battery/round, origin: depot, depot: other, quantity: 7, date: 2025-07-03}}]
"""
    stated = supply(
        more, transport,
        depots="[{id: depot, name: A, lat: 47.5, lon: 33.0}, {id: other, name: B, lat: 47.5, lon: 34.1}]",
        stock=f"[{{round: battery/round, depot: depot, quantity: {stock}}}]",
        attrition=f"{{p_hit: {p_hit}, p_destroyed: 0.5, repair_nights: 3, reach_km: 50}}",
    )  # fmt: skip
    outcome = flown(battery(count, 0.7), stated, nights=8, futures=4, seed=seed)
    assert not outcome.imbalance().any()
    assert rows(outcome, "held").min() >= 0
    first = outcome.dataset["held"].to_numpy()[:, 0] - outcome.dataset["arrived"].to_numpy()[:, 0]
    assert (first == 4 + stock).all()


def test_unit_that_is_delivered__comes_with_its_rounds_and_fires():
    more = """
deliveries: [{id: unit, donor: friend, unit: battery-2, date: 2025-07-03, source: test}]
units: [{id: battery-2, type: battery, lat: 47.5, lon: 34.06}]
"""
    outcome = flown(battery(6), supply(more), nights=4)
    assert rows(outcome, "units").tolist() == [1, 1, 2, 2]
    assert rows(outcome, "arrived")[:, 0].tolist() == [0, 0, 4, 0]
    assert rows(outcome, "fired")[:, 0].tolist() == [4, 0, 4, 0]


def test_level__widens_months_as_independent_nights_do_not():
    """Hits of 60 nights of city: their variance over 200 futures is at least twice that without the level."""
    scenario = himaya.load("city")
    spreads = []
    for sd in (0.0, 0.5):
        outcome = flown(scenario, supply(level=f"{{sd_logit: {sd}}}", depots="[]"), nights=60, futures=200)
        spreads.append(outcome.leakers().sum(axis=(1, 2)).std(ddof=1))
    assert spreads[1] ** 2 > 2.0 * spreads[0] ** 2


def test_policy__saves_rounds_in_the_campaign():
    policy = "[{id: save, rule: reserve, rounds: [battery/round], classes: [one_way_drone], below: 4}]"
    outcome = flown(battery(2), supply(policies=policy), nights=3)
    assert rows(outcome, "fired")[:, 0].tolist() == [2, 0, 0]


def test_policy__fires_single_rounds_while_few_are_left():
    """Salvos of three at one threat a night, 8 rounds in all: 3, and single ones from fewer than 6 on."""
    policy = "[{id: ration, rule: ration_salvos, below: 6}]"
    outcome = flown(battery(1, stock=4, salvo=3), supply(policies=policy), nights=4)
    assert rows(outcome, "fired")[:, 0].tolist() == [3, 1, 1, 1]


def test_own_order__is_a_function_of_arrays():
    def hold_fire_on_even_nights(evening: Evening, orders: Orders) -> None:
        if evening.night % 2 == 0:
            orders.reserve[:] = 1000

    outcome = flown(battery(1), supply(), nights=4, orders=[hold_fire_on_even_nights])
    assert rows(outcome, "fired")[:, 0].tolist() == [1, 0, 1, 0]


def test_destroyed_unit__takes_its_rounds_and_does_not_fire_again():
    stated = supply(attrition="{p_hit: 1, p_destroyed: 1, reach_km: 50}", stock=STOCK)
    outcome = flown(battery(5), stated, nights=4)
    assert rows(outcome, "fired")[:, 0].tolist() == [4, 0, 0, 0]
    assert rows(outcome, "units").tolist() == [1, 0, 0, 0]
    assert rows(outcome, "held")[:, 0].tolist() == [6, 2, 2, 2]


def test_damage__accumulates_and_is_mended():
    """Never more is lost than is there; what is mended can be lost again."""
    lost = []
    for nights in (1.0, 1e6):
        stated = supply(repair=f"{{half_life_nights: {nights}}}")
        lost.append(flown(battery(60), stated, nights=40).total("value_lost")[0])
    assert 2.9 < lost[1] < 3.001  # a millionth of the damage is mended in a night
    assert lost[0] > 2.0 * lost[1]


def test_site__loses_the_lines_that_every_night_takes():
    """One line through the town, every hit takes it: of 3 threats a night with no rounds, from night 2 on."""
    outcome = flown(with_hospital(battery(3), 1), supply(), nights=4, futures=3)
    hours = outcome.lines_lost_h()["line_lost_h"].to_numpy()
    assert hours.shape == (3, 1, 4)
    assert np.isnan(hours[:, 0, 0]).all()  # four rounds for the first three threats
    assert (hours[:, 0, 1:] // 24 == np.arange(1, 4)).all()
    lost = outcome.dataset["line_lost_h"].to_numpy()[:, :, 0]
    assert (hours[:, 0] == lost + 24.0 * np.arange(4))[:, 1:].all()


def test_site__of_the_first_night_loses_what_a_run_takes():
    scenario = with_hospital(battery(5, 0.7), 2, 0.5)
    night = himaya.simulate(scenario, replications=40, seed=1).dataset["line_lost_h"].to_numpy()
    months = flown(scenario, supply(), nights=2, futures=40).dataset["line_lost_h"].to_numpy()
    assert 0.2 < np.isfinite(night).mean() < 0.999
    assert np.array_equal(months[:, 0], night, equal_nan=True)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"nights": 0}, "nights"),
        ({"nights": 5, "futures": 0}, "futures"),
        ({"nights": 5, "seed": -1}, "seed"),
        ({"nights": 5, "futures": 5, "threads": 0}, "threads"),
    ],
)
def test_numbers_out_of_range__are_refused(asked, path):
    with pytest.raises(ProblemsError) as caught:
        run_campaign(battery(), supply(), **asked)
    assert [problem.path for problem in caught.value.problems] == [path]


def test_progress__counts_every_night_of_every_future():
    seen = []
    run_campaign(battery(), supply(), nights=5, futures=3, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (15, 15)


def test_rounds_on_the_way_to_a_destroyed_unit__turn_back():
    """The depot's 2 leave on evening 2 and are two nights on the way: a battery that dies meanwhile never
    gets them, and they are back in the depot."""
    attrition = "{p_hit: 1, p_destroyed: 1, reach_km: 50}"
    stated = supply(attrition=attrition, stock=STOCK, transport_nights="2")
    outcome = flown(battery(3, 0.4, stock=20), stated, nights=8, futures=60)
    units, held = (outcome.dataset[name].to_numpy() for name in ("units", "held"))
    dies = units.sum(axis=1)  # the night on which the last hit comes
    assert not outcome.imbalance().any()
    assert ((dies == 2) | (dies == 3)).any()
    assert (held[dies <= 3, -1, 0] == 2).all()


def test_unit_waiting_for_parts__gets_no_rounds():
    stated = supply(attrition="{p_hit: 1, p_destroyed: 0, reach_km: 50, spares: 0}", stock=STOCK)
    outcome = flown(battery(5), stated, nights=4)
    assert rows(outcome, "units").tolist() == [1, 0, 0, 0]
    assert rows(outcome, "held")[:, 0].tolist() == [6, 2, 2, 2]


def test_rounds_that_nobody_gets__are_refused():
    depots = (
        "[{id: a, name: A, lat: 47.5, lon: 33}, {id: b, name: B, lat: 47.5, lon: 34, units: [battery-1]}]"
    )
    stated = supply("stock: [{round: battery/round, depot: a, quantity: 1}]", depots=depots)
    with pytest.raises(ProblemsError, match="nobody gets battery/round from this depot, got a") as caught:
        run_campaign(battery(), stated, nights=2, futures=2)
    assert caught.value.problems[0].path == "stock[0].depot"


def test_runout__counts_what_units_of_the_start_can_hold_whatever_comes():
    more = """
deliveries: [{id: unit, donor: friend, unit: battery-2, date: 2025-08-30, source: test}]
units: [{id: battery-2, type: battery, lat: 47.5, lon: 34.06}]
"""
    for text in ("", more):
        outcome = flown(battery(0), supply(text, runout_share="0.5"), nights=1)
        assert outcome.dataset["runout_at"].to_numpy().tolist() == [2]


def test_kills__are_those_of_fire_units_by_system():
    outcome = flown(battery(6), supply(), nights=2)
    assert outcome.dataset["system"].to_numpy().tolist() == ["battery"]
    assert rows(outcome, "kills")[:, 0].tolist() == [4, 0]


def test_harm__is_drawn_anew_every_night():
    """One hit on one point, all damage mended by the next night: only how far it misses differs."""
    outcome = flown(battery(1, 0.0), supply(repair="{half_life_nights: 0.001}"), nights=3)
    assert hits(outcome) == [1, 1, 1]
    assert len(set(rows(outcome, "value_lost").tolist())) == 3


def test_luck_of_hits__is_another_on_another_night():
    """The same sixty hits on two nights: they fall elsewhere and harm others."""
    prepared, zeros = prepare(battery(60, 0.0), 1), np.zeros(60, np.int64)
    harm, aim = Harm.of(prepared), prepared.variant_aim[zeros]
    one, same, other = (
        impacts_of(
            harm.setting, harm.damage.reach_m, Hits(*[zeros] * 3, np.arange(60), zeros, aim, zeros, night), 1
        )
        for night in (0, 0, 1)
    )
    assert np.array_equal(one.luck, same.luck)
    assert (one.luck != other.luck).all()
    assert len(one.near[2]) > 0
    assert set(one.near[2]).isdisjoint(other.near[2])


def test_luck_of_lines__is_another_on_another_night():
    """Each hit takes each of two lines with probability a half: other hits do it on another night."""
    lost = flown(with_hospital(battery(1, 0.0), 2, 0.5), supply(), nights=40).dataset["line_lost_h"]
    taken = np.isfinite(lost.to_numpy()[0])
    assert (taken[0] != taken).any(axis=0).all()


def test_docs__name_every_variable_with_its_dimensions_and_sentence():
    page = (Path(__file__).parents[2] / "docs" / "campaign.md").read_text(encoding="utf-8")
    for name, kept in VARIABLES.items():
        assert f"| `{name}` | {', '.join(kept.dims)} | {kept.unit or 'value'} | {kept.sentence} |" in page


def test_night_row__is_just_what_every_night_is_told_by():
    assert set(NightRow._fields) == set(NIGHTLY)
