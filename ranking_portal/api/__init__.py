"""The read-only JSON API for neighbouring systems: tokens, the sections that upper apps offer, the address /api/v1/."""
