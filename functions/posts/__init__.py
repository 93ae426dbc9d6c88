"""Posts: photographs with a caption, who likes them, what is written under them, and who keeps them where.

Says `PostPublished`, `PostLiked`, `PostUnliked`, `CommentAdded` and `PostSaved`. Reacts to nothing; counts the likes
and comments of each post from its own table's stream.
"""
