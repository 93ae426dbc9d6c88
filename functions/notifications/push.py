"""Push subscriptions: a person's devices that are told while the app is closed (Web Push, any standard client)."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

from kernel import clock
from kernel.errors import Invalid, Unauthenticated, at
from kernel.ids import PersonId, SessionId
from kernel.paging import Page
from kernel.shapes import Answer, Body
from kit import secrets
from kit.endpoints import Caller
from kit.service import Service
from notifications import channel_reads, channel_store, push_door, web_push
from notifications.channel_reads import Subscription

app = Service("push")

SubscriptionId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]


class PushKeys(Body, frozen=True):
    """Base64url: the device's public key (65 bytes) and its secret (16 bytes)."""

    p256dh: Annotated[str, Meta(min_length=80, max_length=100)]
    auth: Annotated[str, Meta(min_length=20, max_length=30)]


class NewPushSubscription(Body, frozen=True):
    """What the browser's `subscription.toJSON()` gives."""

    endpoint: Annotated[str, Meta(min_length=1, max_length=push_door.LONGEST)]
    keys: PushKeys
    expiration_time: float | None = None


class PushDevice(Answer, frozen=True):
    """A device that takes pushes. `device` is how it calls itself; `here` says that it belongs to this session."""

    id: SubscriptionId
    device: str
    made_at: datetime
    here: bool


class PushKey(Answer, frozen=True):
    """The platform's public key: `applicationServerKey` when a browser subscribes."""

    public_key: str


@app.get("/v1/me/push-key")
def get_push_key(me: PersonId) -> PushKey:  # noqa: ARG001 - for members only
    """The key that a browser needs to subscribe to pushes."""
    return PushKey(public_key=web_push.b64(web_push.public_bytes(web_push.key_of(secrets.key("vapid-key")))))


@app.post("/v1/me/push-subscriptions")
def subscribe(me: PersonId, caller: Caller, body: NewPushSubscription) -> PushDevice:
    """Have pushes sent to this device, until this session ends. Doing it again renews it.

    Of more than 20 devices the one that subscribed first goes; one that is not renewed for 60 days, too.
    """
    assert caller.session is not None
    at("/endpoint", push_door.read_endpoint, body.endpoint)
    _check_keys(body.keys)
    made = Subscription(
        subscription_id=hashlib.sha256(body.endpoint.encode()).hexdigest()[:32],
        endpoint=body.endpoint,
        p256dh=body.keys.p256dh,
        auth=body.keys.auth,
        session=SessionId(caller.session),
        device=caller.device,
        made_at=clock.milliseconds(),
    )
    if not channel_store.add_device(me, made):
        raise Unauthenticated("This session has ended. Sign in again.", code="session-ended")
    return _answer(made, caller)


@app.get("/v1/me/push-subscriptions")
def list_push_subscriptions(me: PersonId, caller: Caller) -> Page[PushDevice]:
    """One's devices that take pushes, the newest first; all on one page, for there are 20 at most."""
    return Page([_answer(each, caller) for each in channel_reads.devices(me)[: channel_store.MAX_DEVICES]])


@app.delete("/v1/me/push-subscriptions/{subscription_id}")
def unsubscribe_device(me: PersonId, subscription_id: SubscriptionId) -> None:
    """Send no more pushes to a device. Doing it again changes nothing."""
    channel_store.remove_device(me, subscription_id)


def _check_keys(keys: PushKeys) -> None:
    try:
        web_push.point(web_push.unb64(keys.p256dh))
    except ValueError:
        raise Invalid.field("/keys/p256dh", "This is not a public key of a browser (P-256, uncompressed).") from None
    try:
        fits = len(web_push.unb64(keys.auth)) == 16
    except ValueError:
        fits = False
    if not fits:
        raise Invalid.field("/keys/auth", "This is not a browser's secret of 16 bytes.")


def _answer(found: Subscription, caller: Caller) -> PushDevice:
    return PushDevice(
        id=found.subscription_id,
        device=found.device,
        made_at=datetime.fromtimestamp(found.made_at / 1000, UTC),
        here=found.session == caller.session,
    )
