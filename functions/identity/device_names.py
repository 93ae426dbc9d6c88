"""A device in two words, from what its program says of itself (User-Agent). Never believed for anything but showing."""

_PROGRAMS = (
    ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"), ("python-httpx/", "A script"), ("curl/", "curl"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"), ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def name_of(user_agent: str) -> str:
    """Such as "Firefox on Windows", "Safari on iPhone", "Unknown device". Says nothing of what it does not know."""
    program = next((name for mark, name in _PROGRAMS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if program and system:
        return f"{program} on {system}"
    return program or system or "Unknown device"
