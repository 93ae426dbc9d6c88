"""What browsers and this platform tell each other about passkeys: the JSON forms of WebAuthn Level 3, section 5."""

from typing import Annotated, Any

from msgspec import Meta, field

from kernel.shapes import Answer, Body

_Base64 = Annotated[str, Meta(min_length=1, max_length=16_384, pattern="^[A-Za-z0-9_=-]+$")]
_Id = Annotated[str, Meta(min_length=1, max_length=1400, pattern="^[A-Za-z0-9_=-]+$")]
_Word = Annotated[str, Meta(max_length=64)]


class Attestation(Body, frozen=True):
    """What an authenticator answers when a passkey is made. Only the first two fields are looked at, and transports."""

    client_data_json: _Base64 = field(name="clientDataJSON")
    attestation_object: _Base64
    transports: Annotated[list[_Word], Meta(max_length=8)] = field(default_factory=list)
    authenticator_data: _Base64 | None = None
    public_key: _Base64 | None = None
    public_key_algorithm: int | None = None


class Assertion(Body, frozen=True):
    """What an authenticator answers when a passkey is used."""

    client_data_json: _Base64 = field(name="clientDataJSON")
    authenticator_data: _Base64
    signature: _Base64
    user_handle: _Base64 | None = None


class NewCredential(Body, frozen=True):
    """`PublicKeyCredential.toJSON()` after `navigator.credentials.create()`."""

    id: _Id
    raw_id: _Id
    type: _Word
    response: Attestation
    authenticator_attachment: _Word | None = None
    client_extension_results: dict[str, Any] = field(default_factory=dict)


class Credential(Body, frozen=True):
    """`PublicKeyCredential.toJSON()` after `navigator.credentials.get()`."""

    id: _Id
    raw_id: _Id
    type: _Word
    response: Assertion
    authenticator_attachment: _Word | None = None
    client_extension_results: dict[str, Any] = field(default_factory=dict)


class RelyingParty(Answer, frozen=True):
    """Whom a passkey is for."""

    id: str
    name: str


class User(Answer, frozen=True):
    """Who a passkey signs in; `id` says nothing about them."""

    id: str
    name: str
    display_name: str


class Algorithm(Answer, frozen=True):
    """A kind of key that is taken (COSE numbers)."""

    alg: int
    type: str = "public-key"


class Descriptor(Answer, frozen=True):
    """A passkey that is known."""

    id: str
    transports: list[str]
    type: str = "public-key"


class Selection(Answer, frozen=True):
    """Which authenticators may be used: those that find the passkey themselves and check who uses it."""

    resident_key: str = "required"
    require_resident_key: bool = True
    user_verification: str = "required"


class CreationOptions(Answer, frozen=True):
    """For `PublicKeyCredential.parseCreationOptionsFromJSON()`."""

    challenge: str
    rp: RelyingParty
    user: User
    pub_key_cred_params: list[Algorithm]
    exclude_credentials: list[Descriptor]
    timeout: int
    authenticator_selection: Selection = Selection()
    attestation: str = "none"


class RequestOptions(Answer, frozen=True):
    """For `PublicKeyCredential.parseRequestOptionsFromJSON()`. Without `allowCredentials` the device finds its own."""

    challenge: str
    rp_id: str
    timeout: int
    allow_credentials: list[Descriptor]
    user_verification: str = "required"
