"""Pages of the money room: general funds, distributions, notices, proposals, checks, registers."""
