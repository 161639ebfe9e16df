"""Scenario -> tables -> replications -> RaidOutcome."""
