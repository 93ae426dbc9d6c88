"""Notifications: what happened around a person - stored, counted, marked seen, and told by the ways they choose.

Says `PersonNotified`, `QuietHoursEnded` and `MailWanted`. Reacts to `PostLiked`, `CommentAdded`, `CommentLiked`,
`PostPublished` and `PostEdited` (mentions and tags), `PersonFollowed`, `FollowRequested`, `CoauthorInvited` and
`MessageWaits`; to what ends these, which withdraws; to `PersonBlocked`; to `PersonNotified` and `QuietHoursEnded` of
its own, which it pushes and mails; to `SessionEnded`, which ends pushes to its devices. Nobody is notified of what they
do themselves, of what they may not see, nor of those whom they block or mute. A notification lives for 90 days.
"""
