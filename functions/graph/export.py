"""Writing a person's relations down for them: their own, and who follows or asks them.

What others decided about them is not theirs to know: who blocked them, who removed them, on whose lists they are.
"""

from graph import keys
from kit.exporting import Exports, Source
from kit.steps import Work
from views import graph

app = Exports("graph")


@app.things("following", "follows", only=["followee", "follow_id"])
def following(work: Work) -> list[Source]:
    """Whom they follow."""
    return [Source(keys.follows(work.person))]


@app.things("followers", "follows", only=["follow_id"])
def followers(work: Work) -> list[Source]:
    """Who follows them: the first id of the key."""
    shards = range(graph.FOLLOWER_SHARDS)
    return [Source(graph.followers_partition(work.person, shard), by=graph.FOLLOWERS) for shard in shards]


@app.things("requests_sent", "follows", only=["request_id"])
def requests_sent(work: Work) -> list[Source]:
    """Whom they asked to follow: the last id of the key."""
    return [Source(keys.asks(work.person))]


@app.things("requests_received", "follows", only=["request_id"])
def requests_received(work: Work) -> list[Source]:
    """Who asks to follow them: the first id of the key."""
    return [Source(keys.asked(work.person), by=graph.FOLLOWERS)]


@app.things("close_friends", "follows")
def close_friends(work: Work) -> list[Source]:
    """Their close friends: the last id of the key."""
    return [Source(f"{keys.CLOSE}{work.person}")]


@app.things("relations", "follows", only=["blocking", "muted", "muted_stories", "followers", "following"])
def relations(work: Work) -> list[Source]:
    """Whom they block and mute, and how many follow and are followed."""
    _, pk, digest = graph.digest_key(work.person)
    return [Source(pk, digest), Source(pk, graph.counts_key(work.person)[2])]
