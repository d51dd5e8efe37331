"""The app under load, and killed."""
