"""Pages of the council's room, a module a screen."""
