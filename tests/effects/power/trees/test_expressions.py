"""Expressions, built-in distributions, random deviates and the mission time, by hand."""

from __future__ import annotations

from math import exp, log, pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.effects import load_tree, solve_top
from himaya.effects.power.trees.distributions import exponential, glm, periodic_test, weibull
from himaya.errors import ProblemsError
from tests.effects.power.trees.small import event, gate, mef, refer


def number(value):
    return f'<float value="{value!r}"/>'


def numbers(*values):
    return "".join(map(number, values))


def parameter(name, expression, more=""):
    return f'<define-parameter name="{name}"{more}>{expression}</define-parameter>\n'


def one(expression, *more):
    """A model whose top is one event, on line 3, of an expression."""
    return mef(gate("top", refer("e")), event("e", expression), *more)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('<int value="1"/>', 1.0),
        ('<float value="+1.E-1"/>', 0.1),
        ('<float value=".5"/>', 0.5),
        (f"<add>{numbers(0.1, 0.2, 0.3)}</add>", 0.6),
        (f"<sub>{numbers(0.9, 0.2, 0.3)}</sub>", 0.4),
        (f"<mul>{numbers(0.5, 0.5, 0.5)}</mul>", 0.125),
        (f"<div>{numbers(0.5, 2.0, 2.0)}</div>", 0.125),
        (f"<neg><neg>{number(0.25)}</neg></neg>", 0.25),
        (f"<pow>{numbers(0.5, 3.0)}</pow>", 0.125),
        (f"<exp><neg>{number(2.0)}</neg></exp>", exp(-2)),
        (f"<neg><log>{number(0.5)}</log></neg>", log(2)),
        (f"<div><log10>{number(100.0)}</log10>{number(4.0)}</div>", 0.5),
        (f"<min>{numbers(0.3, 0.2, 0.4)}</min>", 0.2),
        (f"<max>{numbers(0.3, 0.2, 0.4)}</max>", 0.4),
        (f"<mean>{numbers(0.1, 0.2, 0.6)}</mean>", 0.3),
        (f"<div>{number(1.0)}<pi/></div>", 1 / pi),
        (f"<abs>{number(-0.5)}</abs>", 0.5),
        (f"<sqrt>{number(0.25)}</sqrt>", 0.5),
        (f"<div><mod>{numbers(7.0, 4.0)}</mod>{number(4.0)}</div>", 0.75),
        (f"<floor>{number(0.5)}</floor>", 0.0),
        (f"<ceil>{number(0.5)}</ceil>", 1.0),
        (f"<ite><gt>{numbers(2.0, 1.0)}</gt>{numbers(0.3, 0.4)}</ite>", 0.3),
        (f'<ite><not><bool value="true"/></not>{numbers(0.3, 0.4)}</ite>', 0.4),
        (f"<switch><case><eq>{numbers(1.0, 2.0)}</eq>{number(0.1)}</case>"
         f"<case><leq>{numbers(1.0, 2.0)}</leq>{number(0.2)}</case>{number(0.3)}</switch>", 0.2),
        (f"<exponential>{numbers(1e-3, 24.0)}</exponential>", 1 - exp(-0.024)),
        (f"<Weibull>{numbers(100.0, 2.0, 10.0, 60.0)}</Weibull>", 1 - exp(-0.25)),
        (f"<Weibull>{numbers(100.0, 2.0, 10.0, 5.0)}</Weibull>", 0.0),
        (f"<Weibull>{numbers(1e-300, 300.0, 0.0, 1.0)}</Weibull>", 1.0),
        # with no repair: failed on demand, or in use
        (f"<GLM>{numbers(0.1, 1e-3, 0.0, 24.0)}</GLM>", 1 - 0.9 * exp(-0.024)),
        # long after the start, of any beginning: l / (l + m)
        (f"<GLM>{numbers(0.1, 1e-3, 0.1, 1e5)}</GLM>", 1e-3 / 0.101),
        (f"<exponential>{numbers(0.1, 1e-3, 0.1, 0.0)}</exponential>", 0.1),
        # tested every 100 h from hour 50: at hour 260 as new since 250
        (f"<periodic-test>{numbers(1e-3, 100.0, 50.0, 260.0)}</periodic-test>", 1 - exp(-0.01)),
        (f"<periodic-test>{numbers(1e-3, 100.0, 50.0, 40.0)}</periodic-test>", 1 - exp(-0.04)),
        (f"<uniform-deviate>{numbers(0.1, 0.3)}</uniform-deviate>", 0.2),
        (f"<normal-deviate>{numbers(0.2, 0.1)}</normal-deviate>", 0.2),
        (f"<lognormal-deviate>{numbers(1e-3, 3.0, 0.95)}</lognormal-deviate>", 1e-3),
        (f"<gamma-deviate>{numbers(2.0, 0.1)}</gamma-deviate>", 0.2),
        (f"<beta-deviate>{numbers(2.0, 8.0)}</beta-deviate>", 0.2),
        (f"<histogram>{number(0.0)}<bin>{numbers(0.2, 1.0)}</bin><bin>{numbers(0.6, 3.0)}</bin></histogram>",
         (0.1 + 3 * 0.4) / 4),
    ],
)  # fmt: skip
def test_expression__by_hand(p_top, expression, value):
    assert p_top(one(expression)) == pytest.approx(value, rel=1e-13, abs=1e-16)


def test_parameters__are_worked_out_whatever_their_order(p_top):
    chain = [parameter(f"p{k}", f'<parameter name="p{k + 1}"/>') for k in range(3_000)]
    assert p_top(one('<parameter name="p0"/>', *chain, parameter("p3000", number(0.375)))) == 0.375


def test_parameters__of_a_component_are_its_own(p_top):
    inner = "".join([event("x", '<parameter name="p"/>'), parameter("p", number(0.25), ' role="private"')])
    text = mef(gate("top", refer("x")), f'<define-component name="A">{inner}</define-component>',
               parameter("p", number(0.5)))  # fmt: skip
    assert p_top(text) == 0.25


def test_diesel__starts_and_runs(p_top):
    """The fault tree of a diesel: the grid gone for a mission, fails to start or to run."""
    text = mef(
        gate("dark", f"<and>{refer('grid', 'diesel')}</and>"),
        gate("diesel", f"<or>{refer('start', 'run')}</or>"),
        event("grid", 0.25),
        event("start", number(0.01)),
        event("run", '<exponential><parameter name="rate"/><system-mission-time/></exponential>'),
        parameter("rate", f"<div>{numbers(0.5, 1000.0)}</div>"),
    )
    assert p_top(text, mission_time_h=48.0) == pytest.approx(0.25 * (1 - 0.99 * exp(-0.024)), rel=1e-13)


def test_mission_time__in_years(p_top):
    text = one(f'<exponential>{number(0.5)}<system-mission-time unit="years"/></exponential>')
    assert p_top(text, mission_time_h=8760.0) == pytest.approx(1 - exp(-0.5), rel=1e-13)


def test_mission_time__that_is_not_stated_is_asked_for_where_it_is_needed(load):
    run = f"<exponential>{number(0.5)}<system-mission-time/></exponential>"
    tree = load(mef(gate("top", refer("e")), event("e", run), gate("other", refer("f")), event("f", 0.5)))
    assert solve_top(tree, "other").probability == 0.5
    with pytest.raises(
        ProblemsError, match=r"tree.xml:3: e: the mission time is not stated, expected --mission-time HOURS"
    ):
        solve_top(tree, "top")


@pytest.mark.parametrize("hours", [-1.0, float("nan"), float("inf"), 1e300])
def test_mission_time__that_is_none_is_refused(load, hours):
    with pytest.raises(ProblemsError, match="mission time: out of range"):
        load(one(number(0.5)), mission_time_h=hours)


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("<weird/>", "this expression is not read, got weird, expected one of float"),
        ("<extern-function name='f'/>", "this expression is not read, got extern-function"),
        ("<test-initiating-event name='f'/>", "this expression is not read, got test-initiating-event"),
        ("<exponential/>", "wrong number of arguments, got 0, expected 2 or 4"),
        (f"<pow>{numbers(0.5)}</pow>", "wrong number of arguments, got 1, expected 2"),
        ("<add/>", "wrong number of arguments, got 0, expected 1 or more"),
        (f"<ite>{numbers(1.0)}</ite>", "wrong number of arguments, got 1, expected 3"),
        (f"<periodic-test>{numbers(*[0.1] * 11)}</periodic-test>", "got 11, expected 4 or 5"),
        ("<switch/>", "not a switch, expected cases"),
        (f"<histogram>{number(0.5)}</histogram>", "not a histogram"),
        (f"<histogram>{number(0.5)}<bin>{numbers(0.2, 1.0)}</bin></histogram>", "expected rising bounds"),
        (f"<log>{number(0.0)}</log>", "log: cannot be worked out"),
        (f"<div>{numbers(1.0, 0.0)}</div>", "div: cannot be worked out"),
        (f"<exp>{number(1e9)}</exp>", "exp: cannot be worked out"),
        (f"<mul>{numbers(1e300, 1e300)}</mul>", "mul: cannot be worked out"),
        (f"<pow>{numbers(-0.5, 0.5)}</pow>", "pow: cannot be worked out"),
        (f"<exponential>{numbers(-1.0, 1.0)}</exponential>", "expected a rate and a time of 0 or more"),
        (f"<Weibull>{numbers(0.0, 1.0, 0.0, 1.0)}</Weibull>", "expected a scale and a shape above 0"),
        (f"<periodic-test>{numbers(0.1, 0.0, 0.0, 1.0)}</periodic-test>", "tests apart"),
        (f"<add>{numbers(0.75, 0.75)}</add>", "no probability of e, got 1.5, expected a number from 0 to 1"),
        ('<bool value="true"/>', "no probability of e, got true"),
        ('<int value="1.0"/>', "is not read as a number, got 1.0, expected a whole number"),
        ('<bool value="yes"/>', "no truth value, got yes, expected true or false"),
        ('<parameter name="p"/>', "is not defined, got p, expected a define-parameter of that name"),
        ('<system-mission-time unit="days"/>', "has no such unit, got days, expected hours or years"),
        (numbers(0.1, 0.2), "more than one probability, got 2"),
    ],
)  # fmt: skip
def test_expression__that_is_wrong_is_told_with_its_line(said, expression, what):
    told = said(one(expression))
    assert told[0].startswith("tree.xml:3: ")
    assert what in told[0]
    assert len(told) == 1


def test_parameters__in_a_circle_are_told(said):
    loop = [parameter("p", '<neg><parameter name="q"/></neg>'), parameter("q", '<parameter name="p"/>')]
    assert said(one('<parameter name="p"/>', *loop)) == [
        "tree.xml:4: define-parameter p: parameters in a circle, got p > q > p"
    ]


def test_parameter__of_another_unit_is_told(said):
    text = one('<parameter name="p" unit="years"/>', parameter("p", number(0.1), ' unit="hours"'))
    assert "is defined in another unit, got years, expected hours" in said(text)[0]


def test_random_deviates__are_counted(load):
    deviate = f"<uniform-deviate>{numbers(0.1, 0.3)}</uniform-deviate>"
    assert load(one(f"<mul>{deviate}{deviate}</mul>")).at_mean == 2


def stepped(failure, repair, every, first, t, n=200_000):
    """A tested component by small steps of Euler's midpoint rule: up, failed, in repair."""
    up, failed, mending = 1.0, 0.0, 0.0
    now, test = 0.0, first
    while now < t - 1e-12:
        until = min(test, t)
        steps = max(1, int(n * (until - now) / t))
        h = (until - now) / steps
        for _ in range(steps):
            a = repair * mending - failure * up
            b = -repair * mending
            u, m = up + h / 2 * a, mending + h / 2 * b
            up, mending = up + h * (repair * m - failure * u), mending - h * repair * m
            failed = 1.0 - up - mending
        now = until
        if now == test:
            mending, failed, test = mending + failed, 0.0, test + every
    return 1.0 - up


@pytest.mark.parametrize("t", [30.0, 50.0, 60.0, 149.0, 400.0])
def test_periodic_test__with_repair_is_its_markov_chain(t):
    expected = stepped(2e-3, 0.05, 100.0, 50.0, t)
    assert periodic_test(2e-3, 0.05, 100.0, 50.0, t) == pytest.approx(expected, rel=1e-6)


rates = st.floats(1e-9, 10.0)
times = st.floats(0.0, 1e6)


@given(rates, rates, st.floats(0.1, 1e4), times, times)
def test_distributions__are_probabilities(failure, repair, every, first, t):
    for p in (
        exponential(failure, t),
        glm(0.5, failure, repair, t),
        weibull(1 / failure, repair, first, t),
        periodic_test(failure, every, first, t),
        periodic_test(failure, repair, every, first, t),
    ):
        assert 0.0 <= p <= 1.0


@given(rates, st.floats(1.0, 1e4), times)
def test_periodic_test__with_fast_repair_is_that_of_as_new(failure, every, t):
    fast = 1e9
    expected = periodic_test(failure, every, every, t)
    assert periodic_test(failure, fast, every, every, t) == pytest.approx(
        expected, abs=1e-6 + 10 * failure / fast
    ) or (t >= every and (t % every) * fast < 50)


def test_example__of_the_docs_is_a_path_too(tmp_path):
    (tmp_path / "t.xml").write_text(one(number(0.5)), encoding="utf-8")
    assert load_tree(tmp_path / "t.xml").top == "top"
