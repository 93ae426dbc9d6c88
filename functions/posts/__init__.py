"""Posts: photographs with a caption, who likes them, and what is written under them.

Says `PostPublished`, `PostLiked`, `PostUnliked` and `CommentAdded`. Reacts to nothing; counts the likes and comments of
each post from its own table's stream.
"""
