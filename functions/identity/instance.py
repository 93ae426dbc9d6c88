"""What anybody may know of this platform before they sign up."""

from typing import Literal

from kernel.shapes import Answer
from kit import mail
from kit.endpoints import Reply
from kit.service import Service
from kit.settings import settings

app = Service("instance")


class Instance(Answer, frozen=True):
    """`sign_up` says who may: everybody, who has an invitation, or nobody. `mail`: whether letters are sent."""

    name: str
    sign_up: Literal["open", "invitation", "closed"]
    verified_only: bool
    mail: bool


@app.get("/v1/public/instance")
def read_instance() -> Reply[Instance]:
    """Name of this platform and who may sign up."""
    known = settings()
    answer = Instance(
        name=known.instance_name, sign_up=known.signup_mode, verified_only=known.require_verified, mail=mail.is_on()
    )
    return Reply(answer, headers={"cache-control": "public, max-age=300"})
