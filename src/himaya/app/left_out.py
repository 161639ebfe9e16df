"""What the model leaves out; every report says it."""

HELD_AT_MEAN = "Numbers are held at their mean: ignorance of kill probabilities is not in the intervals."
ALERTS_TOO_LONG = (
    "Alerts come out too long: Kyiv City's by 2.5 hours a night on the 28 that were compared, most of it "
    "when little flew there. Do not read hours under alert as a forecast; compare rules and defences by them."
)
EFFECTS_AT_MEAN = (
    "The scenario does not state `effects`, so that numbers of damage, casualties and debris are held at "
    "their mean; `effects: {}` has them drawn."
)
LEFT_OUT = (
    "A hit is a threat that reaches its aim point. What it does rests on guessed radii and areas: casualty "
    "figures are an order of magnitude, and so far too high: three times as many killed for each 100 drones "
    "launched as published, ten times as many on the night of 4 July 2025; fire, collapse, rescue and "
    "repair are left out, who goes to a shelter is a guess, and aim points are cities, so that hits on open "
    "ground are too few.",
    "Where a scenario states nothing else, looks and tracks are perfect, units and networks work, and one "
    "theatre border detects for all.",
    ALERTS_TOO_LONG,
    "Threats fly straight legs at constant speed and height; terrain is a mask angle.",
    HELD_AT_MEAN,
)
"""One sentence a limit, most consequential first."""
