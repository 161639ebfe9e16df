"""The words of every note in English: by code, with the names of its numbers in braces."""

from __future__ import annotations

TEXTS = {
    # what an author wrote, in the author's words
    "stated": "{words}",
    # to what a defence was fitted
    "fitted": (
        "fitted on {last} to {nights} nights from {first} to {last}: agreement with them is not validation."
        " 90 % intervals: {values}. Multipliers drift: elsewhere in time it means less. Record sha256 "
        "{record_hash}."
    ),
    "fitted_value": "{name} {value:.2f} ({low:.2f} to {high:.2f})",
    "on_median_night": "{what}, {median_night:.2f} on a median night",
    "not_calibrated": "{what} Not called calibrated: {why}.",
    "nothing_fitted": (
        "fitted on {last} to {nights} nights from {first} to {last}: agreement with them is not validation."
        " 90 % intervals: nothing could be calibrated. Multipliers drift: elsewhere in time it means less. "
        "Record sha256 {record_hash}."
    ),
    "fitted_to_this_night": "fitted to this night: agreement is not validation",
    "fitted_to_its_night": "defence {defence}: fitted to one night, its own: agreement is not validation",
    "of_defence": "defence {defence}: {what}",
    "fit_assumed": "the fit assumed, of {nights} of {of} nights: {what}",
    # what is assumed of a night
    "assumed": "assumed: {what}",
    "decoys_assumed": (
        "the record does not separate strike drones from decoys: {share:.0f %} are taken for decoys, of "
        "PERT({low:g}, {likely:g}, {high:g}), which `--uncertain` does not draw ({source})"
    ),
    "decoys_told": (
        "the record counts strike drones (line {line}): {decoys:,} of {launched:,} drones are none, and are "
        "taken for decoys"
    ),
    "main_target_assumed": (
        "a main target takes {share:.0f %} of its row and of rows that name no target, of PERT({low:g}, "
        "{likely:g}, {high:g}), which `--uncertain` does not draw"
    ),
    "by_population": "aim points go by the population of cities, not by what was aimed at",
    "usual_aims": (
        "{model}: the record names no target, so it flies where at least {raids} earlier raids of similar "
        "size were seen"
    ),
    "targets_drawn": (
        "which places are targets tonight is drawn: a chance by size, from earlier nights that name affected "
        "regions, {nights} of them or more, one {half_life:g} days old counting half"
    ),
    "front_part": (
        "the first drones of a night, never more than {most}, fly to oblasts behind the front line, and the "
        "others past them"
    ),
    "no_named_target": "{model}: the defence has no target that is named, so all its aim points stand for it",
    "equal_launch_weights": "the record names launch places without numbers, so each has the same weight",
    "usual_launch_places": (
        "{model}: the record names no known launch place, so it starts where earlier ones mostly did"
    ),
    "date_only": "the record gives a date alone, so launches are spread over that day",
    "no_start": "the record gives no start, so the first launch is {hours:g} hours before the end",
    "divided_evenly": "one number for {model}, not split: divided evenly",
    "stand_in": "{model}: the catalogue's {type} flies for it",
    # what a fit assumed
    "as_stated": "decoys, aim points and hours are those that the scenario states",
    "unobserved": (
        "{share:.0f %} of those soft-killed or fallen are in no count: PERT({low:g}, {likely:g}, {high:g}),"
        " held at its mean in the fit, drawn in the check"
    ),
    "unobserved_stated": "{share:.0f %} of those soft-killed or fallen are in no count: a number stated",
    "decoys_drawn": (
        "the share of decoys is held in the fit; on nights of the check it is PERT({low:g}, {likely:g}, "
        "{high:g}), drawn anew for every draw"
    ),
    "decoys_held": "the share of decoys is held in the fit; on nights of the check it is {share:g %}",
    # what of a night is not in its scenario
    "unknown_place": "{column} {name} (line {line}) is in no list of places: left out",
    "still_in_air": "record: {count} were still in the air when it was written",
    "record_says": "record, {weapon_class:spaced}: {what}",
    "not_in_it": "not in it: {model}, of which the record gives {why} (line {line})",
    # the model's own limits
    "held_at_mean": (
        "Numbers are held at their mean: ignorance of kill probabilities is not in the intervals."
    ),
    "effects_at_mean": (
        "The scenario does not state `effects`, so that numbers of damage, casualties and debris are held "
        "at their mean; `effects: {{}}` has them drawn."
    ),
    "hits_are_guesses": (
        "A hit is a threat that reaches its aim point. What it does rests on guessed radii, areas and "
        "shares of ground: casualty figures are an order of magnitude. Two numbers were chosen to meet the "
        "published total of people killed by drones, so that this total is no check. Fire, collapse, rescue "
        "and repair are left out, and who goes to a shelter is a guess."
    ),
    "perfect_where_unstated": (
        "Where a scenario states nothing else, looks and tracks are perfect, units and networks work, and "
        "one theatre border detects for all."
    ),
    "alert_hours_no_better": (
        "Simulated hours under alert are not shown: on {nights} nights that the alert rule was not chosen "
        "on, Kyiv City's were no better foretold by it than by recorded hours of earlier nights of like size "
        "(CRPS {rule:.2f} and {record:.2f} hours). `--json` has them, to compare rules and defences by."
    ),
    "alert_hours_better": (
        "Simulated hours under alert were compared with Kyiv City's recorded ones alone: on {nights} nights "
        "that the alert rule was not chosen on, CRPS {rule:.2f} hours, and {record:.2f} by recorded hours of "
        "earlier nights of like size."
    ),
    "straight_legs": "Threats fly straight legs at constant speed and height; terrain is a mask angle.",
    # campaigns and supply
    "no_supply": "no supply is stated: nothing arrives",
    "supplies_compared": (
        "Raids, stocks and deliveries are stated or assumed, never predicted: read differences between "
        "supplies before any single number."
    ),
    "no_area_stocks": "Area defences have no stocks of their own; alerts and debris are left out.",
    "shares_at_mean": (
        "Shares of ranges are held at their mean; the delay of a delivery, whether it comes, raids and the "
        "level of the defence are drawn for each future."
    ),
    "level_wanders": "The defence's level wanders with sd {sd_logit:g} logit.",
    # raids of the record
    "destroyed_unknown": "destroyed is unknown",
    "kills_only": "neutralised is kills only, a lower bound",
    "one_number": "destroyed and lost are one number",
    "lost_not_told": "the record does not count lost drones: neutralised is a lower bound",
    "lost_told_in_part": "the record counts those lost of a part only: {low:,} to {high:,} were neutralised",
    "destroyed_together": "{destroyed:,} of {launched:,} were destroyed, in one number with another class",
    "more_than_launched": "destroyed and lost, {both}, are more than launched",
    # nights that calibration cannot use
    "others_fly": "{recorded} are recorded as launched, {flown} fly in the scenario",
    "kills_bound": "kills only: a lower bound",
    "lost_bound": "the record does not count lost drones: a lower bound",
    "no_outcome": "{scenario} states no recorded outcome",
    "no_scenario": "{problem}",
    # why a parameter is not called calibrated
    "class_not_flown": "not identified by these nights: no {group:spaced} in any that can be used",
    "all_one_number": "not identified by these nights: all give shot down and lost in one number",
    "no_answer": "not identified by these nights: what is simulated does not depend on it",
    "too_little_told": "these nights say too little of it",
    "beyond_surface": "beyond the surface: no point was flown so far out",
    "type_not_flown": "no {type} flew in these nights",
    "sigma_at_bound": "the spread between nights of its class is at its bound",
    "not_checked": "fewer than ten nights after the fit were kept for a check, or all of one size",
    "not_covered": (
        "the 80 % interval covers less than 70 or more than 90 % of the smaller or the larger check nights"
    ),
    "at_bound": "at its bound: nights differ by more than a night effect; the simulator misses something",
    # raids to come
    "raids_stated": "raids are as stated, the same in every future",
    "raids_of_scenario": "raids are the scenario's own every night, the same in every future",
    "raids_grow": "raids grow or shrink by the stated path",
    "raids_generated": (
        "raids are generated after published monthly totals of the six months before, not resampled"
    ),
    "raids_replayed": "raids are those recorded from {first} on, the same in every future",
    "raids_resampled": (
        "raids are resampled in blocks of {least} to {most} nights from the {nights} from {first} to {last}"
    ),
    "quiet_nights": "{quiet} of {nights} recorded nights have no raid: they count as quiet",
    "not_counted": "not in it: {model} of {ended} (line {line}): {why}",
    "several_classes": "one number together with another class",
    "withheld": "no number: it is withheld",
    "no_count": "no number",
    "impossible_count": "more destroyed than launched",
    # sites
    "lines_after_hit": (
        "Whether a hit on an asset takes a line is a guess; damaged lines come back by the site's own law, "
        "whatever the raid did to it."
    ),
    "diesels_alike": (
        "Diesels are alike, run as long as the outage lasts, and fail independently of its cause; a "
        "repaired one starts again, and the battery is full again after every gap."
    ),
    "grace_time": (
        "Reactors, patients, cooling: all of it is the grace time. Switchgear, water and crew are left out."
    ),
    "deviates_at_mean": (
        "{deviates} random deviates are held at their mean, as the format says; what they leave open is "
        "not shown."
    ),
    "cut_sets_negated": (
        "Some gates negate: a cut set brings the top if none of the other events happens, and more events "
        "may undo it."
    ),
    "cut_sets_left_out": "The minimal cut sets are left out: they need too much room or time.",
    "importances_left_out": "Importances are left out: the diagram is too large.",
    "ranges_at_mean": (
        "Numbers given as ranges are held at their mean; their ignorance is not in the intervals."
    ),
}
"""One text for each code that a note can have."""
