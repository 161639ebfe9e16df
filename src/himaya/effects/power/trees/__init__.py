"""Fault trees in the Open-PSA exchange format: read, solved exactly, their cut sets and importances."""
