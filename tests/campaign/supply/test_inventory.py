"""The ledger alone, beside inventory models of the reference: their decisions cost here what they say.

A period is a night. An order of the reference is a purchase without lead time; demand is subtracted by
the test, holding and fixed cost are counted from the balance, prices come from the ledger's payments.
"""

from __future__ import annotations

import ast
import csv
import json
from datetime import date, timedelta
from math import ceil

import numpy as np
import pytest
from scipy.stats import norm, poisson

from tests.campaign.supply.small import drawn

FILE = "inventory/oracles.csv"


def oracles(reference, model):
    with reference(FILE).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["model"] == model]
    assert rows
    for row in rows:
        cost = float(row["expected_cost(tests)"])
        decision = ast.literal_eval(row["expected_decision(tests)"])
        yield row["instance"], json.loads(row["inputs"]), decision, cost


def ordered(orders, prices):
    """The ledger of orders by night: balance begins at 0."""
    tree = {
        "suppliers": [{"id": "maker"}],
        "purchases": [
            {"id": f"order-{k}", "supplier": "maker", "round": "battery/round", "depot": "east", "source": "x",
             "quantity": int(quantity), "ordered": date(2025, 7, 1) + timedelta(days=k), "lead_days": 0,
             "unit_price_usd": price}
            for k, (quantity, price) in enumerate(zip(orders, prices, strict=True)) if quantity
        ],
    }  # fmt: skip
    return drawn(tree, len(orders), range(1))


def cost_of(orders, inputs):
    periods = inputs["num_periods"]
    prices = inputs["purchase_cost"] or [0] * periods
    found = ordered(orders, prices)
    come = found.arrivals[0, :, 0, 0]
    balance = np.cumsum(come) - np.cumsum(inputs["demand"])
    assert (balance >= 0).all(), "demand is met from what has come"
    assert balance[-1] == 0
    fixed = inputs["fixed_cost"] * np.count_nonzero(come)
    return fixed + inputs["holding_cost"] * balance.sum() + found.paid_usd.sum()


def test_wagner_whitin__decisions_cost_what_the_reference_says(reference):
    for name, inputs, decision, expected in oracles(reference, "wagner_whitin"):
        assert cost_of(decision[1:], inputs) == pytest.approx(expected, rel=1e-6), name


def test_wagner_whitin__no_other_plan_is_cheaper(reference):
    """All plans that order whole demands: an optimum is among them."""
    for name, inputs, _, expected in oracles(reference, "wagner_whitin"):
        periods, demand, costs = inputs["num_periods"], inputs["demand"], []
        for chosen in range(1 << (periods - 1)):
            first = [0] + [k for k in range(1, periods) if chosen >> (k - 1) & 1]
            orders = [0] * periods
            for begin, end in zip(first, [*first[1:], periods], strict=True):
                orders[begin] = sum(demand[begin:end])
            costs.append(cost_of(orders, inputs))
        assert min(costs) == pytest.approx(expected, rel=1e-6), name


def newsvendor(order, demand, inputs):
    """Mean cost over drawn demand; what is there is the ledger's, in every period of lead time together."""
    there = int(ordered([order], [0]).arrivals.sum())
    over = np.maximum(there - demand, 0.0) * inputs["holding_cost"]
    under = np.maximum(demand - there, 0.0) * inputs["stockout_cost"]
    return float((over + under).mean()), float((over + under).std() / np.sqrt(len(demand)))


def drawn_demand(inputs, seed):
    """100,000 demands: normal, over lead time and one period, or Poisson."""
    u = np.random.default_rng(seed).random(100_000)
    if "demand_sd" not in inputs:
        return poisson.ppf(u, inputs["demand_mean"])
    periods = 1 + (inputs["lead_time"] or 0)
    return norm.ppf(u, inputs["demand_mean"] * periods, inputs["demand_sd"] * np.sqrt(periods))


@pytest.mark.parametrize("model", ["newsvendor_poisson", "newsvendor_normal"])
def test_newsvendor__decisions_cost_what_the_reference_says(reference, model):
    """Within four standard errors of 100,000 demands; a normal order is a whole number here, and the cost
    of rounding is at most holding or stockout cost of half a round, taken in second order: 0.2 % more."""
    for name, inputs, decision, expected in oracles(reference, model):
        demand = drawn_demand(inputs, 5)
        cost, error = newsvendor(round(decision), demand, inputs)
        assert cost == pytest.approx(expected, abs=4 * error + 2e-3 * expected), name
        assert error < 0.01 * expected
        order, step = round(decision), ceil(0.1 * decision)
        for other in (order - step, order + step):
            assert newsvendor(other, demand, inputs)[0] > cost, name
