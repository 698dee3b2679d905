"""Forms of the money room."""
