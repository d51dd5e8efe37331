"""Whom to follow: the people of a picture, each a button that lies on the picture itself."""
