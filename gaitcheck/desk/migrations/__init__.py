"""How the tables of the desk came to be what they are, step by step."""
