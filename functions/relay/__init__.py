"""Relay: takes the facts that contexts write into their own tables to the bus, in order per key.

Owns no table. Says nothing of its own and reacts to every table's stream.
"""
