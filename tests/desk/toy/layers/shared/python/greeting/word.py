"""The word."""

WORD = "world"
