"""Serve editors: what stands at a place of a text, what can be written there, and what mends it."""
