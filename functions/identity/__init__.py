"""Identity: who somebody is to the platform. Accounts, usernames, passwords, sessions, tokens and the keys that sign them.

Says `PersonSignedUp` and `SessionEnded`. Reacts to nothing.
"""
