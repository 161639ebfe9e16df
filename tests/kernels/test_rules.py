"""Every rule of command, chance and doctrine by hand, in the kernel and in the twin.

Threats fly 100 m/s for 100 s; a round is there at once. One claim a test.
"""

from __future__ import annotations

import pytest

from himaya.kernels.tables import (
    FELL,
    HIT,
    SHOT_DOWN,
)
from tests.kernels.small_nights import FAR, GATE, abeam, at_once, far_unit, route, unit, wide

HELD = 200_000
"""An assessment that outlasts the night: one shot a unit."""


def shooter(ready=9, **weapon):
    """A unit that fires every second until it sees the threat dead."""
    return {"assessment": 1000, "rounds": [{"ready": ready}], "weapons": [{"p": 0.0, **weapon}]}


def fired(night, forces, windows, **rules):
    """Rounds that the forces spend on one drone in these windows."""
    return night(forces, [route(*windows)], [at_once()], **rules)[1][0]


# --- rounds ---------------------------------------------------------------------------
@pytest.mark.parametrize(("reserve", "spent"), [(0, 3), (2, 1), (3, 0), (4, 0)])
def test_reserve__stays_on_the_launchers(night, reserve, spent):
    assert fired(night, [shooter(3, reserve=reserve)], [wide()]) == spent


@pytest.mark.parametrize(("reserve", "outcomes"), [(0, [SHOT_DOWN, HIT]), (1, [HIT, SHOT_DOWN])])
def test_reserve__is_there_for_another_class(night, reserve, outcomes):
    """One round; a drone at once, a supersonic missile after 5 s."""
    forces = {"rounds": [{"ready": 1}], "weapons": [{"p": 1.0, "reserve": reserve}, {"p": 1.0, "cls": 4}]}
    groups = [at_once(), at_once(5000.0, cls=4, variant=1)]
    threats, _ = night([forces], [route(GATE), route((1, *GATE[1:]))], groups)
    assert [threat[0] for threat in threats] == outcomes


@pytest.mark.parametrize(("ready", "reserve", "spent"), [(5, 0, 3), (2, 0, 2), (3, 1, 2), (4, 3, 1)])
def test_salvo__is_cut_to_what_is_ready_and_not_reserved(night, ready, reserve, spent):
    forces = {**shooter(ready, salvo=3, reserve=reserve), "assessment": HELD}
    assert fired(night, [forces], [wide()]) == spent


def test_salvo__is_spent_whole_though_its_first_round_kills(night):
    threats, rounds = night([{**shooter(9, salvo=3, p=1.0)}], [route(wide())], [at_once()])
    assert (threats, rounds) == ([(SHOT_DOWN, 0, 0)], [3])


def test_salvo__that_empties_the_launchers_starts_the_reload(night):
    forces = shooter(2, salvo=3) | {"reload": 90_000, "rounds": [{"ready": 2, "stock": 2}]}
    assert fired(night, [forces], [wide()]) == 4


def test_salvo__takes_one_channel(night):
    forces = {**shooter(9, salvo=3, p=1.0), "channels": 2}
    threats, rounds = night([forces], [route(GATE)], [at_once(count=3)])
    assert [threat[0] for threat in threats] == [SHOT_DOWN, SHOT_DOWN, HIT]
    assert rounds == [6]


# --- looks that err -------------------------------------------------------------------
@pytest.mark.parametrize(("p_alive_seen", "spent"), [(0.0, 1), (1.0, 3)])
def test_ghost__is_shot_at_while_its_window_is_open(night, p_alive_seen, spent):
    """Dead at once, looked at every 400 ms, in a window of one second."""
    forces = {**shooter(p=1.0), "assessment": 400, "p_alive_seen": p_alive_seen}
    assert fired(night, [forces], [(0, 0.0, 100.0, 0.0, 0.0)]) == spent


@pytest.mark.parametrize(("node", "spent"), [(0, 2), (1, 1)], ids=["own node", "another"])
def test_ghost__is_the_belief_of_its_node(night, node, spent):
    """The first unit has one round, and sees the dead threat alive; the second's window opens then."""
    first = {**shooter(1, p=1.0), "node": 0, "p_alive_seen": 1.0}
    assert fired(night, [first, {**shooter(1), "node": node}], [wide(), wide(1, 0.5)]) == spent


def test_ghost__is_given_up_when_a_later_look_is_right(night):
    """The second unit, which never errs, shoots at the ghost once and ends it for the first."""
    first = {**shooter(2, p=1.0), "node": 0, "p_alive_seen": 1.0, "interval": 5000}
    second = {**shooter(9), "node": 0}
    assert fired(night, [first, second], [wide(), wide(1, 0.5)]) == 2


def test_living_threat__seen_alive_is_no_ghost_when_another_kills_it(night):
    """Shot at and seen alive at 1 s, killed by a unit alone at 2.5 s: no second round at 5 s."""
    first = {**shooter(9), "node": 0, "p_alive_seen": 1.0, "interval": 5000}
    assert fired(night, [first, unit(ready=1)], [wide(), wide(1, 2.5)]) == 2


def test_dead_threat__that_was_not_looked_at_yet_is_left_alone(night):
    """The first unit kills at once and looks late; the second may help, and sees that there is no need."""
    forces = [{**unit(ready=1, assessment=HELD), "node": 0} for _ in range(2)]
    assert fired(night, forces, [wide(), wide(1, 0.5)], nodes={0: {"units": [2] * 5}}) == 1


@pytest.mark.parametrize(("p_dead_seen", "spent"), [(0.0, 9), (1.0, 1)])
def test_written_off__is_left_alone_though_it_lives(night, p_dead_seen, spent):
    forces = {**shooter(), "p_dead_seen": p_dead_seen}
    assert night([forces], [route(wide())], [at_once()]) == ([(HIT, 100_000, -1)], [spent])


@pytest.mark.parametrize(("node", "outcome"), [(0, HIT), (1, SHOT_DOWN)], ids=["own node", "another"])
def test_written_off__is_the_belief_of_its_node(night, node, outcome):
    first = {**shooter(1), "node": 0, "p_dead_seen": 1.0}
    second = {**shooter(1, p=1.0), "node": node}
    threats, _ = night([first, second], [route(wide(), wide(1, 2.0))], [at_once()])
    assert threats[0][0] == outcome


# --- what works tonight ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("p_up", "end", "spent"), [(1.0, (SHOT_DOWN, 0, 0), 1), (0.0, (HIT, 100_000, -1), 0)]
)
def test_unit_down__does_not_fire(night, p_up, end, spent):
    assert night([unit(p_up=p_up)], [route(GATE)], [at_once()]) == ([end], [spent])


def test_unit_down__in_its_share_of_nights(night):
    """p_up = 0.5 over 200 replications: 100 +/- 4 x 7.1."""
    n_up = sum(night([unit(p_up=0.5)], [route(GATE)], [at_once()], replication=r)[1][0] for r in range(200))
    assert 72 <= n_up <= 128


@pytest.mark.parametrize(("p_up", "detect_s", "shot_s"), [
    (1.0, 0, 50), (0.0, 0, 70), (1.0, 80, 100), (0.0, 80, 70), (1.0, 25, 50), (1.0, 35, 55),
])  # fmt: skip
def test_network_down__leaves_the_units_own_radar(night, p_up, detect_s, shot_s):
    """20 s of reaction, window from 50 s: from the network's detection, or from the window's opening."""
    forces = unit(reaction=20_000, network=1)
    routes = [route(wide(first_s=50.0), length=FAR + 1.0, detect=(0.0, detect_s * 100.0))]
    threats, _ = night([forces], routes, [at_once()], networks=[{}, {"p_up": p_up}])
    assert threats == [(SHOT_DOWN, shot_s * 1000, 0)]


def tracked(night, group, replication):
    """Who kills a threat that passes one gate after the other, with tracks in half of all cases."""
    forces = [{**unit(ready=1), "p_track": 0.5, "track": group[k]} for k in (0, 1)]
    routes = [route(GATE, (1, 1000.0, 1000.0, 1000.0, 0.0))]
    threats, rounds = night(forces, routes, [at_once()], replication=replication)
    assert rounds[0] == 2 - (threats[0][2] == 0)  # a shot without a track is spent
    return threats[0][2]


def test_track_group__shares_one_track_of_a_threat(night):
    by = [tracked(night, ("alpha", "alpha"), r) for r in range(100)]
    assert set(by) == {0, -1}


def test_track_groups_of_their_own__have_tracks_of_their_own(night):
    by = [tracked(night, ("alpha", "beta"), r) for r in range(100)]
    assert set(by) == {0, 1, -1}


# --- command nodes --------------------------------------------------------------------
@pytest.mark.parametrize(("tracks", "second_ms"), [(2, 0), (1, 10_000)])
def test_saturated_node__takes_no_second_threat_until_a_result_is_seen(night, tracks, second_ms):
    forces = unit(channels=2, assessment=10_000, node=0)
    threats, _ = night([forces], [route(wide())], [at_once(count=2)], nodes={0: {"tracks": tracks}})
    assert threats == [(SHOT_DOWN, 0, 0), (SHOT_DOWN, second_ms, 0)]


def test_saturated_node__wakes_its_other_units_when_it_has_a_track_free(night):
    """The second threat is in the second unit's window alone."""
    forces = [unit(assessment=10_000, node=0), unit(assessment=10_000, node=0)]
    routes, groups = [route(wide(0)), route(wide(1))], [at_once(), at_once(variant=1)]
    threats, _ = night(forces, routes, groups, nodes={0: {"tracks": 1}})
    assert threats == [(SHOT_DOWN, 0, 0), (SHOT_DOWN, 10_000, 1)]


def test_saturated_node__may_put_another_unit_on_a_threat_it_has(night):
    forces = [unit(p=0.0, assessment=HELD, node=0) for _ in range(2)]
    rules = {0: {"tracks": 1, "units": [2] * 5}}
    assert fired(night, forces, [wide(0), wide(1)], nodes=rules) == 2


@pytest.mark.parametrize(("most", "spent"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_units_per_threat__at_a_time(night, most, spent):
    forces = [{**unit(p=0.0, assessment=HELD), "node": 0} for _ in range(3)]
    assert fired(night, forces, [wide(k) for k in range(3)], nodes={0: {"units": [most] * 5}}) == spent


def test_units_per_threat__is_by_class(night):
    forces = [{**unit(p=0.0, assessment=HELD), "node": 0} for _ in range(2)]
    rules = {0: {"units": [1, 1, 1, 1, 2]}}
    assert fired(night, forces, [wide(0), wide(1)], nodes=rules) == 1


@pytest.mark.parametrize(("p_duplicate", "coordinated", "spent"), [(0.0, 1, 1), (1.0, 1, 2), (0.0, 0, 2)])
def test_two_nodes__serve_one_threat_only_as_duplicates_or_uncoordinated(
    night, p_duplicate, coordinated, spent
):
    forces = [{**unit(p=0.0, assessment=HELD), "node": node} for node in (0, 1)]
    rules = {node: {"coordinated": coordinated} for node in (0, 1)}
    assert fired(night, forces, [wide(0), wide(1)], nodes=rules, p_duplicate=p_duplicate) == spent


def test_other_node__is_set_free_when_a_result_is_seen(night):
    forces = [{**unit(p=0.0, ready=1, assessment=10_000), "node": 0}, {**unit(ready=1), "node": 1}]
    threats, _ = night(forces, [route(wide(0), wide(1))], [at_once()], p_duplicate=0.0)
    assert threats == [(SHOT_DOWN, 10_000, 1)]


def test_unit_alone__minds_no_node(night):
    forces = [{**unit(p=0.0, assessment=HELD), "node": 0}, unit(p=0.0, assessment=HELD)]
    assert fired(night, forces, [wide(0), wide(1)], p_duplicate=0.0) == 2


# --- what is left alone ---------------------------------------------------------------
@pytest.mark.parametrize(("ignores", "open_ground", "cls", "outcome"), [
    (1, 1, 3, HIT), (0, 1, 3, SHOT_DOWN), (1, 0, 3, SHOT_DOWN), (1, 1, 0, SHOT_DOWN),
], ids=["ignored", "not told to", "an asset", "not ballistic"])  # fmt: skip
def test_open_ground__is_left_to_ballistic_threats(night, ignores, open_ground, cls, outcome):
    forces = far_unit(ignores_open_ground=ignores)
    forces["weapons"] = [{**forces["weapons"][0], "cls": cls}]
    threats, _ = night([forces], [route(abeam(5000.0, 1000), open_ground=open_ground)], [at_once(cls=cls)])
    assert threats[0][0] == outcome


@pytest.mark.parametrize(("cls", "p_recognised", "outcome"), [
    (1, 1.0, FELL), (1, 0.0, SHOT_DOWN), (0, 1.0, SHOT_DOWN),
], ids=["recognised", "not", "no decoy"])  # fmt: skip
def test_recognised_decoy__is_left_alone(night, cls, p_recognised, outcome):
    group = {**at_once(cls=cls), "p_recognised": p_recognised}
    assert night([unit(cls=cls)], [route(GATE)], [group])[0][0][0] == outcome


@pytest.mark.parametrize(("p_recognised", "outcome"), [(0.0, SHOT_DOWN), (1.0, FELL)])
def test_recognised_decoy__is_left_alone_by_teams_too(night, p_recognised, outcome):
    group = {**at_once(cls=1), "p_recognised": p_recognised}
    teams = [{"teams": 5, "rate": 0.1, "hold": 0, "p": [1.0] * 5}]
    threats, _ = night([], [route(length=FAR) | {"passes": [(0, 0.0, FAR, 0)]}], [group], teams)
    assert threats[0][0] == outcome
