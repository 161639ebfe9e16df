"""Supply: what is there, what comes when and what it costs, before any raid."""
