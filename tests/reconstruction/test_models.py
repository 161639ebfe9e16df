"""Models of the record fly as types of the catalogue, of their own class."""

from __future__ import annotations

import pytest

from himaya.reconstruction.models import DECOY, JET, counts_of, stand_in, type_of
from himaya.record.rows import row_of
from himaya.record.weapons import _MODELS, class_of_model
from himaya.scenario.catalogue import shipped_catalogue
from tests.record.small import row

CLASS_OF = {kind.id: kind.weapon_class for kind in shipped_catalogue().threat_types}


@pytest.mark.parametrize("model", [name for names in _MODELS.values() for name in names])
def test_every_model__flies_as_a_type_of_its_class(model):
    assert CLASS_OF[type_of(model)].value.removeprefix("one_way_") == class_of_model(model).value


def test_decoys_and_jets__are_in_the_catalogue():
    assert (CLASS_OF[DECOY], CLASS_OF[JET]) == ("decoy_drone", "one_way_drone")


@pytest.mark.parametrize(
    ("model", "other"), [("Banderol", "kh-59-69"), ("Kalibr", None), ("iskander-m/kn-23", "iskander-m")]
)
def test_stand_in__is_named_where_the_catalogue_has_no_such_model(model, other):
    assert stand_in(model) == other


@pytest.mark.parametrize(
    ("model", "details", "counts"),
    [
        ("Kalibr", "", ({"Kalibr": 9}, True)),
        ("X-101 and Kalibr", "{'X-101': 7, 'Kalibr': 2}", ({"X-101": 7, "Kalibr": 2}, True)),
        ("X-101 and Kalibr", "{'X-101': 7}", ({"X-101": 5, "Kalibr": 4}, False)),
        ("X-101 and Kalibr", "{'X-101': 7, 'Kalibr': 9}", ({"X-101": 5, "Kalibr": 4}, False)),
    ],
)  # fmt: skip
def test_counts__are_split_where_the_record_splits_them_else_evenly(model, details, counts):
    cells = row(model=model, launched="9", launched_details=details)
    assert counts_of(row_of(2, cells)) == counts
