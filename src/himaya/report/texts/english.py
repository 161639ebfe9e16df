"""The words of every note in English: by code, with the names of its numbers in braces."""

from __future__ import annotations

TEXTS = {
    # what an author wrote, in the author's words
    "stated": "{words}",
    # the model's own limits
    "held_at_mean": (
        "Numbers are held at their mean: ignorance of kill probabilities is not in the intervals."
    ),
    "effects_at_mean": (
        "The scenario does not state `effects`, so that numbers of damage, casualties and debris are held at "
        "their mean; `effects: {{}}` has them drawn."
    ),
    "hits_are_guesses": (
        "A hit is a threat that reaches its aim point. What it does rests on guessed radii and areas: "
        "casualty figures are an order of magnitude, and so far too high: three times as many killed for each"
        " 100 drones launched as published, ten times as many on the night of 4 July 2025; fire, collapse, "
        "rescue and repair are left out, who goes to a shelter is a guess, and aim points are cities, so that"
        " hits on open ground are too few."
    ),
    "perfect_where_unstated": (
        "Where a scenario states nothing else, looks and tracks are perfect, units and networks work, and one"
        " theatre border detects for all."
    ),
    "alerts_too_long": (
        "Alerts come out too long: Kyiv City's by 2.5 hours a night on the 28 that were compared, most of it "
        "when little flew there. Do not read hours under alert as a forecast; compare rules and defences by "
        "them."
    ),
    "straight_legs": "Threats fly straight legs at constant speed and height; terrain is a mask angle.",
    # campaigns and supply
    "no_supply": "no supply is stated: nothing arrives",
    "supplies_compared": (
        "Raids, stocks and deliveries are stated or assumed, never foretold: read differences between "
        "supplies before any single number."
    ),
    "no_area_stocks": "Area defences have no stocks of their own; alerts and debris are left out.",
    "shares_at_mean": (
        "Shares of ranges are held at their mean; the delay of a delivery, whether it comes, raids and the "
        "level of the defence are drawn for each future."
    ),
    "level_wanders": "The defence's level wanders with sd {sd_logit:g} logit.",
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
    "no_count": "no number",
    "impossible_count": "more destroyed than launched",
    # sites
    "lines_after_hit": (
        "Whether a hit on an asset takes a line is a guess; damaged lines come back by the site's own law, "
        "whatever the raid did to it."
    ),
    "diesels_alike": (
        "Diesels are alike, run as long as the outage lasts, and fail independently of its cause; a repaired "
        "one starts again, and the battery is full again after every gap."
    ),
    "grace_time": (
        "Reactors, patients, cooling: all of it is the grace time. Switchgear, water and crew are left out."
    ),
    "ranges_at_mean": (
        "Numbers given as ranges are held at their mean; their ignorance is not in the intervals."
    ),
}
"""One text for each code that a note can have."""
