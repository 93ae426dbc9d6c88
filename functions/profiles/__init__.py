"""Profiles: what everybody may see of a person: name, bio, links, picture; and whether the account is private.

Says `CardChanged`, `ProfileChanged`, `AccountWentPrivate` and `AccountWentPublic`. Reacts to `PersonSignedUp`,
`PersonAdded` and `UsernameChanged`, and hides people after `PersonSuspended` and `AccountLeaving` until
`PersonReinstated` and `AccountStayed`. Reads identity's usernames, graph's relations and counts, posts' counts and
media's pictures through their views.
"""
