#!/usr/bin/python3
"""Independent values of norms of data and of margins, 40 digits, by mpmath.

Usage: data.py > data.json
"""
import sys

sys.dont_write_bytecode = True

from mpmath import mpf, sqrt  # noqa: E402

from crosscheck import number, print_cases  # noqa: E402

DATA = [
    [[3, 4], [0, 1]],
    [[1, -3], [2, 0]],
    [[1, 2, 3, 4, -5, 0.1]],
    [[0.1, -0.7, 0.3, 2], [1e-3, 5, -6, 0.25], [0, 0, 0, 0]],
    [[-2]],
    [[1e150, 0.3], [-1e150, 1e-200]],
]


def norms():
    for rows in DATA:
        squares = [[number(x) ** 2 for x in row] for row in rows]
        lengths = [sqrt(sum(row)) for row in squares]
        columns = [sum(column) for column in zip(*squares)]
        yield "data/frobenius-norm", {"X": rows}, sqrt(sum(columns))
        yield "data/largest-norm", {"X": rows}, max(lengths)
        yield "data/mean-norm", {"X": rows}, sum(lengths) / len(rows)
        yield "data/mean-largest-square", {"X": rows}, sum(max(row) for row in squares) / len(rows)
        yield "data/largest-column-square", {"X": rows}, max(columns)
        for channels in (1, 2, 3):
            if len(columns) % channels == 0:
                pixels = len(columns) // channels
                yield "data/largest-pixel-square", {"X": rows, "channels": channels}, max(
                    sum(columns[c * pixels + j] for c in range(channels)) for j in range(pixels))


SCORES = [
    {"S": [[0, 5], [3, 0]], "y": [0, 0]},
    {"S": [[0.1, 0.2, 0.3], [1, 1, -1], [-2, 0.5, 0.25], [0.7, 0.1, 0.1]], "y": [2, 0, 1, 0]},
    {"S": [[1, 1, 1]], "y": [1]},
    {"S": [[1, 0.9], [0.3, 0.2], [0.2, 0.1]], "y": [0, 0, 0]},
]


def margins():
    for case in SCORES:
        values = []
        for scores, label in zip(case["S"], case["y"]):
            others = [number(x) for j, x in enumerate(scores) if j != label]
            values.append(number(scores[label]) - max(others))
        yield "data/margins", case, values
        # As stored, 0.2 - 0.1 is the double 0.1 itself, which is above 1/10; 1 - 0.9 and 0.3 - 0.2 are below both.
        for gamma in (0, 0.1, "0.1", 1, 3):
            yield "data/margin-risk", {**case, "gamma": gamma}, mpf(sum(1 for v in values if v <= number(gamma))) / len(values)


if __name__ == "__main__":
    print_cases(norms, margins)
