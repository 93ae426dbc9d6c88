"""Media's functions as the platform runs them, on an emulator: table, buckets with their notification, queue."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import boto3
from media import inbox, model, parts, process, sweep, uploads
from media.asking import NewUpload

import contracts
from contracts import Fact
from kernel.ids import MediaId, PersonId, new_id
from kit import objects
from kit.settings import settings
from support.tables import client, tables

ALICE = PersonId(new_id())
BOB = PersonId(new_id())


class Killed(BaseException):
    """The process ended here: no `except Exception` of ours runs."""


@dataclass
class World:
    """The parts that a test looks at, and what the platform does between them."""

    endpoint: str
    prefix: str
    s3: Any
    sqs: Any
    queue: str
    coming: int = 0
    """Objects stored whose messages are still to come: storage tells the queue a moment later."""

    def start(self, data: bytes, *, by: PersonId = ALICE, **body: Any) -> uploads.UploadAnswer:
        """Ask for a form that fits `data`."""
        given = {"content_type": "image/jpeg", "bytes": len(data), **body}
        return uploads.start_upload(by, NewUpload(**given))

    def upload(self, data: bytes, *, by: PersonId = ALICE, **body: Any) -> MediaId:
        """Upload by a real form; storage tells the queue."""
        started = self.start(data, by=by, **body)
        status, text = post(started.upload.url, started.upload.fields, data)
        assert status == 204, text
        self.coming += 1
        return started.media_id

    def put(self, media_id: MediaId, data: bytes, *, by: PersonId = ALICE) -> None:
        """Store an upload past its form."""
        self.s3.put_object(Bucket=settings().upload_bucket, Key=f"uploads/{by}/{media_id}", Body=data)
        self.coming += 1

    def messages(self) -> list[str]:
        """What is in the queue, all that was stored included; taken out of it."""
        found: list[str] = []
        until = time.monotonic() + 5
        while time.monotonic() < until:
            batch = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", [])
            for message in batch:
                if '"s3:TestEvent"' not in message["Body"]:  # sent when the notification was made
                    found.append(message["Body"])
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
            if not batch and len(found) >= self.coming:
                break
        self.coming = 0
        return found

    def deliver(self, *bodies: str) -> int:
        """Give messages to the function as one batch; returns how many failed."""
        records = [
            {"messageId": str(number), "body": body, "eventSource": "aws:sqs", "attributes": {}}
            for number, body in enumerate(bodies)
        ]
        return len(process.app({"Records": records}, None)["batchItemFailures"])

    def settle(self) -> None:
        """Deliver until the queue is empty."""
        while bodies := self.messages():
            assert self.deliver(*bodies) == 0

    def sweep(self) -> None:
        named = {"version": "0", "id": "tick", "source": "aws.events", "account": "000000000000", "detail": {}}
        when = {"detail-type": "Scheduled Event", "time": "2026-11-22T12:00:00Z", "region": "eu-central-1"}
        sweep.app({**named, **when, "resources": []}, None)

    def objects(self, bucket: str = "") -> set[str]:
        """Keys in the media bucket, or in another."""
        answer = self.s3.list_objects_v2(Bucket=bucket or settings().media_bucket)
        return {each["Key"] for each in answer.get("Contents", [])}

    def waiting_objects(self) -> set[str]:
        return self.objects(settings().upload_bucket)

    def item(self, media_id: MediaId) -> dict[str, Any]:
        """The card as it is stored."""
        return self._get(f"MEDIA#{media_id}", "CARD")

    def unfinished(self, person: PersonId) -> int:
        """The person's count, and the index that it must agree with."""
        return int(self._get(f"PERSON#{person}", "UPLOADS").get("unfinished_uploads", 0))

    def unfinished_rows(self) -> set[str]:
        """The index of unfinished uploads."""
        return self.shelf("UNFINISHED") | self.shelf("PARTS")

    def shelf(self, name: str) -> set[str]:
        """What stands on one shelf of the index."""
        rows = client(self.endpoint, "dynamodb").scan(TableName=f"{self.prefix}-media", IndexName="unfinished")
        found = {row["pk"]["S"].partition("#")[2]: row["unfinished"]["S"].partition("#")[0] for row in rows["Items"]}
        return {media for media, shelf in found.items() if shelf == name}

    def stored(self, person: PersonId, place: str = "STORAGE") -> tuple[int, int]:
        """Files and bytes that are counted of a person: stored, or at `DAY#…`."""
        item = self._get(f"PERSON#{person}", place)
        return int(item.get("files", 0)), int(item.get("bytes", 0))

    def start_parts(self, data: bytes, *, by: PersonId = ALICE, **body: Any) -> parts.PartsStarted:
        """Ask to upload in parts."""
        given = {"content_type": "image/jpeg", "bytes": len(data), **body}
        return parts.start_parts(by, NewUpload(**given))

    def send_parts(self, media_id: MediaId, data: bytes, *numbers: int, by: PersonId = ALICE) -> None:
        """PUT these parts of a file to their addresses."""
        for each in parts.sign_parts(by, media_id, parts.WantedParts(numbers=list(numbers))).parts:
            start = (each.number - 1) * model.PART_BYTES
            status, text = put(each.url, data[start : start + model.PART_BYTES])
            assert status == 200, text

    def hear(self, *facts: Fact) -> None:
        """Give facts to the inbox, in this order, each as a message of its own."""
        envelopes = [contracts.encode(contracts.envelope(fact, actor=None, journey="j")) for fact in facts]
        records = [
            {"messageId": str(number), "body": f'{{"detail": {text}}}', "eventSource": "aws:sqs", "attributes": {}}
            for number, text in enumerate(envelopes)
        ]
        assert inbox.app({"Records": records}, None)["batchItemFailures"] == []

    def change(self, media_id: MediaId, **values: int | str) -> None:
        """Change a card behind the back of the code: for time that passes."""
        table = self._table()
        for name, value in values.items():
            table.update_item(
                Key={"pk": f"MEDIA#{media_id}", "sk": "CARD"},
                UpdateExpression="SET #n = :v",
                ExpressionAttributeNames={"#n": name},
                ExpressionAttributeValues={":v": value},
            )

    def _get(self, pk: str, sk: str) -> dict[str, Any]:
        return dict(self._table().get_item(Key={"pk": pk, "sk": sk}, ConsistentRead=True).get("Item", {}))

    def _table(self) -> Any:
        return boto3.resource("dynamodb", endpoint_url=self.endpoint).Table(f"{self.prefix}-media")


def post(url: str, fields: dict[str, str], data: bytes) -> tuple[int, str]:
    """Send an upload form as a browser does."""
    boundary = "form-boundary-9f2c"
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    head = "".join(parts) + (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="photo"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    place = urlsplit(url)
    if (place.hostname or "").endswith(".localhost"):  # browsers know that this is loopback; resolvers may not
        url = place._replace(netloc=f"127.0.0.1:{place.port}").geturl()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Host": place.netloc}
    request = Request(url, body, headers)
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def put(url: str, data: bytes) -> tuple[int, str]:
    """Send a part as a browser does."""
    place = urlsplit(url)
    if (place.hostname or "").endswith(".localhost"):
        url = place._replace(netloc=f"127.0.0.1:{place.port}").geturl()
    request = Request(url, data, {"Host": place.netloc, "Content-Type": ""}, method="PUT")
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@contextmanager
def media_world(endpoint: str) -> Iterator[World]:
    """Everything that infra/media.yaml makes, as far as these functions meet it, under a prefix of its own."""
    with tables(endpoint, "media", "profiles", "posts", secrets=("media-key",)) as prefix:
        objects.reset()
        sweep._queue.cache_clear()
        s3, sqs = client(endpoint, "s3"), client(endpoint, "sqs")
        queue = sqs.create_queue(QueueName=f"{prefix}-media-process")["QueueUrl"]
        sqs.create_queue(QueueName=f"{prefix}-media-inbox-dead")
        arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": _policy(arn)})
        for bucket in (settings().upload_bucket, settings().media_bucket):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        rules = [{"Name": "prefix", "Value": "uploads/"}]
        wanted = {"QueueArn": arn, "Events": ["s3:ObjectCreated:*"], "Filter": {"Key": {"FilterRules": rules}}}
        s3.put_bucket_notification_configuration(
            Bucket=settings().upload_bucket, NotificationConfiguration={"QueueConfigurations": [wanted]}
        )
        yield World(endpoint, prefix, s3, sqs, queue)
        objects.reset()


def _policy(arn: str) -> str:
    allowed = {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**allowed, "Resource": arn}]})
