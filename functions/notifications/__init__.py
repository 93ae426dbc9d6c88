"""Notifications: what happened around a person - stored, counted, marked seen, and told by the ways they choose.

Says `PersonNotified`, `QuietHoursEnded` and `MailWanted`. Reacts to `PostLiked`, `CommentAdded`, `PostPublished`
(mentions) and `PersonFollowed`; to `PostUnliked` and `PersonUnfollowed`, which withdraw; to `PersonNotified` and
`QuietHoursEnded` of its own, which it pushes and mails; to `SessionEnded`, which ends pushes to its devices. Nobody is
notified of what they do themselves, nor by those whom they block. A notification lives for 90 days.
"""
