"""A harness for `lowrank gate`: norms and ranks of matrices and the bounds of two papers, in numpy.

    lowrank gate -- python3 harness.py [--precision float64|float32]

One JSON object per line on standard input, one answer per line on standard output.
"""
import argparse
import base64
import json
import math
import sys
from fractions import Fraction
from types import SimpleNamespace

import numpy as np

import bounds
import spectra
from wide import Wide

PROTOCOL = 1
ORACLES = {**spectra.ORACLES, **bounds.ORACLES}
# Beyond these an answer is given by its logarithm.
RANGE = {"float64": (1e-300, 1e300), "float32": (1.2e-38, 3.4e38)}


# --- reading ---


def read_matrix(data):
    """{"shape", "dtype", "data"} with base64 of the row-major little-endian entries, or a list of rows."""
    if isinstance(data, list):
        return spectra.Matrix(np.array([[float(Fraction(x)) for x in row] for row in data]))
    raw, dtype = base64.b64decode(data["data"]), data["dtype"]
    if dtype == "bfloat16":
        values = (np.frombuffer(raw, "<u2").astype("<u4") << 16).view("<f4")
    else:
        values = np.frombuffer(raw, {"float64": "<f8", "float32": "<f4", "float16": "<f2", "int8": "i1"}[dtype])
    step = float(Fraction(data["scale"])) if dtype == "int8" else None
    return spectra.Matrix(values.astype(np.float64).reshape(data["shape"]) * (step or 1), dtype, step)


def read_value(value):
    """A matrix, a list, or a number: a JSON number is one double, a string is the rational it spells; rounded once."""
    if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], list)):
        return read_matrix(value)
    if isinstance(value, list):
        return [read_value(item) for item in value]
    return Wide.of(Fraction(value))


def read_inputs(members):
    """The members by name. In 'W' and 'M' a list holds matrices, elsewhere a list of rows is one matrix."""
    inputs = SimpleNamespace()
    for name, value in members.items():
        setattr(inputs, name, [read_matrix(item) for item in value] if name in ("W", "M") else read_value(value))
    return inputs


# --- answering ---


def write_number(x, precision):
    """A JSON number, or {"log10": x} beyond the range of the precision."""
    low, high = RANGE[precision]
    x = Wide.of(x)
    value = x.float()
    return value if value == 0 and x.m == 0 or low <= abs(value) <= high else {"log10": x.log10()}


def write_result(result, precision):
    if isinstance(result, dict):
        return {name: write_result(part, precision) for name, part in result.items()}
    if isinstance(result, list):
        return [write_result(part, precision) for part in result]
    return write_number(result, precision)


def answer(oracle, members, precision, oracles=ORACLES):
    """The members of the answer to one case, without its seq."""
    if oracle not in oracles:
        return {"skipped": "not implemented: " + oracle}
    try:
        result = write_result(oracles[oracle](read_inputs(members)), precision)
    except (ArithmeticError, ValueError, np.linalg.LinAlgError) as error:
        return {"skipped": f"{type(error).__name__}: {error}"}
    except Exception as error:  # a slip of the harness itself must show
        return {"error": f"{type(error).__name__}: {error}"}
    return result if isinstance(result, dict) and "log10" in result else {"value": result}


def describe(precision, oracles=ORACLES):
    return {
        "protocol": PROTOCOL,
        "implementation": {"name": "numpy sample", "version": "1.0", "language": "python"},
        "precision": precision,
        "oracles": {oracle: 1 for oracle in oracles},
        "conventions": {"log": "e"},
    }


def serve(oracles=ORACLES, precision="float64", answer=answer, lines=sys.stdin, out=sys.stdout):
    """Answers until 'stop' or the end of the input."""
    Wide.single = precision == "float32"
    for line in lines:
        request = json.loads(line)
        if request["op"] == "start":
            if request["protocol"] != PROTOCOL:
                sys.exit(f"protocol {request['protocol']} is not understood, {PROTOCOL} is")
            reply = describe(precision, oracles)
        elif request["op"] == "run":
            reply = {"seq": request["seq"], **answer(request["oracle"], request["inputs"], precision, oracles)}
        else:
            return
        out.write(json.dumps(reply) + "\n")
        out.flush()


def main():
    parser = argparse.ArgumentParser(description="A numpy harness for lowrank gate.")
    parser.add_argument("--precision", choices=list(RANGE), default="float64")
    serve(precision=parser.parse_args().precision)


if __name__ == "__main__":
    main()
