"""What a person may see of their notifications at the moment of telling them; the rules are those of views.visible."""

from collections.abc import Sequence

from kernel.ids import PersonId
from kit.wire import batch_get
from notifications.model import Notification
from views import cards, posts, profiles, visible
from views.graph import follow_key


def seen(person: PersonId, found: Sequence[Notification]) -> list[tuple[Notification, str]]:
    """Those that the person may see, each with the username of who did it. At most three requests."""
    wanted = [profiles.profile_key(each.actor) for each in found]
    wanted += [posts.post_key(each.post_id) for each in found if each.post_id]
    loaded = cards.load(wanted)
    about = {
        each.post_id: posts.card_of(item)
        for each in found
        if each.post_id and (item := loaded.get(posts.post_key(each.post_id)))
    }
    sight = visible.sight(person, {each.actor for each in found}, of=list(about.values()))
    kept = []
    for each in found:
        post = about.get(each.post_id) if each.post_id else None
        hidden = not sight.person(each.actor) or each.actor in sight.digest.muted
        if hidden or (each.post_id and (post is None or not sight.post(post))):
            continue
        kept.append((each, sight.card(each.actor).username))
    return kept


def follows(person: PersonId, actor: PersonId) -> bool:
    """Whether a person follows somebody, read strongly."""
    return bool(batch_get([follow_key(person, actor)], consistent=True))
