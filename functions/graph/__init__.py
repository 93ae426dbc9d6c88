"""Graph: who follows whom and who waits to, blocks, mutes, close friends, and the digest of what a reader must know.

Says `PersonFollowed`, `PersonUnfollowed`, `FollowRequested`, `FollowRequestEnded`, `PersonBlocked`, `PersonUnblocked`,
`PersonMuted`, `PersonUnmuted` and `AuthorPulled`. Reacts to `TimelineCleaned` and `AccountWentPublic`; counts
followers, followings and requests from its own table's stream, and hands an author over to pulling when the followers
become many.
"""
