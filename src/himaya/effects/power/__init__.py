"""A site's power: grid, diesels, fault tree; exact answers and histories."""
