"""Files of any kind: read with the place of every value, refused with all their mistakes, written."""
