"""The formula language of the oracle files: text to a tree of tuples, written from oracles/README.md."""
import re
from fractions import Fraction

TOKEN = re.compile(r"\s*(?:(?P<number>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)"
                   r"|(?P<symbol>\.\.|<=|>=|==|!=|[-+*/^()\[\],<>]))")
COMPARISONS = {"<", "<=", ">", ">=", "==", "!="}


class FormulaError(Exception):
    """A formula that is not one."""


def tokens(text):
    place, found = 0, []
    text = text.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            raise FormulaError(f"'{text[place]}' in {text!r}")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        place = match.end()
    return found + [("end", "")]


class Parser:
    """From loose to tight: or, and, not, comparison, + -, * /, unary -, ^ (to the right), calls and items."""

    def __init__(self, text):
        self.tokens, self.place = tokens(text), 0

    def peek(self):
        return self.tokens[self.place][1]

    def take(self, *texts):
        if self.peek() in texts and self.tokens[self.place][0] != "end":
            self.place += 1
            return self.tokens[self.place - 1][1]
        return None

    def expect(self, text):
        if not self.take(text):
            raise FormulaError(f"'{text}' expected, not '{self.peek()}'")

    def name(self):
        kind, text = self.tokens[self.place]
        if kind != "name":
            raise FormulaError(f"a name expected, not '{text}'")
        self.place += 1
        return text

    def disjunction(self):
        left = self.conjunction()
        while self.take("or"):
            left = ("or", left, self.conjunction())
        return left

    def conjunction(self):
        left = self.complement()
        while self.take("and"):
            left = ("and", left, self.complement())
        return left

    def complement(self):
        return ("not", self.complement()) if self.take("not") else self.comparison()

    def comparison(self):
        left = self.sum()
        sign = self.take(*COMPARISONS)
        return (sign, left, self.sum()) if sign else left

    def sum(self):
        left = self.product()
        while True:
            sign = self.take("+", "-")
            if not sign:
                return left
            left = (sign, left, self.product())

    def product(self):
        left = self.unary()
        while True:
            sign = self.take("*", "/")
            if not sign:
                return left
            left = (sign, left, self.unary())

    def unary(self):
        return ("negative", self.unary()) if self.take("-") else self.power()

    def power(self):
        base = self.primary()
        return ("^", base, self.unary()) if self.take("^") else base

    def bounds(self):
        lower = self.sum()
        self.expect("..")
        return lower, self.sum()

    def primary(self):
        kind, text = self.tokens[self.place]
        if kind == "number":
            self.place += 1
            return ("literal", Fraction(text))
        if self.take("("):
            inner = self.disjunction()
            self.expect(")")
            return inner
        if self.take("["):
            return self.array()
        name = self.name()
        if self.take("["):
            index = self.sum()
            self.expect("]")
            return ("item", name, index)
        return self.call(name) if self.take("(") else ("name", name)

    def array(self):
        body, loops = self.disjunction(), []
        while self.take("for"):
            variable = self.name()
            self.expect("in")
            loops.append((variable, *self.bounds()))
        self.expect("]")
        return ("array", body, loops)

    def call(self, name):
        if self.tokens[self.place][0] == "name" and self.tokens[self.place + 1][1] == "in":
            variable = self.name()
            self.expect("in")
            lower, upper = self.bounds()
            self.expect(",")
            body = self.disjunction()
            self.expect(")")
            return ("range", name, variable, lower, upper, body)
        arguments = []
        if self.peek() != ")":
            arguments.append(self.disjunction())
            while self.take(","):
                arguments.append(self.disjunction())
        self.expect(")")
        return ("call", name, arguments)


def parse(text):
    """The tree of a formula."""
    parser = Parser(str(text))
    tree = parser.disjunction()
    if parser.tokens[parser.place][0] != "end":
        raise FormulaError(f"the formula should end before '{parser.peek()}': {text}")
    return tree


def head(text):
    """'name' or 'name(i, j)' of a definition."""
    match = re.fullmatch(r"\s*(\w+)\s*(?:\(([^)]*)\))?\s*", text)
    parameters = [p.strip() for p in match.group(2).split(",")] if match.group(2) else []
    return match.group(1), parameters


def subscripts(tree):
    """The names that stand inside subscripts of a formula."""
    if not isinstance(tree, tuple):
        return set().union(*map(subscripts, tree)) if isinstance(tree, list) and tree else set()
    found = set().union(*[subscripts(part) for part in tree if isinstance(part, (tuple, list))] or [set()])
    return found | names(tree[2]) if tree[0] == "item" else found


def names(tree):
    if not isinstance(tree, tuple):
        return set()
    return {tree[1]} if tree[0] == "name" else set().union(*[names(part) for part in tree] or [set()])
