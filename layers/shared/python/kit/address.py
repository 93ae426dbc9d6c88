"""The network address of a caller, for rate limits and session lists.

Behind the CDN it is `CloudFront-Viewer-Address`, believed only when the CDN's secret header is there too; otherwise it
is the address of the connection. `X-Forwarded-For` is never believed (ASVS 4.1.3).
"""

import hmac
from typing import Any

from kit import secrets

SECRET_HEADER = "x-origin-secret"  # noqa: S105 - the name of a header
VIEWER_HEADER = "cloudfront-viewer-address"


def client_address(headers: Any, context: dict[str, Any]) -> str:
    """The caller's address without its port."""
    seen: str = context.get("http", {}).get("sourceIp", "") or context.get("identity", {}).get("sourceIp", "")
    viewer = headers.get(VIEWER_HEADER)
    if viewer and hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(), secrets.text("origin-secret").encode()):
        return str(viewer).rpartition(":")[0]
    return seen
