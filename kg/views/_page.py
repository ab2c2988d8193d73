"""The frame of every page: templates with autoescape on, and a policy that lets only our own inlined code run.

The policy is `default-src 'none'` with the SHA-256 of each script and style (CSP level 2), so that nothing a
title says can run or be fetched, and the page asks nothing of any network.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.views import _pieces
from kg.views._draw import GLYPHS, STANCE_MARKS
from kg.views._text import doi_link, pmid_link, short, spaced, web
from kg.views._words import QUERY_COMMAND, WORDS

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.views._site import Site

ASSETS = Path(__file__).resolve().parent / "assets"


@lru_cache(maxsize=32)
def asset(name: str) -> str:
    """The text of a file of the assets, with line ends as a browser hashes them."""
    return (ASSETS / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """A Jinja environment that escapes everything and compiles each template once."""
    from jinja2 import Environment, FileSystemLoader

    made = Environment(
        loader=FileSystemLoader(ASSETS), autoescape=True, auto_reload=False, trim_blocks=True, lstrip_blocks=True
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    made.globals.update(t=WORDS, glyphs=GLYPHS, marks=STANCE_MARKS, parts=_pieces)
    made.filters.update(short=short, web=web, doi_link=doi_link, pmid_link=pmid_link, spaced=spaced, count=count)
    return made


def count(number: int, kind: str) -> str:
    """A number with its noun: "1 paper", "2,000 papers"; the kind is a key of the dictionary of words."""
    return f"{number:,} {WORDS['one_' + kind if number == 1 else kind].lower()}"


def frame(
    site: Site,
    *,
    name: str,
    title: str,
    question: str,
    root: str = "",
    styles: Sequence[str] = (),
    code: Sequence[str] = (),
) -> dict[str, Any]:
    """What page.html.j2 needs: the navigation, the styles and scripts as marked-up text, and the policy for them.

    `styles` and `code` are names of assets, or code itself where it holds a line break; `root` leads from the page
    to the folder of index.html.
    """
    styled, scripts = [_inline(s) for s in ("page.css", *styles)], [_inline(s) for s in ("theme.js", *code)]
    return {
        "name": name,
        "title": title,
        "question": question,
        "root": root,
        "views": site.views,
        "styles": [_markup(style) for style in styled],
        "scripts": [_markup(script) for script in scripts],
        "policy": _policy(scripts, styled),
        "query_command": QUERY_COMMAND,
    }


def render(template: str, context: Mapping[str, Any]) -> str:
    """The page a template makes of a context."""
    return _environment().get_template(template).render(**context)


def _inline(code: str) -> str:
    text = code if "\n" in code else asset(code)
    # Inside a script element the parser looks for its end tag only.
    return text.replace("</script", "<\\/script")


def _markup(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 (our own assets, never data)


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: Sequence[str]) -> str:
    return " ".join(f"'sha256-{_hash(text)}'" for text in texts)


@lru_cache(maxsize=64)
def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
