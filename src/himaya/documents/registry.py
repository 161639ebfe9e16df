"""Every document by name; `himaya schema` prints their schemas.

Every document starts with `schema`; unknown is null; a test validates every command's output.
"""

from __future__ import annotations

from himaya.documents.calibration import CalibrateDocument
from himaya.documents.campaign import CampaignDocument
from himaya.documents.check import CheckDocument, ErrorDocument, ScenariosDocument
from himaya.documents.compare import CompareDocument
from himaya.documents.envelope import Document
from himaya.documents.forecast import BacktestDocument, ForecastDocument
from himaya.documents.record import (
    RecordCheckDocument,
    RecordExportDocument,
    RecordNightDocument,
    RecordScenarioDocument,
    RecordSynthesiseDocument,
)
from himaya.documents.run import RunDocument
from himaya.documents.site import SiteDocument
from himaya.documents.site_tree import SiteTreeDocument
from himaya.documents.supply import SupplyDocument
from himaya.documents.warning import AlertsDocument

DOCUMENTS: dict[str, type[Document]] = {
    "run": RunDocument,
    "check": CheckDocument,
    "scenarios": ScenariosDocument,
    "error": ErrorDocument,
    "compare": CompareDocument,
    "record_check": RecordCheckDocument,
    "record_export": RecordExportDocument,
    "record_night": RecordNightDocument,
    "record_scenario": RecordScenarioDocument,
    "record_synthesise": RecordSynthesiseDocument,
    "calibrate": CalibrateDocument,
    "forecast": ForecastDocument,
    "backtest": BacktestDocument,
    "site": SiteDocument,
    "site_tree": SiteTreeDocument,
    "alerts": AlertsDocument,
    "campaign": CampaignDocument,
    "supply": SupplyDocument,
}
"""Document by the name that `himaya schema` takes; `scenario`, `site_file` and `supply_file` are files."""
