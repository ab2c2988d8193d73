"""Marks and small drawings that pages share, as numbers for SVG attributes: rounded, so that bytes repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Paths in a box of 16 by 16; the same marks stand in the legend, the pictures and the lists.
GLYPHS = {
    "therapy": "M8 1.5 13.6 4.8v6.4L8 14.5 2.4 11.2V4.8z",
    "disease": "M8 1.2 14.8 8 8 14.8 1.2 8z",
    "paper": "M8 2.5a5.5 5.5 0 1 0 .01 0z",
    "author": "M3 3h10v10H3z",
    "proposition": "M3.5 1.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2z",
    "outcome": "M8 1.5l1.9 4.3 4.6.4-3.5 3.1 1 4.6L8 11.5l-4 2.4 1-4.6L1.5 6.2l4.6-.4z",
    "target": "M2 2h12v4H10v8H6V6H2z",
    "community": "M8 1a7 7 0 1 0 .01 0z",
    "node": "M8 3.5a4.5 4.5 0 1 0 .01 0z",
    "claim": "M8 2 14.5 13.5h-13z",
    "refuted": "M1.5 2.5h13L8 14z",
}
STANCE_MARKS = {"supports": "+", "disputes": "−", "neutral": "?"}
DASHES: dict[str, bool | list[int]] = {"supports": False, "disputes": [9, 5], "neutral": [2, 5]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke:
    """A neighbour in a picture of one node: its mark's centre, its label's place and anchor, the line to it."""

    iri: str
    x: float
    y: float
    label_x: float
    anchor: str
    line: str
    stance: str


def spokes(left: Sequence[tuple[str, str]], right: Sequence[tuple[str, str]]) -> tuple[list[Spoke], int]:
    """Neighbours (IRI, stance) on two arcs beside a centre at x = 0, one row each, and half the picture's height."""
    half = max(60, max(len(left), len(right)) * 13 + 20)
    return [*_arc(left, -1, half), *_arc(right, 1, half)], half


def _arc(neighbours: Sequence[tuple[str, str]], side: int, half: int) -> list[Spoke]:
    pitch = min(44, (2 * half - 40) / max(1, len(neighbours)))
    drawn = []
    for row, (iri, stance) in enumerate(neighbours):
        y = (row - (len(neighbours) - 1) / 2) * pitch
        # On a flat ellipse, so that lines fan out; rows keep labels apart.
        x = side * (95 + 45 * (1 - (y / half) ** 2) ** 0.5)
        line = f"M{side * 12} 0C{side * 70} 0 {x * 0.55:.1f} {y:.1f} {x - side * 9:.1f} {y:.1f}"
        drawn.append(
            Spoke(
                iri=iri, x=round(x, 1), y=round(y, 1), label_x=round(x + side * 12, 1),
                anchor="end" if side < 0 else "start", line=line, stance=stance,
            )
        )  # fmt: skip
    return drawn


def sketch(groups: Sequence[tuple[int, int, Sequence[tuple[str, int, int]]]]) -> str:
    """A small drawing of communities: each a centre and its marks (class, dx, dy), joined to the first of them."""
    parts = []
    for cx, cy, marks in groups:
        parts.append(f'<ellipse class="thumb thumb-edge" cx="{cx}" cy="{cy}" rx="52" ry="38" opacity="0.4"/>')
        (_, x0, y0), *others = marks
        parts += [f'<path class="thumb thumb-edge" d="M{cx + x0} {cy + y0}L{cx + x} {cy + y}"/>' for _, x, y in others]
        parts += [f'<circle class="fill-{kind}" cx="{cx + x}" cy="{cy + y}" r="4.5"/>' for kind, x, y in marks]
    return f'<svg viewBox="0 0 240 96" aria-hidden="true">{"".join(parts)}</svg>'
