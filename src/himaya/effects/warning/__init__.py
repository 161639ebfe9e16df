"""Alerts and lead times: who was warned of a night's hits, and when."""
