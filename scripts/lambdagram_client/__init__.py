"""A client of the HTTP API: `Client("http://localhost:8080").sign_in({"login": …, "password": …})`.

Made by scripts/generate from docs/api/openapi.json; edit the views, not this file.
"""

from lambdagram_client.client import Client
from lambdagram_client.transport import Refused

__all__ = ["Client", "Refused"]
