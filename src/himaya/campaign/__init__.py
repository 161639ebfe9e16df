"""Months, not nights: raids to come, supply, and a defence that wears down, flown night by night."""
