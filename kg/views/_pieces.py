"""The pieces that pages are made of, as marked-up text: a mark, a link, a sentence, a meter, a neighbour.

Large graphs need a hundred thousand of them, so they are written here and not in templates, which take four times as
long.  Whatever comes from the graph goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from kg.views._draw import GLYPHS, STANCE_MARKS, Spoke
from kg.views._words import WORDS

Card = Mapping[str, Any]


@lru_cache(maxsize=64)
def glyph(kind: str, stance: str = "") -> Markup:
    """The mark of a kind of node, in the colour of the stance if there is one."""
    return _marked(
        f'<svg class="glyph fill-{stance or kind}" width="15" height="15" viewBox="0 0 16 16" aria-hidden="true">'
        f'<path d="{GLYPHS[kind]}"/></svg>'
    )


def linked(text: str, page: str | None) -> Markup:
    """A text of the graph, with the page it leads to if there is one."""
    name = f"<bdi>{escape(text)}</bdi>"
    return _marked(f'<a href="{escape(page)}">{name}</a>' if page else name)


@lru_cache(maxsize=8)
def stance_badge(stance: str) -> Markup:
    """What a sentence says, as sign and word."""
    return _marked(f'<span class="badge {stance}">{STANCE_MARKS[stance]} {WORDS[stance]}</span>')


def tallied(counts: Mapping[str, int]) -> Markup:
    """How many sentences take each stance, those that none takes left out."""
    told = ((stance, number) for stance, number in counts.items() if number)
    return _marked(" ".join(f'<span class="badge {s}">{STANCE_MARKS[s]} {number}</span>' for s, number in told))


def flag(text: str, name: str = "") -> Markup:
    """A small mark in words."""
    return _marked(f'<span class="{f"flag {name}".rstrip()}">{escape(text)}</span>')


def badges(card: Card) -> Markup:
    """What a sentence says, how surely, and whose finding it is."""
    told = [stance_badge(card["stance"])]
    if "certainty" in card:
        told.append(flag(WORDS[card["certainty"]], card["certainty"]))
    told += [flag(WORDS[word]) for word in ("headline" if "headline" in card else "", card.get("origin")) if word]
    if "n" in card:
        told.append(flag(f"n = {card['n']}"))
    if "retracted" in card:
        told.append(flag(WORDS["retracted"], "retracted"))
    told.append(_marked(f'<span class="kind">{escape(card["type"])}</span>'))
    return _marked(" ".join(told))


def source(card: Card, by: Card, *, design: bool = True) -> Markup:
    """Where a sentence stands: the paper, its design, the passage and the characters, the paper's address."""
    parts = [linked(by["name"], by.get("page"))]
    if design and "design" in by:
        parts.append(escape(by["design"]))
    parts.append(escape(f"{card['place']}, {WORDS['characters']} {card['start']}–{card['end']}"))
    if "link" in by and "identifier" in by:
        name = f"<bdi>{escape(by['identifier'])}</bdi>"
        parts.append(_marked(f'<a href="{escape(by["link"])}" rel="noopener noreferrer">{name}</a>'))
    return _marked(" · ".join(parts))


def sentence(card: Card, by: Card) -> Markup:
    """A sentence with what it says and where it stands."""
    return _marked(
        f'<blockquote class="{card["stance"]}"><p class="says">{badges(card)}</p>'
        f'<p dir="auto">“{escape(card["quote"])}”</p><footer>{source(card, by)}</footer></blockquote>\n'
    )


def meter(counts: Mapping[str, int], unsure: Mapping[str, int], facts: Sequence[str] = (), width: int = 300) -> Markup:
    """A bar parted by stance, each part paler where its sentences are hedged; its numbers, and facts beside them.

    Nothing where there are no sentences.
    """
    if not (total := sum(counts.values())):
        return _marked("")
    bars, at = "", 0.0
    for stance, number in counts.items():
        for part, pale in ((number - unsure[stance], ""), (unsure[stance], " pale")):
            wide = round(part * width / total, 1)
            bars += f'<rect class="fill-{stance}{pale}" x="{at:.1f}" width="{wide}" height="12"/>' if part else ""
            at += wide
    told = ", ".join(f"{number} {WORDS[stance]}" for stance, number in counts.items())
    numbers = "".join(f'<span class="badge {s}">{STANCE_MARKS[s]} {number}</span> ' for s, number in counts.items())
    hedged = WORDS["hedged_count"].format(n=sum(unsure.values()))
    return _marked(
        f'<div class="meter-box"><svg class="meter" viewBox="0 0 {width} 12" preserveAspectRatio="none" role="img"'
        f' aria-label="{told}, {hedged}">{bars}</svg>'
        f'<p class="counts">{numbers}<span class="kind">{escape(" · ".join([hedged, *facts]))}</span></p></div>'
    )


def neighbour(spoke: Spoke, kind: str, name: str, counts: Mapping[str, int], page: str | None) -> Markup:
    """A node beside the one in the middle of a picture: its mark, its name, what is said between them."""
    sign = "".join(f" {STANCE_MARKS[stance]}{number}" for stance, number in counts.items() if number)
    mark = (
        f'<path class="fill-{kind}" d="{GLYPHS[kind]}" transform="translate({spoke.x - 8:.1f} {spoke.y - 8:.1f})"/>'
        f'<text x="{spoke.label_x}" y="{spoke.y + 4.5:.1f}" text-anchor="{spoke.anchor}">{escape(name)}{sign}</text>'
    )
    return _marked(f'<a href="{escape(page)}">{mark}</a>\n' if page else f"<g>{mark}</g>\n")


def tie(spoke: Spoke) -> Markup:
    """The line to a neighbour."""
    return _marked(f'<path class="tie {spoke.stance}" d="{spoke.line}"/>')


def listed(kind: str, name: str, page: str | None, counts: Mapping[str, int] | None, mark: str = "") -> Markup:
    """A neighbour in a list, with a mark in words, and what is said between them if that is known."""
    text = f"<span>{linked(name, page)} {flag(mark, 'contested')}</span>" if mark else linked(name, page)
    told = f'<span class="at">{tallied(counts)}</span>' if counts else ""
    return _marked(f"<li>{glyph(kind)}{text}{told}</li>")


def joined(pieces: Iterable[Markup]) -> Markup:
    """The pieces one after another."""
    return _marked("".join(pieces))


def _marked(text: str) -> Markup:
    return Markup(text)  # noqa: S704 (what comes from the graph was escaped above)
