"""Supplies: the calendar and the document of `supply`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaign.supply.small import text_of
from tests.campaign.supply.test_ledger import HAND


@pytest.mark.parametrize("name", ["status-quo", "pause", "pause-and-backfill", "co-production"])
def test_supply__screen_and_document_stay(name, golden_command):
    golden_command(f"supply-{name}", "supply", name, "--nights", 100, "--futures", 40, "--seed", 7)


def test_supply__shows_what_never_comes_and_what_is_moved(golden_command, tmp_path):
    Path("hand.yaml").write_text(text_of(HAND), encoding="utf-8")
    golden_command("supply-hand", "supply", "hand.yaml", "--nights", 40, "--futures", 40, "--seed", 7)
