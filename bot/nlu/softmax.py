"""A linear classifier with one weight row per feature: fitted with scipy, used with numpy alone."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
LabelArray = NDArray[np.int64]

_SEED = 7
_START = 1e-6
_BATCH = 32


def softmax(logits: FloatArray) -> FloatArray:
    """Probabilities from scores; works on one row or many."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: FloatArray = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def balanced_weights(labels: LabelArray, classes: int) -> FloatArray:
    """A weight per example, so that a rare class counts as much as a frequent one."""
    counts = np.bincount(labels, minlength=classes)
    weights = len(labels) / (max(1, np.count_nonzero(counts)) * np.maximum(counts, 1))
    result: FloatArray = weights[labels].astype(np.float32)
    return result


def fit_sparse(
    matrix: Any, labels: LabelArray, classes: int, epochs: int = 3, rate: float = 1.0
) -> tuple[FloatArray, FloatArray]:
    """Weights (features x classes) and bias for sparse rows, by Adagrad in mini-batches.

    Only the features that a batch shows are touched, so the cost follows the length of the texts.
    Batches are small: how often a feature is moved decides what is learnt, not how often all texts are read.
    The order is drawn from a fixed seed: the same data give the same weights.
    """
    weights = np.zeros((matrix.shape[1], classes), dtype=np.float32)
    seen = np.full((matrix.shape[1], classes), _START, dtype=np.float32)
    bias = np.zeros(classes, dtype=np.float32)
    importance = balanced_weights(labels, classes)
    order = np.random.default_rng(_SEED)
    for epoch in range(epochs):
        shuffled = order.permutation(matrix.shape[0])
        rows, own, weigh = matrix[shuffled], labels[shuffled], importance[shuffled]
        for start in range(0, len(shuffled), _BATCH):
            part = slice(start, start + _BATCH)
            # Falls to nothing, so that what happens to come last weighs no more.
            step = rate * (1 - (epoch + start / len(shuffled)) / epochs)
            columns, small = _compact(rows, part)
            current = weights[columns]
            error = _error(small @ current + bias, own[part], weigh[part])
            gradient = small.T @ error
            known = seen[columns] + gradient * gradient
            seen[columns] = known
            weights[columns] = current - step * gradient / np.sqrt(known)
            bias -= 0.02 * step * error.sum(axis=0)
    return weights, bias


def _compact(matrix: Any, part: slice) -> tuple[NDArray[Any], Any]:
    """Some neighbouring rows with only the columns that occur in them, and which these are."""
    from scipy.sparse import csr_matrix

    pointers = matrix.indptr[part.start : part.stop + 1]
    cells = slice(pointers[0], pointers[-1])
    columns, local = np.unique(matrix.indices[cells], return_inverse=True)
    shape = (len(pointers) - 1, len(columns))
    return columns, csr_matrix((matrix.data[cells], local, pointers - pointers[0]), shape=shape)


def _error(logits: FloatArray, labels: LabelArray, importance: FloatArray) -> FloatArray:
    error = softmax(logits)
    error[np.arange(len(labels)), labels] -= 1
    result: FloatArray = error * (importance / len(labels))[:, None]
    return result


def fit_dense(
    matrix: FloatArray, labels: LabelArray, classes: int, strength: float, iterations: int = 30
) -> tuple[FloatArray, FloatArray]:
    """Weights and bias for dense rows, by L-BFGS; `strength` is the inverse of the penalty."""
    from scipy.optimize import minimize

    features = matrix.shape[1]
    importance = balanced_weights(labels, classes)
    penalty = 1.0 / (strength * len(labels))

    def loss(flat: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        weights = flat.astype(np.float32).reshape(features + 1, classes)
        chances = softmax(matrix @ weights[:-1] + weights[-1])
        own = chances[np.arange(len(labels)), labels]
        value = float(-(importance * np.log(own + 1e-12)).mean() + 0.5 * penalty * (weights[:-1] ** 2).sum())
        chances[np.arange(len(labels)), labels] -= 1
        error = chances * (importance / len(labels))[:, None]
        gradient = np.vstack([matrix.T @ error + penalty * weights[:-1], error.sum(axis=0)[None]])
        return value, gradient.ravel().astype(np.float64)

    start = np.zeros((features + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    weights = found.x.astype(np.float32).reshape(features + 1, classes)
    return weights[:-1], weights[-1]
