"""A decoder of .lrz written from docs/lrz.md alone: files and one .npy of samples to weights and classes, as a JSON line each."""

import json
import math
import sys

GOLDEN, MASK = 0x9E3779B97F4A7C15, 2**64 - 1


class Word:
    def __init__(self, data):
        self.x, self.y = int.from_bytes(data, "big"), 256 ** len(data)
        self.a, self.f, self.d = 0, 1, 1

    def field(self, frequencies):
        total = sum(frequencies)
        at = (self.x * self.d - self.a * self.y) * total // (self.f * self.y)
        before = 0
        for symbol, frequency in enumerate(frequencies):
            if at < before + frequency:
                self.a = self.a * total + before * self.f
                self.f *= frequency
                self.d *= total
                return symbol
            before += frequency

    def uniform(self, r):
        at = (self.x * self.d - self.a * self.y) * r // (self.f * self.y)
        self.a, self.d = self.a * r + at * self.f, self.d * r
        return at

    def flag(self):
        return self.uniform(2) == 1

    def number(self):
        zeros = 0
        while not self.flag():
            zeros += 1
        length = 1
        for _ in range(zeros):
            length = 2 * length + self.uniform(2)
        value = 1
        for _ in range(length - 1):
            value = 2 * value + self.uniform(2)
        return value


class Model:
    def __init__(self, k):
        self.frequencies = [1] * k

    def read(self, word):
        symbol = word.field(self.frequencies)
        self.frequencies[symbol] += 2
        return symbol


def matrix(word, rows, columns):
    layout = word.uniform(4)
    book = []
    if layout == 1:
        for _ in range(word.number()):
            v = word.number() - 1
            book.append(-v if v and word.flag() else v)
    else:
        m = word.number()
    symbols = Model({0: 2 * m + 1, 3: m}.get(layout, 1) if layout != 1 else len(book))
    mask = Model(2)
    entries = []
    for _ in range(rows * columns):
        if layout == 0:
            entries.append(symbols.read(word) - m)
        elif layout == 1:
            entries.append(book[symbols.read(word)])
        elif layout == 2:
            entries.append(word.uniform(2 * m + 1) - m)
        elif mask.read(word) == 0:
            entries.append(0)
        else:
            sign = -1 if word.flag() else 1
            entries.append(sign * (symbols.read(word) + 1))
    return [entries[i * columns:(i + 1) * columns] for i in range(rows)]


def height(word, w):
    return word.number() if word.flag() else math.isqrt(w)


def decode(data):
    d, k = int.from_bytes(data[4:8], "little"), int.from_bytes(data[8:10], "little")
    word = Word(data[10:])
    kept = word.flag()
    maps, w = [], d
    while len(maps) < 3:
        index = word.uniform(4)
        if index == 0:
            break
        if index == 1:
            h = height(word, w)
            maps.append(("cosine", h, word.number()))
            w = maps[-1][2]
        elif index == 2:
            h = height(word, w)
            maps.append(("pooling", h, word.number()))
            w //= maps[-1][2] ** 2
        else:
            m = word.number()
            maps.append(("features", m, word.number() - 1))
            w = m
    if kept:
        rule = word.uniform(3)
        p = word.number() if rule else 1
        count, n = word.number(), word.number()
        found = []
        for i in range(n):
            if word.field([n - i - (count - len(found)), count - len(found)]) == 1:
                found.append(i)
        return {"k": k, "maps": maps, "rule": rule, "p": p, "kept": found}
    last = word.flag()
    depth = word.number()
    layers = []
    for l in range(depth):
        rows = k - last if l == depth - 1 else word.number()
        bias = None
        if word.flag():
            negative = word.flag()
            bias = word.number() - 1
            bias = -bias if negative else bias
        columns = w + (bias is not None)
        if word.flag():
            rank = word.number()
            first = matrix(word, rank, columns)
            layers.append((bias, [first, matrix(word, rows, rank)]))
        else:
            layers.append((bias, [matrix(word, rows, columns)]))
        w = rows
    return {"k": k, "maps": maps, "last": last, "layers": layers}


def sign(seed, c):
    z = ((2**32 * seed + c // 64 + 1) * GOLDEN) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return 1 if ((z ^ (z >> 31)) >> (c % 64)) & 1 else -1


def table(n):
    return [[math.floor(4096 * math.cos(math.pi * (2 * x + 1) * u / (2 * n)) + 0.5) for x in range(n)] for u in range(n)]


def mapped(x, maps):
    for name, a, b in maps:
        if name == "cosine":
            width = len(x) // a
            down, across = table(a), table(width)
            order = sorted(((u, v) for u in range(a) for v in range(width)), key=lambda c: (c[0] + c[1], c[0]))[:b]
            x = [sum(down[u][r] * across[v][c] * x[r * width + c] for r in range(a) for c in range(width)) for u, v in order]
        elif name == "pooling":
            width = len(x) // a
            x = [sum(x[(r + i) * width + c + j] for i in range(b) for j in range(b))
                 for r in range(0, a, b) for c in range(0, width, b)]
        else:
            x = [max(0, sum(sign(b, j * len(x) + i) * v for i, v in enumerate(x))) for j in range(a)]
    return x


def best(scores):
    top = max(scores)
    return scores.index(top) if scores.count(top) == 1 else -1


def network_class(net, x, scale):
    x = mapped([int(v * scale) for v in x], net["maps"])
    for l, (bias, matrices) in enumerate(net["layers"]):
        if bias is not None:
            x = x + [scale * 2**bias if bias >= 0 else scale // 2**-bias]
        for m in matrices:
            x = [sum(a * b for a, b in zip(row, x)) for row in m]
        if l < len(net["layers"]) - 1:
            x = [max(0, v) for v in x]
    return best(x + [0] * net["last"])


def kept_class(net, centres, classes, x, scale):
    x = mapped([int(v * scale) for v in x], net["maps"])
    scores = [0] * net["k"]
    if net["rule"] == 1:
        for c, y in zip(centres, classes):
            scores[y] += sum(a * b for a, b in zip(c, x)) ** net["p"]
        return best(scores)
    distances = [sum((a - b) ** 2 for a, b in zip(c, x)) for c in centres]
    least = min(distances)
    if net["rule"] == 0:
        near = {y for d, y in zip(distances, classes) if d == least}
        return near.pop() if len(near) == 1 else -1
    for d, y in zip(distances, classes):
        scores[y] += 2**40 if d == least else 2**40 * least ** net["p"] // d ** net["p"]
    return best(scores)


def main():
    labels = None
    for line in sys.stdin:
        name, samples = line.split("\t")[:2]
        data = open(name, "rb").read()
        rows = json.loads(samples)
        labels = [i % int.from_bytes(data[8:10], "little") for i in range(len(rows))]
        net = decode(data)
        scale = 256
        if "layers" in net:
            out = [network_class(net, x, scale) for x in rows]
            weights = [e for _, ms in net["layers"] for m in ms for row in m for e in row]
        else:
            centres = [mapped([int(v * scale) for v in rows[i]], net["maps"]) for i in net["kept"]]
            out = [kept_class(net, centres, [labels[i] for i in net["kept"]], x, scale) for x in rows]
            weights = net["kept"]
        print(json.dumps({"weights": weights, "classes": out}))


if __name__ == "__main__":
    main()
