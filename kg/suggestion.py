"""Which noun phrases of the sources stay ungrounded: candidates for a vocabulary, the most telling first.

Candidates are runs of content words between stop words and punctuation (Rose et al. 2010), ranked by the C-value of
Frantzi, Ananiadou and Mima (2000): often, long, and not only inside a longer phrase.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import documents
from kg.concept import is_acronym, name_key
from kg.entities import Annotator
from kg.entities.tokens import normal_form
from kg.model import Mention, MentionKind, Record
from kg.vocabulary import Vocabulary

_LONGEST = 4  # words of a phrase
_AROUND = 60  # characters of context on either side
_CONTEXTS = 2
_TOKEN = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*|[^\w\s]", re.UNICODE)
_ROMAN = re.compile(r"[IVX]+[ab]?\Z")
_STOPS = frozenset(
    # function words
    "a about above according across after again against all almost alone along already also although always am "
    "among an and another any are as at away be because been before being below between both but by can cannot "
    "could did do does doing done down due during each either else ever every few for from further had has have "
    "having he hence her here hers him his how however i if in indeed into is it its itself just least less many "
    "may me might more most much must my namely near nearly neither never no nor not now of off often on once one "
    "only or other others otherwise our ours out over own per perhaps quite rather really same several shall she "
    "should since so some still such than that the their theirs them then there therefore these they this those "
    "though three through throughout thus to together too toward towards two under until up upon us used using "
    "very via was we well were what when where whereas whether which while who whom whose why will with within "
    "without would yet you your "
    # words of every abstract
    "aim aims analyses analysis arm arms article association available background baseline case cases change "
    "changes clinical cohort common comparison conclusion conclusions control controls current data day days "
    "design different dose effect effective effects end ends evidence factor factors finding findings first five "
    "follow-up four group groups hazard high higher hoc hospital important improved improvement including "
    "increase increased individual interval lack large late later level levels literature long low lower main "
    "major mean median method methods month months need needed new number objective odds onset outcome outcomes "
    "overall paper part patient patients people period phase placebo point points possible post potential present "
    "previous primary prospective purpose question random randomised randomized range rate rates ratio recent "
    "report reported reports result results retrospective review risk role safe safety sample secondary severe "
    "significant significantly similar single six small standard studies study subject subjects third total "
    "treated treatment treatments trial trials type use value various versus vs week weeks year years "
    # verbs of every abstract
    "achieve achieved appear appears assessed associated based became become caused causes compared conducted "
    "consider considered continued demonstrated described developed discussed enrolled evaluate evaluated fell "
    "followed found gave given gives got grew helped identified include included induced kept know known led made "
    "make makes means observed obtained occur occurred performed provide provided put ran received reduced remain "
    "remained remains required rose saw seen show showed shown shows started stayed suggest suggested suggests "
    "take taken tested took turned undergoing understood underwent went worked".split()
)
_ENDINGS: tuple[tuple[MentionKind, str], ...] = (
    (
        "therapy",
        r"(?:mab|nib|cept|leucel|mide|prim|statin|sone|lone|vir|parin|platin|rubicin|limus|gliptin|gliflozin|tide)"
        r"|(?:therapy|inhibitor|infusion|transplant(?:ation)?|vaccine|vaccination|regimen|dialysis|blockade|agonist"
        r"|antagonist|immunosuppressant|steroid|injection|depletion|exchange)",
    ),
    (
        "disease",
        r"(?:itis|osis|a?emia|pathy|oma|penia|uria|algia|ectasia|plegia)|(?:syndrome|disease|disorder|infection"
        r"|sclerosis|failure|injury|cancer|tumou?r|deficiency|malignancy|thrombosis|crisis)",
    ),
    (
        "outcome",
        r"(?:score|index|survival|response|remission|toxicity|tit(?:er|re)|event|quality of life|function|admission"
        r"|damage|fatigue|mortality|duration|activity|readmission|adherence|tolerability|burden|disability)",
    ),
    (
        "target",
        r"(?:cell|receptor|antigen|antibody|antibodies|protein|cytokine|gene|pathway|complement|interferon|kinase"
        r"|interleukin|ligand|lymphocyte|autoantibody|autoantibodies|compartment|subset)",
    ),
)  # fmt: skip
_KINDS = [(kind, re.compile(rf"(?:{ending})s?\Z")) for kind, ending in _ENDINGS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A phrase as most often written, how often and in how many records, and where it stands.

    `kind` is what its last word tells, None where that tells nothing; `score` is its C-value.
    """

    term: str
    kind: MentionKind | None
    count: int
    records: int
    score: float
    contexts: tuple[str, ...]


def suggest(
    paths: Sequence[Path], vocabulary: Vocabulary, *, kind: str | None = None, limit: int = 30, least: int = 2
) -> list[Suggestion]:
    """The phrases of the sources that no concept has, at least `least` times, by C-value.

    A name of the vocabulary that stands unread in a text, such as a short form of several concepts, is none of them.
    """
    annotator = Annotator(vocabulary)
    told = _Told()
    for path, shown in documents.files(paths):
        for record in documents.read(path, shown):
            if isinstance(record, Record):
                told.take(record, annotator.annotate(record))
    found = (told.suggestion(key) for key in told.frequent(least))
    new = (each for each in found if normal_form(each.term) not in annotator.names and not vocabulary.find(each.term))
    fitting = [each for each in new if each.score > 0 and (kind is None or each.kind == kind)]
    return sorted(fitting, key=lambda s: (-s.score, -s.records, s.term))[:limit]


class _Told:
    """What was counted so far, phrases by their folded form."""

    def __init__(self) -> None:
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._records: Counter[str] = Counter()
        self._within: dict[str, Counter[str]] = defaultdict(Counter)  # phrase → longer phrases around it
        self._contexts: dict[str, list[str]] = defaultdict(list)

    def take(self, record: Record, mentions: Sequence[Mention]) -> None:
        """Count the phrases of a record outside its mentions."""
        seen: set[str] = set()
        for number, passage in enumerate(record.passages):
            taken = [(m.start, m.end) for m in mentions if m.passage == number and (m.concept or m.candidates)]
            for run in _runs(passage.text, taken):
                for key, start, end, longer in _phrases(passage.text, run):
                    seen.add(key)
                    self._forms[key][passage.text[start:end]] += 1
                    self._within[key].update(longer)
                    if len(self._contexts[key]) < _CONTEXTS:
                        self._contexts[key].append(_context(passage.text, start, end))
        self._records.update(seen)

    def frequent(self, least: int) -> list[str]:
        """The phrases that stand at least so often, sorted."""
        return sorted(key for key, forms in self._forms.items() if forms.total() >= least)

    def suggestion(self, key: str) -> Suggestion:
        """All that was counted of a phrase."""
        forms = self._forms[key]
        term = min(forms, key=lambda form: (-forms[form], form))
        return Suggestion(
            term=term, kind=_kind_of(key), count=forms.total(), records=self._records[key],
            score=round(self._c_value(key), 3), contexts=tuple(self._contexts[key]),
        )  # fmt: skip

    def _c_value(self, key: str) -> float:
        count, around = self._forms[key].total(), self._within[key]
        inside = sum(self._forms[longer].total() for longer in around) / len(around) if around else 0.0
        return math.log2(key.count(" ") + 2) * (count - inside)


def _runs(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Spans of content words in a row, outside the spans that are taken."""
    spans = sorted(taken)
    run: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        while spans and spans[0][1] <= match.start():
            spans.pop(0)
        word, covered = match[0], bool(spans) and spans[0][0] < match.end()
        if covered or _is_stop(word):
            if run:
                yield run
            run = []
        else:
            run.append(match.span())
    if run:
        yield run


def _is_stop(word: str) -> bool:
    """Whether a token ends a run: no word, a number, an adverb, a verb's past ("lowered"), a word of no telling."""
    folded = word.lower()
    if not word[0].isalpha() or _ROMAN.match(word) or folded in _STOPS:
        return True
    return folded.endswith(("ly", "ed")) and "-" not in word


def _phrases(text: str, run: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int, int, set[str]]]:
    """Every phrase of a run: its folded form, its span, and the folded forms of those one word longer around it."""
    keys: Mapping[tuple[int, int], str] = {
        (first, last): name_key(text[run[first][0] : run[last][1]])
        for first in range(len(run))
        for last in range(first, min(first + _LONGEST, len(run)))
    }
    for (first, last), key in keys.items():
        start, end = run[first][0], run[last][1]
        if key and (last > first or _telling(text[start:end])):
            longer = {keys[span] for span in ((first - 1, last), (first, last + 1)) if span in keys}
            yield key, start, end, longer


def _telling(word: str) -> bool:
    """Whether one word may be a term: an acronym, one with digits, or one whose ending tells a kind."""
    if is_acronym(word) or any(c.isdigit() for c in word):
        return True
    endings = (ending.search(word.lower()) for _, ending in _KINDS)
    return any(found and found.start() > 2 for found in endings)


def _kind_of(phrase: str) -> MentionKind | None:
    return next((kind for kind, ending in _KINDS if ending.search(phrase)), None)


def _context(text: str, start: int, end: int) -> str:
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, after = text[left:start], text[end:right]
    before = "…" + before.partition(" ")[2] if left else before
    after = after.rpartition(" ")[0] + "…" if right < len(text) else after
    return f"{before}{text[start:end]}{after}"
