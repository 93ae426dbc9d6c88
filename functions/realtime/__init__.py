"""Realtime: which devices have an open socket, and what travels over it.

Says nothing. Reacts to `TimelinesGrew`, `PersonNotified`, `MediaReady` and `MediaRejected` by telling the devices of
those concerned, and to `SessionEnded` by closing the session's sockets. A frame is a hint, delivered at least once to
devices that stay connected: what it tells is found by reading the API, and that is what a device does after connecting.
"""
