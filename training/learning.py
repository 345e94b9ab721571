"""Learning: from lessons to weights. Sums of small trees, each of which goes on where the one before ends.

Each takes lessons of its own, so that it sees what those before say of screens that they did not learn from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np

from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.weighing import AROUND, Matrix, Sum, Vector, around, weigh
from training.lessons import Lesson

SUMS = 3
"""How many sums there are: each later one sees what those before said of the words around."""
_TREES = 400
"""In each sum."""
Node = tuple[int, float, int, int, float]
"""Of a tree: which input it asks about, above what, the nodes for no and for yes, and its value."""
_FOR = frozenset(one.name for one in pieces().values() if one.entity != "UNKNOWN")
"""The pieces that tell of something that identifies: more of it never speaks against hiding."""
# Where a question divides is drawn by chance: the best place on made screens is not the best on others.
_GROWTH: Mapping[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 24,
    "max_depth": 7,
    "min_data_in_leaf": 40,
    "lambda_l2": 10.0,  # keeps what seldom occurs small
    "feature_fraction": 0.3,  # of the inputs, that one tree may ask about: no input stands for all that are like it
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "extra_trees": True,
    "use_missing": False,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}


def learn(lessons: Sequence[Lesson], names: Sequence[str] | None = None, count: int = SUMS) -> tuple[Sum, ...]:
    """The sums; each is learned on a share of the lessons of its own.

    names: the pieces of evidence to weigh, if not all of the register.
    count: how many sums there are.
    """
    return tuple(map(Sum.of, grown(lessons, names, count)))


def grown(lessons: Sequence[Lesson], names: Sequence[str] | None = None, count: int = SUMS) -> list[dict[str, Any]]:
    """The sums in the form in which they are stored."""
    names = tuple(pieces()) if names is None else tuple(names)
    stored: list[dict[str, Any]] = []
    sums: tuple[Sum, ...] = ()
    for number in range(count):
        inputs, truth, before = [], [], []
        for one in lessons[number::count]:
            own, known = one.of(names), ~np.isnan(one.truth)
            odds = weigh(one.page, own, sums).odds
            inputs.append((np.hstack([own, around(one.page, odds)]) if sums else own)[known])
            truth.append(one.truth[known])
            before.append(odds[known])
        more = AROUND if sums else ()
        stored.append(fit(np.vstack(inputs), np.concatenate(truth), (*names, *more), np.concatenate(before)))
        sums = (*sums, Sum.of(stored[-1]))
    return stored


def fit(inputs: Matrix, truth: Vector, names: Sequence[str], before: Vector) -> dict[str, Any]:
    """What has to be added to the log-odds `before` for truths (0 or 1), in the form in which a sum is stored.

    inputs: shape (words, names). What tells of something that identifies, and what the words around say, can only speak
    for hiding.
    """
    rising = [int(name in AROUND or name in _FOR) for name in names]
    data = lightgbm.Dataset(inputs, truth, init_score=before)
    trees = lightgbm.train({**_GROWTH, "monotone_constraints": rising}, data, _TREES).dump_model()["tree_info"]
    means = {name: round(float(mean), 5) for name, mean in zip(names, inputs.mean(axis=0), strict=True)}
    return {"inputs": means, "trees": [_nodes(one["tree_structure"]) for one in trees]}


def _nodes(root: Mapping[str, Any]) -> list[Node]:
    """The nodes of a tree, each before those that follow it: what it asks, above what, for no, for yes, its value."""
    nodes: list[Node] = []

    def add(node: Mapping[str, Any]) -> int:
        """Add a node and what follows it; how many words came by."""
        number = len(nodes)
        if "leaf_value" in node:
            nodes.append((0, 0.0, number, number, round(node["leaf_value"], 4)))
            return int(node.get("leaf_count", 1))
        nodes.append((0, 0.0, 0, 0, 0.0))
        some = add(node["left_child"])
        yes = len(nodes)
        others = add(node["right_child"])
        value = (some * nodes[number + 1][-1] + others * nodes[yes][-1]) / (some + others)
        nodes[number] = node["split_feature"], round(node["threshold"], 5), number + 1, yes, round(value, 4)
        return some + others

    add(root)
    return nodes
