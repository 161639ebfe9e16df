"""Alerts of kept runs: the screen, the document and the exports of `alerts`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WRITES = [{"document": False}, {"screen": False}]
"""What is written a second time is refused: screen and document each have a directory of their own."""
_LONG = re.compile(r"\d+\.\d{9,}")
_MASKS = (
    (r"<sent>[^<]+<", "<sent>T<"),
    (r"-[0-9a-f]{12}-[0-9a-f]{12}-", "-HASHES-"),
    (r"(<polygon>\S+ \S+ )[^<]+<", r"\1...<"),
)
"""Of an exported message: when it was written, what it was made of, and all corners but two."""


@pytest.mark.parametrize(("scenario", "replications"), [("ukraine", 4), ("decoys", 40)])
def test_alerts__screen_and_document_stay(scenario, replications, golden_command, command):
    # with this seed one oblast is never under alert
    command("run", scenario, "--replications", replications, "--seed", 2, "--quiet", "--out", "kept")
    golden_command(f"alerts-{scenario}", "alerts", "kept")


@pytest.mark.parametrize("only", WRITES, ids=["screen", "document"])
def test_alerts__are_exported(only, golden, golden_command, command):
    command("run", "city", "--replications", 40, "--seed", 7, "--quiet", "--out", "kept")
    golden_command("alerts-exported", "alerts", "kept", "--csv", "alerts.csv", "--cap", "cap", **only)
    rows = Path("alerts.csv").read_text(encoding="utf-8")
    golden("exports/alerts.csv", _LONG.sub(lambda each: f"{float(each[0]):.10g}", rows))
    message = Path("cap", "kherson.xml").read_text(encoding="utf-8")
    for pattern, mask in _MASKS:
        message = re.sub(pattern, mask, message)
    golden("exports/kherson.xml", message)
