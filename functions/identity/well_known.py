"""What verifiers of access tokens need to know: the issuer and its public keys (OpenID Connect Discovery 1.0)."""

from typing import Any

from identity import reads
from kit.endpoints import Reply
from kit.service import Service
from kit.settings import settings

app = Service("well-known")

_CACHED = {"cache-control": "public, max-age=300"}


@app.get("/.well-known/openid-configuration")
def openid_configuration() -> Reply[dict[str, Any]]:
    """The issuer of access tokens and where its keys are."""
    issuer = settings().issuer
    return Reply(
        {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/.well-known/jwks.json",
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
        },
        headers=_CACHED,
    )


@app.get("/.well-known/jwks.json")
def jwks() -> Reply[dict[str, Any]]:
    """The public keys that verify access tokens (RFC 7517)."""
    return Reply({"keys": reads.public_keys()}, headers=_CACHED)
