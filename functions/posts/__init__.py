"""Posts: photographs with a caption, who likes them, what is written under them, and who keeps them where.

Says `PostPublished`, `PostEdited`, `PostArchived`, `PostRestored`, `PostDeleted`, `CoauthorInvited`, `CoauthorJoined`,
`CoauthorLeft`, `PostLiked`, `PostUnliked`, `CommentAdded`, `CommentDeleted`, `CommentLiked`, `CommentUnliked` and
`PostSaved`. Reacts to `PersonBlocked`, `ContentHidden`, `ContentShown`, and to its own `PostDeleted` and
`CommentDeleted`: what is left of them is removed in turns. Counts the likes and comments of each post from its own
table's stream.
"""
