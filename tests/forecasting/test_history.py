"""What models see of the record's raids."""

from himaya.forecasting.history import history
from himaya.record import Ends
from tests.record.small import record_of, row

NIGHT = ("2025-06-11 22:00", "2025-06-12 06:00")


def past(tmp_path, *rows, weapon_class="cruise_missile"):
    return history(record_of(tmp_path, *rows).raids, weapon_class)


def missiles(model, launched, destroyed, lost="", **cells):
    return row(*NIGHT, model=model, launched=launched, destroyed=destroyed, not_reach_goal=lost, **cells)


def test_models_of_a_raid__are_told_by_its_rows(tmp_path):
    split = "{'X-101/X-555': 12, 'Kalibr': 8}"
    [raid] = past(
        tmp_path,
        missiles("X-101/X-555 and Kalibr", "20", "11", launched_details=split),
        missiles("Kalibr", "4", "3"),
        missiles("X-59/X-69 and Iskander-K", "5", "2"),
    )
    assert raid.by_model == (("X-101/X-555", 12), ("Kalibr", 12), ("X-59/X-69 and Iskander-K", 5))
    assert raid.launched == sum(each.launched for each in raid.by_model)


def test_loss_told_of_a_part__is_an_interval(tmp_path):
    [raid] = past(tmp_path, missiles("Kalibr", "30", "2", "11"), missiles("Iskander-K", "4", "1"))
    assert (raid.neutralised_ends, raid.n_counts) == (Ends(14, 17), 4)


def test_raid_of_which_anything_may_be_true__is_left_out(tmp_path):
    night = ("2024-12-01 20:00", "2024-12-02 06:00")
    untold = {"launched": "9", "destroyed": "0", "not_reach_goal": ""}
    assert past(tmp_path, row(*night, **untold), weapon_class="drone") == []


def test_kills_before_losses_were_told__are_taken_with_what_is_told_of_losses(tmp_path):
    first, second = ("2024-08-01 20:00", "2024-08-02 06:00"), ("2024-08-02 20:00", "2024-08-03 06:00")
    raids = past(
        tmp_path,
        row(*first, launched="9", destroyed="0", not_reach_goal=""),
        row(*second, launched="9", destroyed="4", not_reach_goal="3"),
        weapon_class="drone",
    )
    assert [raid.neutralised_ends for raid in raids] == [Ends(0, 0), Ends(7, 7)]
