"""Question sets: what they hold, how they are read, what must hold together in them."""
