"""Attacks on the program, by the web and by those who write articles."""
