"""Forms of the council's room."""
