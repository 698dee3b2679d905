"""Commands of the council's room: the only writers of its state."""
