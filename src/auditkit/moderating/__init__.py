"""Moderation over a store: what is drawn, compared, agreed on, official, and still open."""
