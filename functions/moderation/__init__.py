"""Moderation: reports of members, what staff decide about content and people, and the log of all that staff do.

Says `ContentHidden`, `ContentShown`, `PersonSuspended` and `PersonReinstated`. Reacts to nothing. Reads posts'
cards and comments, profiles, usernames, accounts and graph's relations through their views.
"""
