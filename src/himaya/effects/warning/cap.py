"""Common Alerting Protocol 1.2 (OASIS): a simulated alert as XML, always with status `Exercise`."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from xml.etree import ElementTree as ET

from shapely import Polygon

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
STATUS = "Exercise"
"""No parameter: nothing that Himaya writes is ever `Actual`."""
SENDER = "himaya.exercise"
WARNING = "EXERCISE. Simulated, not a warning of anything real."


class Alert(NamedTuple):
    """What is said of one district."""

    identifier: str
    area: str
    """Name of the district."""
    outline: Polygon
    """Corners as (lon, lat) in degrees; a hole is not told."""
    description: str
    p_alert: float
    """Share of replications with an alert."""
    sent: datetime
    """With its offset, as are the other two."""
    onset: datetime | None
    """None where the scenario has no clock time."""
    expires: datetime | None


def cap_xml(alert: Alert) -> bytes:
    """One message, valid against the standard's schema.

    Certainty is at most `Likely`, urgency `Future` and severity `Unknown`: a simulation observes nothing.
    """
    root = ET.Element("alert", xmlns=NAMESPACE)
    head = {
        "identifier": alert.identifier, "sender": SENDER, "sent": _time(alert.sent), "status": STATUS,
        "msgType": "Alert", "scope": "Restricted", "restriction": "Planning and exercises only",
        "note": WARNING,
    }  # fmt: skip
    _write(root, head)
    info = ET.SubElement(root, "info")
    certainty = "Likely" if alert.p_alert > 0.5 else "Possible"
    times = {"onset": alert.onset, "expires": alert.expires}
    said = {
        "language": "en", "category": "Safety", "event": "Simulated air raid", "responseType": "None",
        "urgency": "Future", "severity": "Unknown", "certainty": certainty,
        **{name: _time(time) for name, time in times.items() if time is not None},
        "senderName": "Himaya (simulation)", "headline": f"EXERCISE: simulated air-raid alert, {alert.area}",
        "description": f"{WARNING} {alert.description}",
    }  # fmt: skip
    _write(info, said)
    corners = " ".join(f"{lat:.5f},{lon:.5f}" for lon, lat in alert.outline.exterior.coords)
    _write(ET.SubElement(info, "area"), {"areaDesc": alert.area, "polygon": corners})
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _write(parent: ET.Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _time(time: datetime) -> str:
    """Whole seconds with the offset; the standard writes UTC as -00:00."""
    text = time.isoformat(timespec="seconds")
    return f"{text.removesuffix('+00:00')}-00:00" if text.endswith("+00:00") else text
