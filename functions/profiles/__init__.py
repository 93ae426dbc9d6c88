"""Profiles: what everybody may see of a person: name, bio, picture.

Says nothing. Reacts to `PersonSignedUp`. Reads identity's usernames, graph's relations and counts, posts' counts and
media's pictures through their views.
"""
