"""The pages of the app: each module shows one, from top to bottom."""
