"""Graph: who follows whom, how many, and the digest of what a reader must know of their relations.

Says `PersonFollowed`, `PersonUnfollowed` and `AuthorPulled`. Reacts to `TimelineCleaned`; counts followers and
followings from its own table's stream, and hands an author over to pulling when the followers become many.
"""
