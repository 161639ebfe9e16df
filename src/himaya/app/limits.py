"""What the model leaves out; every report says it."""

LEFT_OUT = (
    "A hit is a threat that reaches its aim point; damage, casualties and debris are not modelled yet.",
    "Perfect look: a unit knows at the end of an engagement whether the threat is dead.",
    "Tracks are perfect, units and networks always work; one theatre border detects for all.",
    "Threats fly straight legs at constant speed and height; terrain is a mask angle.",
    "Numbers are held at their mean: ignorance of kill probabilities is not in the intervals.",
)
"""One sentence a limit, most consequential first."""
