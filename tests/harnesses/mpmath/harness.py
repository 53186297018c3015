"""A harness for `lowrank gate` that interprets the oracle files themselves, in mpmath at 50 digits and more.

    lowrank gate -- python3 tests/harnesses/mpmath/harness.py

One JSON object per line on standard input, one answer per line on standard output.
"""
import json
import pathlib
import sys
from fractions import Fraction

from mpmath import mp

import evaluator
import exact
import oracles
from matrices import Matrix

PROTOCOL = 1
DIGITS = 50
INTEGRAL_DIGITS = 36
MOST_DIGITS = 1600
# Both evaluations must agree to so many digits; the gate asks for some fifteen.
WANTED = 30
LARGEST_SIDE = 40
SCHEMA = pathlib.Path(__file__).resolve().parents[3] / "docs" / "schema" / "protocol-description.schema.json"
WRITTEN = 40
# In binary; a decimal may have an exponent of 1e6.
LARGEST_EXPONENT = 3_000_000


class Disagreement(ArithmeticError):
    """Two precisions that do not agree."""


def read(member, value):
    if member.type == "matrix":
        return [Matrix.read(item) for item in value] if member.index else Matrix.read(value)
    return [Fraction(x) for x in value] if member.index else Fraction(value)


def read_inputs(oracle, values):
    return {member.name: read(member, values[member.name]) for member in oracle.given if member.name in values}


def leaves(result):
    if isinstance(result, dict):
        return [x for part in result.values() for x in leaves(part)]
    return [x for part in result for x in leaves(part)] if isinstance(result, list) else [result]


def agree(first, second):
    """Whether two results agree to the wanted digits, items of a list relative to its largest."""
    if isinstance(first, dict):
        return all(agree(first[name], second[name]) for name in first)
    pairs = list(zip(leaves(first), leaves(second)))
    largest = max((abs(exact.real(x)) for x, _ in pairs), default=0)
    return all(abs(exact.real(x) - exact.real(y)) <= largest * mp.mpf(10) ** -WANTED for x, y in pairs)


def evaluate(oracle, inputs):
    """The value at rising precision until two precisions agree."""
    if "integral" in oracle.functions:
        # Its quadrature has an error estimate of its own, and fewer digits.
        with mp.workdps(INTEGRAL_DIGITS):
            return evaluator.Evaluation(oracle, inputs).value()
    digits = DIGITS
    while digits <= MOST_DIGITS:
        # The finer one first: what a matrix remembers of itself then serves both.
        with mp.workdps(2 * digits):
            finer = evaluator.Evaluation(oracle, inputs).value()
            with mp.workdps(digits):
                coarser = evaluator.Evaluation(oracle, inputs).value()
            if agree(finer, coarser):
                return finer
        digits *= 2
    raise Disagreement(f"{MOST_DIGITS} digits are not enough")


def write(x):
    """A decimal string, or the logarithm where the number is far beyond doubles; 0 where no decimal is small enough."""
    if isinstance(x, dict):
        return {name: write(part) for name, part in x.items()}
    if isinstance(x, list):
        return [write(part) for part in x]
    with mp.workdps(2 * WRITTEN):
        x = exact.real(x)
        size = mp.mag(x) if x != 0 else 0
        if abs(size) > LARGEST_EXPONENT:
            if size > 0:
                raise NotImplementedError("a number beyond every decimal that the protocol takes")
            return "0"
        if abs(size) > 1000 and x > 0:
            return {"log10": mp.nstr(mp.log10(x), WRITTEN)}
        return mp.nstr(x, WRITTEN)


def answer(oracle, values):
    inputs = read_inputs(oracle, values)
    sides = [max(a.m, a.n) for x in inputs.values() for a in (x if isinstance(x, list) else [x]) if isinstance(a, Matrix)]
    if max(sides, default=0) > LARGEST_SIDE:
        return {"skipped": f"matrices have sides of at most {LARGEST_SIDE} here"}
    try:
        result = write(evaluate(oracle, inputs))
    except (NotImplementedError, Disagreement) as reason:
        return {"skipped": str(reason)}
    except (ArithmeticError, ValueError) as reason:
        return {"error": f"{type(reason).__name__}: {reason}"}
    return result if isinstance(result, dict) and "log10" in result else {"value": result}


def domain():
    """The largest matrices, where the protocol has a word for it."""
    is_known = "domain" in json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]
    return {"domain": {"rows": [1, LARGEST_SIDE], "columns": [1, LARGEST_SIDE]}} if is_known else {}


def main():
    known = {id: oracle for id, oracle in oracles.load().items() if evaluator.is_covered(oracle)}
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "start":
            if request["protocol"] != PROTOCOL:
                sys.exit(f"protocol {request['protocol']} is not understood, {PROTOCOL} is")
            reply = {"protocol": PROTOCOL, "implementation": {"name": "mpmath interpreter", "version": "1", "language": "python"},
                     "precision": "float64", "oracles": {id: oracle.revision for id, oracle in known.items()},
                     "conventions": {"log": "e"}, **domain()}
        elif request["op"] == "run":
            try:
                reply = {"seq": request["seq"], **answer(known[request["oracle"]], request["inputs"])}
            except Exception as fault:  # a slip of the harness itself must show
                reply = {"seq": request["seq"], "error": f"{type(fault).__name__}: {fault}"}
        else:
            return
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
