"""What the money's room does besides single steps (clause 2.6)."""
