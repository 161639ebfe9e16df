"""A small site to edit, and its text with edits."""

from __future__ import annotations

from himaya.effects.power.site_load import SITES
from himaya.files.yaml_tree import parse_document

TEXT = """\
format: himaya/site/1
name: small
title: A small site
offsite:
  lines: 2
  source: invented
  losses:
    per_year: 40
    recovery: {law: exponential, mean_h: 30}
  line_losses:
    per_year: 20
    recovery: {law: lognormal, median_h: 20, sigma: 1}
diesels:
  count: 4
  needed: 2
  source: invented
  fail_to_start: 0.05
  fail_to_load: 0.02
  fail_to_run_per_h: 0.02
  common_cause: 0.1
  maintenance: 0.05
  repair_h: 10
fuel: {hours: 40}
resupply:
  comes_through: 0.7
  first: {law: lognormal, median_h: 30, sigma: 0.5}
  every_h: 24
  brings_h: 20
battery_h: 2
grace_h: 5
"""
CHAIN = (
    ("  line_losses:\n    per_year: 20\n    recovery: {law: lognormal, median_h: 20, sigma: 1}\n", ""),
    ("law: exponential", "law: erlang, stages: 3"),
    ("battery_h: 2", "battery_h: 0"),
    (TEXT[TEXT.index("fuel:") : TEXT.index("battery_h")], ""),
)
"""Makes the site one chain of exponential stages."""


def edited(*edits):
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def site(*edits):
    return SITES.parse(parse_document(edited(*edits).encode(), "small.yaml"))
