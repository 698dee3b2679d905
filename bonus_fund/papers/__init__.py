"""Papers of the money room: what its letters and sheets say (clause 2.6)."""
