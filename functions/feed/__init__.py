"""Feed: what the people somebody follows have published, newest first. Owns timelines.

Says `TimelinesGrew` and `TimelineCleaned`. Reacts to posts (published, archived, restored, deleted; co-authors joined
and left) and the graph (followed, unfollowed, pulled).

Posts of ordinary authors are pushed: each follower's timeline gets a row. Posts of authors with very many followers are
pulled: kept once, and merged when a feed is read. Posts for close friends are always pushed, to them only. Timelines of
people who do not look at them for a month are not written; they are rebuilt when their person returns.
"""
