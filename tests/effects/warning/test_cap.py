"""CAP files: valid by the standard's schema, and never anything but an exercise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from shapely import Polygon

from himaya.effects.warning import cap
from himaya.effects.warning.cap import Alert, cap_xml

KYIV_TIME = timezone(timedelta(hours=3))
ALERT = Alert(
    "himaya-exercise-a-b-1", "Kyiv City", Polygon([(30, 50), (31, 50), (31, 51)]), "Said.", 0.7,
    datetime(2025, 7, 4, 12, 0, 0, 5, UTC), datetime(2025, 7, 3, 20, 4, tzinfo=KYIV_TIME),
    datetime(2025, 7, 4, 5, 46, tzinfo=KYIV_TIME),
)  # fmt: skip


def part(xml, name):
    return ET.fromstring(xml).find(f".//{{{cap.NAMESPACE}}}{name}")


@pytest.mark.parametrize(
    "changed", [{}, {"onset": None, "expires": None}, {"p_alert": 0.1, "area": "<&\"'>"}]
)
def test_message__is_valid_by_the_standards_schema(reference, changed):
    schema = etree.XMLSchema(etree.parse(reference("formats/cap12.xsd")))
    schema.assertValid(etree.fromstring(cap_xml(ALERT._replace(**changed))))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"])), st.floats(0.0, 1.0))
def test_status__is_exercise_whatever_is_said(text, p_alert):
    xml = cap_xml(ALERT._replace(area=text, description=text, identifier="a", p_alert=p_alert))
    assert part(xml, "status").text == "Exercise"
    assert part(xml, "headline").text.startswith("EXERCISE: simulated")
    assert part(xml, "certainty").text in {"Likely", "Possible"}
    assert "status" not in Alert._fields


def test_times__have_their_offset_and_polygons_are_lat_lon_and_closed():
    xml = cap_xml(ALERT)
    assert part(xml, "sent").text == "2025-07-04T12:00:00-00:00"
    assert part(xml, "onset").text == "2025-07-03T20:04:00+03:00"
    corners = part(xml, "polygon").text.split()
    assert corners[0] == corners[-1]
    assert "50.00000,31.00000" in corners
