"""What a night means: damage, casualties, debris; warning and a site's power in rooms of their own."""
