"""Commands of the ranking room: the only writers of its state."""
