"""How letters look: the same sentences as plain text and as simple HTML that every program shows."""

from html import escape

from msgspec import Struct

from kit.settings import settings


class Button(Struct, frozen=True):
    """One thing to do: a word and its address."""

    label: str
    url: str


class Letter(Struct, frozen=True):
    """A letter before it is laid out. Sentences come before what is to be done, `after` it the small print."""

    subject: str
    sentences: list[str]
    code: str = ""
    button: Button | None = None
    after: list[str] = []
    unsubscribe: str = ""


def text(letter: Letter) -> str:
    """The letter as plain text."""
    parts = list(letter.sentences)
    if letter.code:
        parts.append(f"    {letter.code}")
    if letter.button:
        parts.append(f"{letter.button.label}:\n{letter.button.url}")
    parts += letter.after
    foot = f"-- \n{settings().instance_name}"
    if letter.unsubscribe:
        foot += f"\nNo more letters like this: {letter.unsubscribe}"
    return "\n\n".join([*parts, foot]) + "\n"


def html(letter: Letter) -> str:
    """The letter as HTML: one narrow column, no pictures, no addresses of others, nothing that tracks."""
    name = escape(settings().instance_name)
    parts = [f'<p style="margin:0 0 16px">{escape(each)}</p>' for each in letter.sentences]
    if letter.code:
        parts.append(
            '<p style="margin:24px 0;font:600 32px/1 ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px">'
            f"{escape(letter.code)}</p>"
        )
    if letter.button:
        url = escape(letter.button.url, quote=True)
        parts.append(
            f'<p style="margin:24px 0"><a href="{url}" style="display:inline-block;padding:12px 24px;'
            'border-radius:12px;background:#111827;color:#ffffff;text-decoration:none;font-weight:600">'
            f"{escape(letter.button.label)}</a></p>"
        )
    parts += [f'<p style="margin:0 0 12px;color:#6b7280;font-size:14px">{escape(each)}</p>' for each in letter.after]
    foot = name
    if letter.unsubscribe:
        url = escape(letter.unsubscribe, quote=True)
        foot += f' · <a href="{url}" style="color:#6b7280">No more letters like this</a>'
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(letter.subject)}</title></head>"
        '<body style="margin:0;padding:32px 16px;background:#f3f4f6">'
        '<div style="max-width:480px;margin:0 auto;padding:32px;border-radius:16px;background:#ffffff;color:#111827;'
        'font:16px/1.5 -apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif">'
        f'<p style="margin:0 0 24px;font-weight:700">{name}</p>{"".join(parts)}</div>'
        '<p style="max-width:480px;margin:16px auto 0;color:#6b7280;font:13px/1.5 sans-serif;text-align:center">'
        f"{foot}</p></body></html>\n"
    )
