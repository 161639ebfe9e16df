"""Months, not nights: raids to come, supply, and a defence that wears down, flown night by night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.campaign.outcome import CampaignOutcome
    from himaya.campaign.policy import Evening, Orders
    from himaya.campaign.raids.nightly import nightly, window
    from himaya.campaign.raids.resample import Bootstrap
    from himaya.campaign.supply.calendar import arrived, calendar
    from himaya.campaign.supply.file import Supply
    from himaya.campaign.supply.ledger import without

__all__ = [
    "Bootstrap",
    "CampaignOutcome",
    "Evening",
    "Orders",
    "Supply",
    "arrived",
    "calendar",
    "nightly",
    "window",
    "without",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "Bootstrap": "himaya.campaign.raids.resample",
        "CampaignOutcome": "himaya.campaign.outcome",
        "Evening": "himaya.campaign.policy",
        "Orders": "himaya.campaign.policy",
        "Supply": "himaya.campaign.supply.file",
        "arrived": "himaya.campaign.supply.calendar",
        "calendar": "himaya.campaign.supply.calendar",
        "nightly": "himaya.campaign.raids.nightly",
        "window": "himaya.campaign.raids.nightly",
        "without": "himaya.campaign.supply.ledger",
    },
)
