"""Where runs and campaigns are kept."""
