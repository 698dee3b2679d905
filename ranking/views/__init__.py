"""Views of the ranking room, a module per screen."""
