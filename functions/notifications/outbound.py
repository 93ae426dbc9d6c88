"""Pushing one message to all devices of a person: each once, as far as an effect outside of the platform allows."""

import time

import msgspec

from kernel import clock
from kernel.errors import Invalid
from kernel.ids import PersonId
from kit import secrets, telemetry
from kit.settings import settings
from notifications import channel_reads, channel_store, push_door, web_push, wording
from notifications.channel_reads import Sent, Subscription
from notifications.channel_store import MAX_DEVICES
from notifications.push_door import NoAnswer, Refused
from notifications.wording import PushText

LIFE_SECONDS = 24 * 3600
"""A push that could not be delivered for so long is of no use any more: the TTL, and the end of our own tries."""

BUDGET = 8.0
"""Seconds that one message may spend on sending; slow push services wait for the next delivery of it."""

MOST_TRIES = 6
LONGEST_WAIT = 900


def push(person: PersonId, what: str, text: PushText) -> int:
    """Push to every device; returns in how many seconds to call it again for those that could not be served (0: none).

    A device is served once for each `what`. The row is written before and after, so that only a process that dies
    in between can push twice; then the tag makes the second replace the first on the screen.
    """
    devices = channel_reads.devices(person)[:MAX_DEVICES]
    known = channel_reads.sent(what) if devices else {}
    until, waits = time.monotonic() + BUDGET, []
    body = msgspec.json.encode(text)
    for device in devices:
        if time.monotonic() > until:
            waits.append(1)
            continue
        waits.append(_one(person, what, device, known.get(device.subscription_id), body, text))
    return max(waits, default=0)


def _one(person: PersonId, what: str, device: Subscription, known: Sent | None, body: bytes, text: PushText) -> int:
    """Push to one device; returns the seconds to wait, 0 when there is nothing more to do."""
    now = clock.seconds()
    if known is not None and known.state != "waits":
        return 0
    if known is not None and known.until > now:
        return min(LONGEST_WAIT, known.until - now)
    if not channel_store.claim(what, device.subscription_id, now):
        return 0  # somebody else is about to
    tries = (known.tries if known else 0) + 1
    status, wait = _send(device, body, text)
    telemetry.count("PushesSent" if 200 <= status < 300 else "PushesRefused")
    if 200 <= status < 300:
        channel_store.settle(what, device.subscription_id, "sent")
        return 0
    if status in (404, 410):
        channel_store.remove_device(person, device.subscription_id)
    elif status in (0, 429) or status >= 500:
        if tries < MOST_TRIES:
            wait = max(wait, 1 << tries)
            channel_store.settle(what, device.subscription_id, "waits", now + wait)
            return min(LONGEST_WAIT, wait)
    else:
        telemetry.logger().warning("push refused", extra={"status": status})
    channel_store.settle(what, device.subscription_id, "dropped")
    return 0


def _send(device: Subscription, body: bytes, text: PushText) -> tuple[int, int]:
    """The push service's status and Retry-After; 0 when it did not answer, 410 when nothing may be sent there."""
    headers = {
        "Authorization": web_push.proof(
            device.endpoint,
            web_push.key_of(secrets.key("vapid-key")),
            contact=settings().app_origin,
            now=clock.now(),
        ),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LIFE_SECONDS),
        "Urgency": "normal" if text.kind in wording.URGENT else "low",
        "Topic": web_push.topic(text.tag),
    }
    try:
        sealed = web_push.encrypt(body, web_push.unb64(device.p256dh), web_push.unb64(device.auth))
        answer = push_door.post(device.endpoint, headers, sealed)
    except NoAnswer as error:
        telemetry.logger().info("push service away", extra={"reason": str(error)})
        return 0, 0
    except (Refused, Invalid, ValueError):
        telemetry.logger().warning("push endpoint leads where nothing may be sent")
        return 410, 0
    return answer.status, answer.retry_after
