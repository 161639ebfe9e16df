"""What each command shows: a module a screen, all made with one builder."""
