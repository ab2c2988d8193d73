"""Which words are alike: vectors of words, from what stands beside them in corpora; needs scikit-learn.

The vectors are the first dimensions of the positive pointwise mutual information of words within a few places of each
other (Levy, Goldberg, Dagan 2015).  Models are fitted with them, so that a word the curated abstracts never show is
judged like its likes; what is shipped are weights of words as ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Vectors = Mapping[str, npt.NDArray[np.float64]]
_WINDOW = 6  # places to either side
_WIDTH = 150
_WORDS, _RAREST = 8000, 5
_SMOOTHING = 0.75  # of the frequency of neighbours, so that rare ones do not stand out


def vectors(sentences: Sequence[Sequence[str]]) -> dict[str, npt.NDArray[np.float64]]:
    """A vector for each of the most frequent words of some sentences, of length about 1, their mean 0."""
    from sklearn.utils.extmath import randomized_svd

    counts = Counter(word for words in sentences for word in set(words))
    known = [word for word, count in counts.most_common(_WORDS) if count >= _RAREST]
    left, values, _ = randomized_svd(_information(sentences, known), _WIDTH, random_state=0)
    rows = left * np.sqrt(values)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + np.finfo(float).eps
    return dict(zip(known, rows - rows.mean(axis=0), strict=True))


def _information(sentences: Sequence[Sequence[str]], known: Sequence[str]):  # type: ignore[no-untyped-def]
    """The positive pointwise mutual information of each word with each, as a sparse matrix."""
    from scipy.sparse import csr_array

    together = _together(sentences, known)
    rows, columns, counts = together.row, together.col, together.data.astype(float)
    own = np.bincount(rows, counts, len(known)) / counts.sum()
    beside = own**_SMOOTHING / (own**_SMOOTHING).sum()
    told = np.log(counts / counts.sum() / (own[rows] * beside[columns]))
    kept = told > 0
    return csr_array((told[kept], (rows[kept], columns[kept])), shape=(len(known), len(known)))


def _together(sentences: Sequence[Sequence[str]], known: Sequence[str]):  # type: ignore[no-untyped-def]
    """How often each word stands within the window of each."""
    from scipy.sparse import coo_array, csr_array

    row_of = {word: row for row, word in enumerate(known)}
    gap = [-1] * _WINDOW
    line = np.array([row for words in sentences for row in (*(row_of.get(w, -1) for w in words), *gap)])
    total = csr_array((len(known), len(known)), dtype=np.int64)
    for step in range(1, _WINDOW + 1):
        first, second = line[:-step], line[step:]
        kept = (first >= 0) & (second >= 0) & (first != second)
        pairs = coo_array((np.ones(kept.sum(), dtype=np.int64), (first[kept], second[kept])), shape=total.shape)
        total = total + pairs.tocsr() + pairs.T.tocsr()
    return total.tocoo()
