"""Common-cause groups: levels as another program gives them, small systems by hand, and what is refused."""

from __future__ import annotations

from math import comb

import pytest

from himaya.effects import cut_sets_of, solve_top
from himaya.effects.power.trees.common_cause import levels_of
from tests.effects.power.trees.small import event, gate, mef, refer


def group(model, factors, p=0.05, members="abc", first=1):
    inner = "".join(f'<basic-event name="{name}"/>' for name in members)
    stated = "".join(
        f'<factor level="{level}"><float value="{f}"/></factor>' for level, f in enumerate(factors, first)
    )
    return (
        f'<define-CCF-group name="group" model="{model}"><members>{inner}</members>'
        f'<distribution><float value="{p}"/></distribution><factors>{stated}</factors></define-CCF-group>\n'
    )


@pytest.mark.parametrize(
    ("model", "factors", "n", "p", "expected"),
    [
        # causes of 1, 2, 3 members as SCRAM 0.16 gives them
        ("beta-factor", [0.2], 2, 0.1, {1: 0.08, 2: 0.02}),
        ("MGL", [0.1, 0.4], 3, 0.05, {1: 0.045, 2: 0.0015, 3: 0.002}),
        ("alpha-factor", [0.9, 0.07, 0.03], 3, 0.05, {1: 0.039823, 2: 0.00309735, 3: 0.0039823}),
        ("phi-factor", [0.8, 0.15, 0.05], 3, 0.05, {1: 0.04, 2: 0.0075, 3: 0.0025}),
    ],
)
def test_levels__are_those_of_another_program(model, factors, n, p, expected):
    found = {k: share * p for k, share in levels_of(model, factors, n).items()}
    assert found == pytest.approx(expected, rel=2e-6)


@pytest.mark.parametrize(("model", "factors"), [("beta-factor", [0.3]), ("MGL", [0.3, 0.2, 0.5]),
                                                ("alpha-factor", [0.8, 0.1, 0.06, 0.04])])  # fmt: skip
def test_levels__give_a_member_its_whole_probability(model, factors):
    shares = levels_of(model, factors, 4)
    assert sum(comb(3, k - 1) * share for k, share in shares.items()) == pytest.approx(1.0, rel=1e-12)


def test_two_trains__of_pumps_and_valves(load):
    # each train: a valve or a pump; both groups beta 0.2 of 0.1: all of one kind, or one thing in each train
    text = mef(
        gate("top", f"<and>{refer('one', 'two')}</and>"),
        gate("one", f"<or>{refer('v1', 'p1')}</or>"),
        gate("two", f"<or>{refer('v2', 'p2')}</or>"),
        *(
            group("beta-factor", [0.2], 0.1, names, first=2).replace('"group"', f'"{k}"')
            for k, names in enumerate((("p1", "p2"), ("v1", "v2")))
        ),
    )
    solved = solve_top(load(text))
    alone = 1 - 0.92**2
    assert solved.probability == pytest.approx(1 - 0.98**2 * (1 - alone**2), rel=1e-13)
    assert {"[p1 p2]", "[p1]"} <= set(solved.below.events)
    assert cut_sets_of(solved).by_order[:3].tolist() == [0, 2, 4]


def test_three_diesels__of_which_two_must_run(p_top):
    text = mef(gate("top", f'<atleast min="2">{refer(*"abc")}</atleast>'), group("MGL", [0.1, 0.4], first=2))
    q1, q2, q3 = 0.045, 0.0015, 0.002
    alone = (1 - q1) ** 3 + 3 * q1 * (1 - q1) ** 2  # at most one fails by itself
    assert p_top(text) == pytest.approx(1 - alone * (1 - q2) ** 3 * (1 - q3), rel=1e-12)


def test_members__may_be_defined_without_a_probability(p_top):
    text = mef(
        gate("top", refer("a")), '<define-basic-event name="a"/>\n', group("beta-factor", [0.5], first=3)
    )
    assert p_top(text) == pytest.approx(1 - 0.975 * 0.975, rel=1e-13)


def test_factors__may_come_without_levels_and_without_a_list(p_top):
    text = group("beta-factor", [0.5], first=3).replace(' level="3"', "")
    assert p_top(mef(gate("top", refer("a")), text.replace("<factors>", "").replace("</factors>", ""))) == (
        pytest.approx(1 - 0.975 * 0.975, rel=1e-13)
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (group("gamma-factor", [0.5]), "unknown model, got gamma-factor, expected one of"),
        (group("beta-factor", [0.5], members="a", first=1), "too few members, got 1, expected 2 or more"),
        (group("beta-factor", [0.5], first=1), "unexpected level, got 1, expected 3"),
        (group("MGL", [0.5], first=1), "unexpected level, got 1, expected 2"),
        (group("MGL", [0.1] * 3, first=2), "wrong number of factors, got 3, expected 1 to 2"),
        (group("alpha-factor", [0.0, 0.0]), "got 2, expected 1 to 3, not all 0"),
        (group("phi-factor", [0.8, 0.1]), "phi factors do not add up, got 0.9, expected 1"),
        (group("MGL", [1.5], first=2), "no factor, got 1.5, expected one expression from 0 to 1"),
        (group("beta-factor", [0.5], p=1.5, first=3), "no probability of group, got 1.5"),
        (group("beta-factor", [0.5], members="aab", first=3), "is in a group already, got a"),
        (group("beta-factor", [0.5], first=3) + event("b", 0.1), "a probability of its own, too, on line 4"),
        (group("beta-factor", [0.5], members=("a", "top"), first=2), "not a basic event, got top"),
        (group("alpha-factor", [0.1] * 16, members=[f"m{k}" for k in range(16)] + ["a"]),
         "too many common causes, got 131,070, expected at most 5,000"),
        (group("beta-factor", [0.5], first=3).replace("distribution>", "label>"), "not one distribution"),
    ],
)  # fmt: skip
def test_group__that_is_wrong_is_told_with_its_line(said, text, what):
    told = said(mef(gate("top", refer("a")), text))
    assert what in " ".join(told)
    assert told[0].startswith("tree.xml:3: ")
