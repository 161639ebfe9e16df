"""A supply of one battery and two depots, with parts to add."""

from __future__ import annotations

from functools import cache

import yaml

import himaya
from himaya.campaign.supply.check import fit_problems
from himaya.campaign.supply.ledger import ledger
from himaya.campaign.supply.load import SUPPLIES, with_supply
from himaya.files.problems import refuse
from himaya.files.yaml_tree import parse_document
from tests.campaign.small import battery

HEAD = """
format: himaya/supply/1
name: test
title: A test
start: 2025-07-01
base_year: 2025
depots:
  - {id: east, name: East, lat: 47.5, lon: 33.0}
  - {id: west, name: West, lat: 47.5, lon: 32.0}
"""
ROUNDS = ["battery/round"]


@cache
def scenario():
    """One battery, and the interceptor teams of Kyiv."""
    teams = [area for area in himaya.load("ukraine").area_defences if area.id == "interceptors-kyiv"]
    return battery().model_copy(update={"area_defences": teams})


def text_of(more):
    """Head and more, which is text or a tree."""
    return HEAD + (more if isinstance(more, str) else yaml.safe_dump(more, sort_keys=False))


def stated(more):
    """A supply of text or a tree, checked against the battery."""
    return stated_whole(text_of(more))


def stated_whole(text):
    """A supply of a whole text, checked against the battery."""
    document = parse_document(text.encode(), "small.yaml")
    supply = SUPPLIES.parse(document)
    kinds = with_supply(scenario(), supply).system_types
    refuse(fit_problems(supply, scenario(), kinds, document))
    return supply


def drawn(more, nights=60, futures=range(8), seed=1):
    """The ledger of a supply, or of text or a tree."""
    supply = stated(more) if isinstance(more, str | dict) else more
    return ledger(supply, with_supply(scenario(), supply), ROUNDS, (nights, futures), seed)
