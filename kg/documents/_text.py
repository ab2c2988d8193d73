"""Bytes to text, and text to what a reader sees: encodings, entities, leftover markup, odd spaces."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from functools import lru_cache

from kg.errors import RecordError

LONGEST = 8 << 20  # bytes of a line
HEAD = 4096  # bytes in which a file may say its encoding
_AS_LATIN = "litkg-as-latin-1"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where a file may say its encoding: the XML declaration, a saved page's <meta>, JabRef's first comment.
_DECLARED = re.compile(rb"""(?:<\?xml[^>]{0,200}?encoding|<meta[^>]{0,200}?charset)\s*=\s*["']?([\w.:-]{2,40})""", re.I)
_JABREF = re.compile(rb"^%\s*Encoding:\s*([\w-]{2,40})", re.I | re.M)

# What `codecs` knows and is no encoding of text, or is a smaller one than those tried anyway.
_NOT_TEXT = frozenset(
    {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "iso8859-1", "ascii", "idna", "punycode"}
)

_ENTITY = re.compile(r"&(?:amp;)*(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TEX = re.compile(
    r"<(?:jats:)?tex-math[^<>]*>.{0,5000}?</(?:jats:)?tex-math>|\\documentclass.{0,5000}?\\end\{document\}", re.S
)
_SCRIPT = re.compile(r"<(?:jats:)?(su[pb])\b[^<>]{0,200}>([^<>]{0,200})</(?:jats:)?\1>", re.I)
_BLOCK = re.compile(
    r"</?(?:(?:jats|xhtml|h):)?(?:p|br|div|li|ul|ol|dl|dd|dt|tr|td|th|table|h[1-6]|sec|title|list|list-item|hr|"
    r"section|blockquote|article|AbstractText)(?:\s[^<>]{0,500})?/?>",
    re.I,
)
_INLINE = re.compile(
    r"</?(?:(?:jats|xhtml|h|mml|m|xlink):[\w.-]{1,30}|i|b|u|em|strong|it|bold|italic|underline|span|sup|sub|inf|font|a|"
    r"small|big|tt|code|sc|scp|roman|ext-link|xref|inline-formula|named-content|styled-content|monospace|math|mrow|"
    r"mi|mn|mo|msup|msub|mtext|mfrac|msubsup|mstyle|sans-serif|strike|overline|nobr|wbr|abbr|cite|q|mark|kern|uri|email)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.I,
)
_PLAIN = bytes(code for code in range(32, 127) if code not in b"&<")  # ASCII that stays as it is
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SCRIPTS = {
    "sup": str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻"),
    "sub": str.maketrans("0123456789+-−–", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋"),
}
_SCRIPTABLE = re.compile(r"[0-9+\-−–]+\Z")
_UNIT = re.compile(r"(?:\d|(?<![A-Za-z])[cmkd]?m)\Z")


def decode(data: bytes) -> str:
    """The text of a file, without its byte order mark; line ends as they are.

    Raises `RecordError` where the bytes are no text in any encoding, or hold a line that no honest file has.
    """
    if len(data) > LONGEST and _longest_line(data) > LONGEST:
        raise RecordError(f"a line of more than {LONGEST >> 20} MB", raw=data[:1000])
    name = encoding(data)
    return data.decode(name, on_error(name)).removeprefix("\ufeff")


def _longest_line(data: bytes) -> int:
    ends = [m.start() for m in re.finditer(rb"[\r\n]", data)]
    return max((b - a for a, b in zip([-1, *ends], [*ends, len(data)], strict=True)), default=0)


def encoding(data: bytes) -> str:
    """The encoding `decode` takes: that of the byte order mark, UTF-8 where valid, the declared one, else cp1252.

    Raises `RecordError` for bytes that are no text.

    >>> encoding("é".encode("cp1252")), encoding("é".encode())
    ('cp1252', 'utf-8')
    """
    if name := marked(data):
        return name
    if b"\0" in data:
        raise RecordError("not text: it holds NUL bytes", help="give the exported text, not a binary document")
    for name in ("utf-8", *declared(data)):
        try:
            data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        return name
    return "cp1252"


def marked(data: bytes) -> str | None:
    """The encoding of the byte order mark that bytes begin with; None without one."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def declared(data: bytes) -> list[str]:
    """The encodings the file says it has; code pages that are not text encodings are refused by `codecs`."""
    found = _DECLARED.search(data, 0, HEAD) or _JABREF.search(data, 0, 1024)
    name = found[1].decode("ascii") if found else ""
    try:
        return [name] if name and codecs.lookup(name).name not in _NOT_TEXT else []
    except LookupError:
        return []


def on_error(encoding: str) -> str:
    """What becomes of bytes an encoding leaves open, as the name of an error handler.

    The five of Windows-1252 are taken for what they are in Latin-1.
    """
    return _AS_LATIN if encoding == "cp1252" else "replace"


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_AS_LATIN, _as_latin)


def clean(text: str) -> str:
    """One line of plain text as a reader sees it.

    Entities are decoded, twice-escaped ones too; markup is read through; NFC; every kind of space is one blank.
    A bare "<" stays, and so do bidirectional marks.

    >>> clean("CD8<sup>+</sup> &amp;gt; 10<sup>6</sup>&nbsp;cells, p < 0.05")
    'CD8+ > 10⁶ cells, p < 0.05'
    """
    return text if is_plain(text) else " ".join(_plain(text, " ").split())


def is_plain(text: str) -> bool:
    """Whether a text is surely clean: most are, and this is quickly told.

    >>> is_plain("p = 0.05"), is_plain("p < 0.05"), is_plain("café"), is_plain("two  blanks")
    (True, False, True, False)
    """
    if text.isascii():
        if text.isalnum():
            return True
        letters = text.encode()
    else:
        if not _are_plain("".join(_NOT_ASCII.findall(text))):
            return False
        letters = text.encode("ascii", "ignore")
    return not letters.translate(None, _PLAIN) and "  " not in text and text[:1] != " " and text[-1:] != " "


@lru_cache(maxsize=4096)
def _are_plain(others: str) -> bool:
    """Whether the characters of a text that are not ASCII stay as they are, whatever stands between them."""
    if not others.isprintable() or _CONTROL.search(others) or any(map(unicodedata.combining, others)):
        return False
    return unicodedata.is_normalized("NFC", others)


@lru_cache(maxsize=16384)
def cleaned(text: str) -> str:
    """`clean`, for names and terms that many records share."""
    return clean(text)


def lines(text: str) -> str:
    r"""As `clean`, but line breaks stay, and block markup makes some; no empty lines, no blanks at line ends.

    >>> lines("<p>One.</p><p>Two<br/>three</p>")
    'One.\nTwo\nthree'
    """
    return "\n".join(line for line in (" ".join(part.split()) for part in _plain(text, "\n").splitlines()) if line)


def titled(title: str, subtitle: str) -> str:
    """Title and subtitle as one, a colon between them; some publishers repeat the one in the other.

    >>> titled("Lupus:", "a trial"), titled("Does it work?", "A trial"), titled("Lupus: a trial", "A trial")
    ('Lupus: a trial', 'Does it work? A trial', 'Lupus: a trial')
    """
    if not (title and subtitle) or subtitle.lower() in title.lower():
        return title or subtitle
    title = title.rstrip(" :")
    return f"{title} {subtitle}" if title.endswith(("?", "!", ".")) else f"{title}: {subtitle}"


def _plain(text: str, gap: str) -> str:
    for _ in range(6 if "&" in text or "<" in text else 0):
        before = text
        if "&" in text:
            text = _ENTITY.sub(_character, text)
        if "<" in text or "\\" in text:
            text = _markup(text, gap)
        if text == before:
            break
    if not text.replace("\n", " ").isprintable():
        text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    return unicodedata.normalize("NFC", text)


def _character(match: re.Match[str]) -> str:
    return html.unescape(f"&{match[1]};")


def _markup(text: str, gap: str) -> str:
    text = _TEX.sub("", text) if "tex-math" in text or "\\documentclass" in text else text
    text = _SCRIPT.sub(_scripted, text)
    return _INLINE.sub("", _BLOCK.sub(gap, text))


def _scripted(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 3) : match.start()]
    return script(match[1].lower(), match[2].strip(), after=before)


def script(kind: str, text: str, *, after: str) -> str:
    """Superscript ("sup") or subscript ("sub") text in a line, `after` being what stands before it.

    Raised digits that would run into a number or a unit stay raised: 10⁶ is not 106; so do negative powers.

    >>> script("sup", "-6", after="10"), script("sup", "+", after="CD8"), script("sup", "2", after="mg/m")
    ('⁻⁶', '+', '²')
    >>> script("sup", "-1", after="g L"), script("sub", "2", after="H")
    ('⁻¹', '2')
    """
    power = kind == "sup" and text[:1] in "-−–"
    if _SCRIPTABLE.match(text) and any(c.isdigit() for c in text) and (power or _UNIT.search(after)):
        return text.translate(_SCRIPTS[kind])
    return text
