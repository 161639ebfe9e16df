"""The JSON documents that a script may rely on, and nothing else; one module a noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from himaya.exports import exported

if TYPE_CHECKING:
    from himaya.documents.calibration import CalibrateDocument
    from himaya.documents.campaign import CampaignDocument
    from himaya.documents.check import CheckDocument, ErrorDocument
    from himaya.documents.compare import CompareDocument
    from himaya.documents.envelope import Document
    from himaya.documents.forecast import ForecastDocument
    from himaya.documents.registry import DOCUMENTS
    from himaya.documents.run import RunDocument
    from himaya.documents.supply import SupplyDocument

__all__ = [
    "DOCUMENTS",
    "CalibrateDocument",
    "CampaignDocument",
    "CheckDocument",
    "CompareDocument",
    "Document",
    "ErrorDocument",
    "ForecastDocument",
    "RunDocument",
    "SupplyDocument",
]

__getattr__, __dir__ = exported(
    __name__,
    {
        "CalibrateDocument": "himaya.documents.calibration",
        "CampaignDocument": "himaya.documents.campaign",
        "CheckDocument": "himaya.documents.check",
        "CompareDocument": "himaya.documents.compare",
        "DOCUMENTS": "himaya.documents.registry",
        "Document": "himaya.documents.envelope",
        "ErrorDocument": "himaya.documents.check",
        "ForecastDocument": "himaya.documents.forecast",
        "RunDocument": "himaya.documents.run",
        "SupplyDocument": "himaya.documents.supply",
    },
)
