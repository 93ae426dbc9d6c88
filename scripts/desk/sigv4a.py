"""Signature version 4A for botocore: what CloudFront's key-value stores ask for.

botocore knows it only through awscrt, which, once installed, signs everything else too. The key is derived as AWS
documents it (NIST SP 800-108, counter mode, HMAC-SHA256) and signs with ECDSA on P-256; the rest is version 4.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from botocore import auth
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ALGORITHM = "AWS4-ECDSA-P256-SHA256"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
_REGIONS = "X-Amz-Region-Set"


def signing_key(access_key: str, secret_key: str) -> ec.EllipticCurvePrivateKey:
    """The private key that belongs to a pair of AWS keys; the same pair always gives the same one."""
    for count in range(1, 255):
        fixed = b"\0\0\0\1" + ALGORITHM.encode() + b"\0" + access_key.encode() + bytes([count]) + b"\0\0\1\0"
        candidate = int.from_bytes(hmac.digest(f"AWS4A{secret_key}".encode(), fixed, "sha256"), "big")
        if candidate <= _ORDER - 2:
            return ec.derive_private_key(candidate + 1, ec.SECP256R1())
    raise ValueError("These AWS keys give no signing key.")


class SigV4AAuth(auth.SigV4Auth):
    """Signs for every region at once: the region is a header, not a part of the scope."""

    _service_name: str
    _region_name: str | None

    def credential_scope(self, request: Any) -> str:
        return f"{request.context['timestamp'][:8]}/{self._service_name}/aws4_request"

    def scope(self, request: Any) -> str:
        return f"{self.credentials.access_key}/{self.credential_scope(request)}"

    def string_to_sign(self, request: Any, canonical_request: str) -> str:
        digest = hashlib.sha256(canonical_request.encode()).hexdigest()
        return "\n".join([ALGORITHM, request.context["timestamp"], self.credential_scope(request), digest])

    def signature(self, string_to_sign: str, request: Any) -> str:  # noqa: ARG002 - botocore's
        key = signing_key(self.credentials.access_key or "", self.credentials.secret_key or "")
        return key.sign(string_to_sign.encode(), ec.ECDSA(hashes.SHA256())).hex()

    def _modify_request_before_signing(self, request: Any) -> None:
        super()._modify_request_before_signing(request)  # type: ignore[misc]  # not in its stubs
        if _REGIONS in request.headers:
            del request.headers[_REGIONS]
        request.headers[_REGIONS] = self._region_name or "*"

    def _inject_signature_to_request(self, request: Any, signature: str) -> Any:
        signed = self.signed_headers(self.headers_to_sign(request))
        request.headers["Authorization"] = (
            f"{ALGORITHM} Credential={self.scope(request)}, SignedHeaders={signed}, Signature={signature}"
        )
        return request


def teach_botocore() -> None:
    """Let clients made from now on sign with version 4A where a service asks for it."""
    auth.AUTH_TYPE_MAPS.setdefault("v4a", SigV4AAuth)
