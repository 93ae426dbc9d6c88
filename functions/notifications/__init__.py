"""Notifications: what happened around a person - stored, counted, marked seen, and told to their open screens.

Says `PersonNotified`. Reacts to `PostLiked`, `CommentAdded`, `PostPublished` (mentions) and `PersonFollowed`; to
`PostUnliked` and `PersonUnfollowed`, which withdraw. Nobody is notified of what they do themselves, nor by those whom
they block. A notification lives for 90 days.
"""
