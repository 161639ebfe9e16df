"""What the simulator learns from recorded nights: multipliers and the spread between nights."""
