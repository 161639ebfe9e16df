"""What a night means: for now the electricity of a site that must not lose it, and fault trees."""
