"""The guide inside the portal: docs/guide told page by page, and the right place of it for every address."""
