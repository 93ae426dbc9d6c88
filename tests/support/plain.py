"""Requests of somebody who is nobody yet: without a session, each on a connection of its own.

The same as httpx's own functions, but for certificates: loopback has none, and loading those of the world is 50 ms of
CPU for each request.
"""

import ssl
from functools import partial

import httpx

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

get = partial(httpx.get, verify=NO_CERTIFICATES)
options = partial(httpx.options, verify=NO_CERTIFICATES)
post = partial(httpx.post, verify=NO_CERTIFICATES)
put = partial(httpx.put, verify=NO_CERTIFICATES)
request = partial(httpx.request, verify=NO_CERTIFICATES)
