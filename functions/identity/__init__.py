"""Identity: who somebody is to the platform. Accounts, usernames, sessions, tokens and the keys that sign them.

Says `PersonSignedUp` and `SessionEnded`. Reacts to nothing.
"""
