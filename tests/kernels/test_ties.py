"""Every tie of the event order (time, kind, unit, threat), by hand, in the kernel and in the twin.

Threats fly 100 m/s (0.1 m a millisecond); a round is there at once unless a distance is given.
"""

from __future__ import annotations

import pytest

from himaya.kernels.tables import (
    FELL,
    HIT,
    SHOT_DOWN,
    SOFT_KILLED,
)
from tests.kernels.builder import fly, make_plan
from tests.kernels.small_nights import FAR, GATE, abeam, at_once, far_unit, route, unit
from tests.naive.night import NaiveNight


def twin_meetings(plan, raid):
    twin = NaiveNight(plan, raid)
    twin.fly(0)
    return twin.meetings


@pytest.mark.parametrize(("length", "end"), [(FAR, (SHOT_DOWN, 100_000, 0)), (FAR - 0.1, (HIT, 99_999, -1))])
def test_intercept__at_the_millisecond_of_impact_counts(night, length, end):
    threats, fired = night([far_unit()], [route(abeam(FAR, 1000), length=length)], [at_once()])
    assert (threats, fired) == ([end], [1])


def test_two_intercepts__in_one_millisecond_credit_the_lower_unit(night):
    # unit 1 launches a second before unit 0
    threats, fired = night(
        [far_unit(), far_unit()], [route(abeam(5000.0, 1000), abeam(5000.0, 2000, 1))], [at_once()]
    )
    assert (threats, fired) == ([(SHOT_DOWN, 50_000, 0)], [2])


STEP = [(FAR - 0.01, 0.0), (FAR, 1000.0)]
"""Certain soft kill in the last centimetre, which takes the millisecond of the end."""


def test_soft_kill__at_the_millisecond_of_impact_counts(night):
    assert night([], [route(breaks=STEP)], [at_once()])[0] == [(SOFT_KILLED, 100_000, -1)]


def test_intercept__goes_before_a_soft_kill_of_the_same_millisecond(night):
    threats, _ = night([far_unit()], [route(abeam(FAR, 1000), breaks=STEP)], [at_once()])
    assert threats == [(SHOT_DOWN, 100_000, 0)]


@pytest.mark.parametrize(("cls", "p_fail", "breaks", "outcome"), [
    (0, 0.0, [], HIT), (1, 0.0, [], FELL), (0, 1.0, [], FELL),
    (0, 1.0, [(0.0, 0.0), (0.001, 1000.0)], SOFT_KILLED),
])  # fmt: skip
def test_losses__of_one_millisecond_go_soft_kill_own_failure_end(night, cls, p_fail, breaks, outcome):
    threats, _ = night([], [route(length=0.02, breaks=breaks)], [{**at_once(cls=cls), "p_fail": p_fail}])
    assert threats == [(outcome, 0, -1)]


def test_entry__at_the_millisecond_of_impact_is_too_late(night):
    assert night([unit()], [route((0, FAR, FAR, FAR, 0.0))], [at_once()]) == ([(HIT, 100_000, -1)], [0])


def second(night, forces, first):
    """Outcome of a threat that passes the gate at `first`, after one that passed it at 0."""
    return night([forces], [route(GATE)], [at_once(), at_once(first)])[0][1][0]


AT_THE_MILLISECOND = pytest.mark.parametrize(("first", "outcome"), [(9999.0, HIT), (10_000.0, SHOT_DOWN)])


@AT_THE_MILLISECOND
def test_channel__freed_serves_an_entry_of_the_same_millisecond(night, first, outcome):
    assert second(night, unit(assessment=10_000), first) == outcome


@AT_THE_MILLISECOND
def test_reload__done_serves_an_entry_of_the_same_millisecond(night, first, outcome):
    loading = unit(channels=2, reload=10_000) | {"rounds": [{"ready": 1, "stock": 1}]}
    assert second(night, loading, first) == outcome


@AT_THE_MILLISECOND
def test_interval__over_serves_an_entry_of_the_same_millisecond(night, first, outcome):
    assert second(night, unit(channels=2, interval=10_000), first) == outcome


@pytest.mark.parametrize(("channels", "interval", "killed"), [(2, 0, 2), (2, 1, 1), (1, 0, 1)])
def test_interval_of_zero__fires_all_channels_at_once(night, channels, interval, killed):
    forces = unit(channels=channels, interval=interval, assessment=1)
    threats, fired = night([forces], [route(GATE)], [at_once(count=2)])
    assert [threat[0] for threat in threats] == [SHOT_DOWN] * killed + [HIT] * (2 - killed)
    assert fired == [killed]


@pytest.mark.parametrize(("stock", "outcome"), [(0, SHOT_DOWN), (1, HIT)], ids=["nothing to load", "loading"])
def test_reload__holds_the_fire_of_other_rounds_too(night, stock, outcome):
    forces = {"channels": 2, "reload": 10_000, "rounds": [{"ready": 1, "stock": stock}, {"ready": 1}],
              "weapons": [{"p": 1.0}, {"p": 1.0, "cls": 4, "round": 1}]}  # fmt: skip
    threats, _ = night(
        [forces], [route(GATE), route((1, *GATE[1:]))], [at_once(), at_once(5000.0, cls=4, variant=1)]
    )
    assert threats[1][0] == outcome


@pytest.mark.parametrize(("priorities", "outs", "served"), [
    ((1, 0), (1000.0, 2000.0), 1), ((0, 0), (2000.0, 1000.0), 1), ((0, 0), (1000.0, 1000.0), 0),
], ids=["priority", "earliest end", "threat number"])  # fmt: skip
def test_choice__priority_then_window_end_then_threat(night, priorities, outs, served):
    weapons = [{"p": 1.0, "cls": cls, "priority": rank} for cls, rank in zip((0, 4), priorities, strict=True)]
    forces = {"rounds": [{"ready": 1}], "weapons": weapons}
    variants = [route((weapon, 0.0, out, 0.0, 0.0)) for weapon, out in enumerate(outs)]
    threats, _ = night([forces], variants, [at_once(), at_once(cls=4, variant=1)])
    assert [threat[0] == SHOT_DOWN for threat in threats] == [served == 0, served == 1]


@pytest.mark.parametrize(("ready", "first_in", "fired"), [
    (1, 0.0, [1, 0]), (0, 0.0, [0, 1]), (1, 10.0, [0, 1]),
], ids=["preferred", "empty", "not open yet"])  # fmt: skip
def test_round__first_of_the_list_that_can_be_fired(night, ready, first_in, fired):
    forces = {"rounds": [{"ready": ready}, {"ready": 1}], "assessment": 200_000,
              "weapons": [{"p": 0.0}, {"p": 0.0, "round": 1}]}  # fmt: skip
    windows = route((0, first_in, 5000.0, first_in, 0.0), (1, 0.0, 4000.0, 0.0, 0.0))
    assert night([forces], [windows], [at_once()])[1] == fired


@pytest.mark.parametrize(("node", "by", "fired"), [(0, 0, 1), (1, 0, 2)], ids=["one node", "two nodes"])
def test_units__deciding_in_one_millisecond_lower_first(night, node, by, fired):
    forces = [far_unit(node=0), far_unit(node=node)]
    threats, rounds = night(forces, [route(abeam(5000.0, 1000), abeam(5000.0, 1000, 1))], [at_once()])
    assert (threats, rounds) == ([(SHOT_DOWN, 50_000, by)], [fired])


@pytest.mark.parametrize(
    "engine", [lambda *night: fly(*night, 1).meetings[0].tolist(), twin_meetings], ids=["kernel", "twin"]
)
def test_team__free_again_meets_in_the_same_millisecond(engine):
    """About 10 candidates a millisecond: one team that nothing holds meets as many as a thousand."""
    one, many = (
        engine(*make_plan([], [{"length": FAR, "passes": [(0, 0.0, 20.0, 0)]}], [at_once()],
                          [{"teams": teams, "rate": 100.0, "hold": 0}]))
        for teams in (1, 1000)
    )  # fmt: skip
    assert one == many
    assert one[0] > 1000
