"""Classes of threats and their groups are one table, the same in scenarios, the record and the kernels."""

import pytest

from himaya.kernels.draws import class_group as kernel_group
from himaya.kernels.tables import CLASSES
from himaya.record.weapons import RecordClass
from himaya.scenario import CLASS_GROUPS, WeaponClass, class_group


def test_class_groups__are_the_two_kinds_of_drone_together_and_each_missile():
    assert CLASS_GROUPS == ("drones", "cruise_missile", "ballistic_missile", "supersonic_missile")


@pytest.mark.parametrize("place", range(len(CLASSES)), ids=CLASSES)
def test_class_group__of_the_kernel_is_the_same(place):
    assert tuple(WeaponClass) == CLASSES
    assert CLASS_GROUPS[kernel_group.py_func(place)] == class_group(CLASSES[place])


def test_class_group__of_every_class_of_the_record_is_known():
    assert {class_group(each) for each in RecordClass} == set(CLASS_GROUPS)
