"""Read-only cards that contexts publish for others: their keys and structs, and the rules that all readers share.

A card's key and struct live here and nowhere else; its owner's store imports them to write it. Nothing else of a
context's table can be read from outside: the IAM policies name the same keys.
"""
