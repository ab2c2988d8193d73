"""Keyword and subject fields of pages → keywords, whatever parts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.documents import _text

# Headings of MeSH (2024) that are printed with an inner comma: the first part and what may follow it.
_INVERTED_HEADINGS = """
    Lupus Erythematosus: Systemic, Cutaneous, Discoid
    Arthritis: Rheumatoid, Juvenile, Psoriatic, Experimental, Infectious
    Antibodies: Monoclonal, Antinuclear, Antiphospholipid, Anticardiolipin, Neutralizing, Viral, Bacterial, Bispecific
    Antibodies, Monoclonal: Humanized, Murine-Derived|Scleroderma: Systemic, Localized, Diffuse, Limited
    Spondylitis: Ankylosing|Purpura: Thrombocytopenic, Thrombotic Thrombocytopenic
    Anemia: Hemolytic, Aplastic, Sickle Cell
    Purpura, Thrombocytopenic: Idiopathic|Anemia, Hemolytic: Autoimmune|Antigens: CD, CD19, CD20, Surface, Neoplasm
    Disease Models: Animal|Models: Animal, Biological, Molecular, Immunological, Statistical, Theoretical, Genetic
    Administration: Oral, Intravenous, Topical, Cutaneous|Injections: Intravenous, Subcutaneous, Intramuscular
    Infusions: Intravenous|Drug Therapy: Combination|Child: Preschool|Aged: 80 and over|Mice: Inbred C57BL, Knockout
    Mice: Transgenic, Inbred NOD, Inbred MRL lpr, Inbred BALB C, SCID, Nude|Receptors: Antigen, Chimeric Antigen
    Receptors, Antigen: T-Cell, B-Cell|Receptors: Chimeric Antigen|Dose-Response Relationship: Drug, Immunologic
    Immunotherapy: Adoptive, Active|Transplantation: Autologous, Homologous|Kidney Failure: Chronic|RNA: Messenger
    RNA: Small Interfering|Pregnancy Complications: Infectious|Neoplasms: Experimental, Second Primary
    Lymphoma: B-Cell, Non-Hodgkin, Follicular, T-Cell|Lymphoma, Large B-Cell: Diffuse|Diabetes Mellitus: Type 1, Type 2
    Leukemia: Myeloid, Lymphoid, B-Cell|Leukemia, Lymphocytic, Chronic: B-Cell
    Colitis: Ulcerative|Lung Diseases: Interstitial
    Multiple Sclerosis: Relapsing-Remitting|Hepatitis: Autoimmune, Viral|Vasculitis: Central Nervous System
    Hypertension: Pulmonary|Immunoglobulins: Intravenous|Interferon Type I: Recombinant|Research Design: Experimental
""".replace("\n", "|")  # fmt: skip
_INVERTED = {
    (head.strip().lower(), tail.strip().lower())
    for entry in _INVERTED_HEADINGS.split("|")
    if ":" in entry
    for head, _, tails in (entry.partition(":"),)
    for tail in tails.split(",")
}
# An adjective that stands after the noun it goes with, as MeSH inverts its headings: "Glomerulonephritis, Membranous".
_NOUN = re.compile(
    r"(?:itis|oma|omas|osis|oses|[ae]?emia|penia|pathy|pathies|plasia|trophy|sclerosis|arthritides|purpura|lupus"
    r"|syndromes?|diseases?|disorders?|failure|injury|injuries|infections?|neoplasms?|carcinoma|tumors?|cells?"
    r"|antibodies|receptors?|proteins?|factors?|agents?|vaccines?|diabetes|insipidus|mellitus|pemphigoid|anemia"
    r"|thrombocytopenic|hepatitis|transplantation|hypertension|edema|shock|pain|surgery|studies)\Z",
    re.I,
)
_ADJECTIVE = re.compile(r"[A-Z][\w-]*(?:ous|ic|al|ive|ar|ary|oid|ed|ile|iform|ant|ent|able|ing)\Z|Acute\Z")
_NO_ADJECTIVE = frozenset(  # they end like one, and are keywords by themselves
    """animal antibiotic biologic biological clinic diuretic epidemic hospital pandemic referral removal survival trial
    withdrawal aging feeding imaging nursing sequencing signaling signalling screening smoking training counseling
    agent parent patient treatment antioxidant adjuvant complement content management assessment mutant""".split()
)
_RUN_TOGETHER = re.compile(
    r"(?<=[a-zß-ÿ)])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLe)(?<!\bm)(?<!\bi)(?<!\bPub)(?<!\bBio)(?<!\bHe)(?=[A-ZÀ-Þ](?:[a-zß-ÿ]|-[A-Z]))"
)


def split(lines: Sequence[str]) -> tuple[str, ...]:
    """The keywords of a field, distinct, in order.

    Parted by ";" where there is one (or "|", "•"), else one a line, else by commas outside brackets; subjects run
    together are parted where a capital follows a small letter.  Inner commas of MeSH headings belong to the heading.

    >>> split(["Adult, Lupus Erythematosus, Systemic, anti-dsDNA (IgG, IgM)"])
    ('Adult', 'Lupus Erythematosus, Systemic', 'anti-dsDNA (IgG, IgM)')
    >>> split(["AdultB-LymphocytesLupus Erythematosus, Systemic - therapy"])
    ('Adult', 'B-Lymphocytes', 'Lupus Erythematosus, Systemic - therapy')
    """
    given = [text for line in lines if (text := _text.clean(line).strip(" ;|."))]
    return tuple(dict.fromkeys(k for part in _parts(given) if (k := part.strip(" ,;|•·").removesuffix("."))))


def _parts(given: Sequence[str]) -> Iterable[str]:
    whole = " ".join(given)
    if ";" in whole:
        return whole.split(";")
    if re.search(r"\s[|•·]\s", whole):
        return re.split(r"\s[|•·]\s", whole)
    if len(given) > 1 and not _is_wrapped(given):
        return given
    pieces = _RUN_TOGETHER.split(whole) if len(given) == 1 else [whole]
    if len(pieces) > 1 and len(pieces) > whole.count(","):
        return pieces
    return _rejoined(re.split(r",(?![^(]{0,100}\))\s*", whole))


def _is_wrapped(given: Sequence[str]) -> bool:
    """Whether the lines are one list broken anywhere: more commas than inverted headings would bring."""
    if any(line.endswith(",") for line in given[:-1]):
        return True
    commas = sum(line.count(",") for line in given if not _is_inverted(*line.rpartition(",")[::2]))
    return commas >= len(given)


def _rejoined(parts: Iterable[str]) -> Iterator[str]:
    """The parts of a list cut at its commas, headings with an inner comma made whole again."""
    held = ""
    for part in parts:
        if held and _is_inverted(held, part.strip()):
            held = f"{held}, {part.strip()}"
            continue
        if held:
            yield held
        held = part.strip()
    if held:
        yield held


def _is_inverted(head: str, tail: str) -> bool:
    """Whether the tail is the inner part of a heading that begins with the head."""
    head, tail = head.strip(), tail.strip()
    if (head.lower(), tail.lower()) in _INVERTED:
        return True
    bare = tail.partition(" - ")[0].partition("/")[0]  # without its qualifier
    if not head[:1].isupper() or bare.lower() in _NO_ADJECTIVE:
        return False
    return bool(_NOUN.search(head.partition(",")[0]) and _ADJECTIVE.match(bare))
