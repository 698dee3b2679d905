"""What stands in the way of a step of the money's room; each reason is a sentence for the user."""
