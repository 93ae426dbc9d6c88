"""Identity: who somebody is to the platform. Accounts, usernames, sessions, tokens and the keys that sign them.

Says `PersonSignedUp`, `PersonAdded`, `UsernameChanged`, `ContactVerified`, `LetterAsked`, `SessionEnded`,
`AccountLeaving`, `AccountStayed` and `PersonErased`. Writes all letters, because addresses never leave it: reacts to
its own `PersonSignedUp` and `LetterAsked`, and to `MailWanted`. The erasure of an account begins and ends here.
Locks accounts after `PersonSuspended` until `PersonReinstated`.
"""
