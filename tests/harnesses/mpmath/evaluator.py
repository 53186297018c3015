"""An oracle's value on inputs, by walking the trees of its formulas."""
from fractions import Fraction

from mpmath import mp

import arrangements
import exact
import functions
import matrices
import spaces
from language import subscripts

BINARY = {"+": exact.add, "-": exact.subtract, "*": exact.multiply, "/": exact.divide, "^": exact.power}
COMPARISONS = {"<": lambda s: s < 0, "<=": lambda s: s <= 0, ">": lambda s: s > 0, ">=": lambda s: s >= 0, "==": lambda s: s == 0,
               "!=": lambda s: s != 0}


def cut(values, k):
    return values[:int(min(k, len(values)))]


MATRICES = {
    "rows": lambda a: Fraction(a.m), "cols": lambda a: Fraction(a.n), "spectral": lambda a: a.spectral(),
    "frobenius": lambda a: a.frobenius(), "nuclear": lambda a: mp.fsum(a.singular_values()), "rank": lambda a: Fraction(a.rank()),
    "storage_rank": lambda a: Fraction(a.storage_rank()), "norm21_rows": lambda a: a.rows_norm(),
    "norm21_columns": lambda a: a.columns_norm(), "singular_values": lambda a: a.singular_values(), "zero": lambda a: a.zero(),
    "stable_rank": lambda a: exact.power(exact.divide(a.frobenius(), a.spectral()), Fraction(2)),
    "kyfan": lambda a, k: mp.fsum(cut(a.singular_values(), k)), "schatten_sum": lambda a, p: a.schatten_sum(p),
    "schatten_norm": lambda a, p: exact.power(a.schatten_sum(p), exact.divide(Fraction(1), p)),
    "storage_radius": lambda a: a.storage_radius(),
    "storage_schatten_lower": lambda a, p: a.storage_schatten(p, -1), "storage_schatten_upper": lambda a, p: a.storage_schatten(p, 1),
    "storage_kyfan_lower": lambda a, k: mp.fsum(cut(a.moved(-1), k)), "storage_kyfan_upper": lambda a, k: mp.fsum(cut(a.moved(1), k)),
    "storage_stable_rank_lower": lambda a: a.storage_stable_rank(-1), "storage_stable_rank_upper": lambda a: a.storage_stable_rank(1),
    "schatten_sum_at_storage_rank": lambda a, p: Fraction(a.storage_rank()) if p == 0
    else mp.fsum(mp.power(x, exact.real(p)) for x in cut(a.singular_values(), a.storage_rank())),
    "entry": lambda a, i, j: a.rows[int(i) - 1][int(j) - 1], "step_kernel_rank": matrices.step_kernel_rank,
    "sign_mean": spaces.sign_mean, "information_norm": spaces.information, "nuisance_norm": spaces.nuisance,
    "pseudo_inverse_norm": spaces.pseudo_inverse, "nuisance_image_norm": spaces.nuisance_image,
    "kept_singular_values": spaces.kept, "descent_residual": spaces.descent_residual,
    "descent_displacement": spaces.descent_displacement, **arrangements.FUNCTIONS,
}
MOST_REMEMBERED = 50_000
WORDS = {"if", "given", "min", "max", "sum", "prod", "integral"}


class Evaluation:
    """One oracle on one set of inputs at the working precision."""

    def __init__(self, oracle, inputs):
        self.oracle, self.inputs, self.known = oracle, inputs, {}
        self.members = {member.name: member for member in oracle.given}
        self.sizes = {}
        for member in oracle.given:
            if member.index and member.name in inputs:
                self.measure(member, len(inputs[member.name]))

    def measure(self, member, length):
        """A list 1..L or 0..L-1 tells L."""
        for tree in member.index:
            for name in sorted(free(tree) - set(self.sizes)):
                for size in range(length + 3):
                    scope = {name: Fraction(size)}
                    if self.tree(member.index[1], scope) - self.tree(member.index[0], scope) + 1 == length:
                        self.sizes[name] = Fraction(size)

    def value(self):
        parts = self.oracle.value
        return {name: self.tree(part, {}) for name, part in parts.items()} if isinstance(parts, dict) else self.tree(parts, {})

    def member(self, name):
        """A member that is given, or its default; a list from its first index on."""
        if name in self.inputs:
            return self.inputs[name]
        member = self.members[name]
        if member.index is None:
            return self.tree(member.default, {})
        first, last = (int(self.tree(tree, {})) for tree in member.index)
        if member.default is None:
            return []
        index = next(iter(subscripts(member.default) - set(self.members) - set(self.sizes)), None)
        return [self.tree(member.default, {index: Fraction(i)} if index else {}) for i in range(first, last + 1)]

    def name(self, name, scope):
        if name in scope:
            return scope[name]
        if name in self.inputs or (name in self.members and self.members[name].default is not None):
            return self.remembered(name, lambda: self.member(name))
        if name in self.sizes:
            return self.sizes[name]
        if name in self.oracle.where:
            return self.remembered(name, lambda: self.tree(self.oracle.where[name][1], {}))
        if name == "pi":
            return +mp.pi
        raise KeyError(f"the name '{name}' means nothing here")

    def remembered(self, key, compute):
        if key not in self.known:
            self.known[key] = compute()
        return self.known[key]

    def item(self, name, index):
        values = self.remembered(name, lambda: self.member(name))
        first = int(self.tree(self.members[name].index[0], {}))
        place = int(index) - first
        if not 0 <= place < len(values):
            raise IndexError(f"{name}[{index}] is beyond the list")
        return values[place]

    def tree(self, tree, scope):
        kind = tree[0]
        if kind == "literal":
            return tree[1]
        if kind == "name":
            return self.name(tree[1], scope)
        if kind == "item":
            return self.item(tree[1], self.tree(tree[2], scope))
        if kind == "negative":
            return -self.tree(tree[1], scope)
        if kind in BINARY:
            left, right = self.tree(tree[1], scope), self.tree(tree[2], scope)
            return left.minus(right) if isinstance(left, matrices.Matrix) else BINARY[kind](left, right)
        if kind in COMPARISONS:
            return COMPARISONS[kind](exact.compare(self.tree(tree[1], scope), self.tree(tree[2], scope)))
        if kind == "not":
            return not self.tree(tree[1], scope)
        if kind == "and":
            return self.tree(tree[1], scope) and self.tree(tree[2], scope)
        if kind == "or":
            return self.tree(tree[1], scope) or self.tree(tree[2], scope)
        if kind == "array":
            return self.array(tree[1], tree[2], scope)
        return self.range(tree, scope) if kind == "range" else self.call(tree[1], tree[2], scope)

    def indices(self, lower, upper, scope):
        return (Fraction(i) for i in range(int(self.tree(lower, scope)), int(self.tree(upper, scope)) + 1))

    def array(self, body, loops, scope):
        if not loops:
            return [self.tree(body, scope)]
        (variable, lower, upper), *rest = loops
        return [x for i in self.indices(lower, upper, scope) for x in self.array(body, rest, {**scope, variable: i})]

    def range(self, tree, scope):
        _, name, variable, lower, upper, body = tree
        if name == "integral":
            return functions.integral(lambda x: exact.real(self.tree(body, {**scope, variable: x})), self.tree(lower, scope),
                                      self.tree(upper, scope))
        terms = [self.tree(body, {**scope, variable: i}) for i in self.indices(lower, upper, scope)]
        return fold(name, terms)

    def call(self, name, arguments, scope):
        if name == "if":
            return self.tree(arguments[1] if self.tree(arguments[0], scope) else arguments[2], scope)
        if name == "given":
            return arguments[0][1] in self.inputs
        if name == "log" and arguments[0][:2] == ("+", ("literal", Fraction(1))):
            small = self.tree(arguments[0][2], scope)
            return exact.logarithm(1 + small) if exact.is_exact(small) else mp.log1p(small)
        values = [self.tree(argument, scope) for argument in arguments]
        if name in self.oracle.where:
            parameters, body = self.oracle.where[name]
            key = (name, *values)
            if len(self.known) > MOST_REMEMBERED:
                self.known.clear()
            return self.remembered(key, lambda: self.tree(body, dict(zip(parameters, values))))
        if name in ("min", "max"):
            return fold(name, values)
        return (MATRICES.get(name) or functions.NUMBERS[name])(*values)


def fold(name, terms):
    if name in ("sum", "prod"):
        total = Fraction(0 if name == "sum" else 1)
        for term in terms:
            total = exact.add(total, term) if name == "sum" else exact.multiply(total, term)
        return total
    best = terms[0]
    for term in terms[1:]:
        if exact.compare(term, best) * (1 if name == "max" else -1) > 0:
            best = term
    return best


def free(tree):
    return {tree[1]} if tree[0] == "name" else set().union(*[free(part) for part in tree if isinstance(part, tuple)] or [set()])


def is_covered(oracle):
    """Whether every function of its formulas is known."""
    known = set(MATRICES) | set(functions.NUMBERS) | WORDS | set(oracle.where)
    return oracle.functions <= known
