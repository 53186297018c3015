"""A harness for `lowrank gate`: put your functions into ORACLES.

    {{lowrank}} gate -- python3 harness.py

`{{lowrank}} describe` lists the oracles, `{{lowrank}} describe <id>` shows the formula and the inputs of one.
"""
import base64
import json
import os
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np

PRECISION = "float64"  # what you compute in: float64, float32, bfloat16 or float16


class Skip(Exception):
    """Raised where a case is not treated: it is skipped, with the reason. Any other exception is an error."""


def frobenius_norm(inputs):
    a = inputs["A"]
    largest = np.max(np.abs(a))
    return 0.0 if largest == 0 else largest * np.sqrt(np.sum((a / largest) ** 2))


def spectral_norm(inputs):
    raise Skip("not implemented: spectral norm")  # TODO


# Oracle: (revision, function of the inputs). Only what stands here is asked.
ORACLES = {
    "spectra/frobenius-norm": (1, frobenius_norm),
    "spectra/spectral-norm": (1, spectral_norm),
}


def read_value(value):
    """A matrix as a numpy array, a list, or a number: counts are int, reals float; a string is the exact rational that it spells."""
    if isinstance(value, dict):
        raw, dtype = base64.b64decode(value["data"]), value["dtype"]
        if dtype == "bfloat16":
            entries = (np.frombuffer(raw, "<u2").astype("<u4") << 16).view("<f4")
        else:
            entries = np.frombuffer(raw, {"float64": "<f8", "float32": "<f4", "float16": "<f2", "int8": "i1"}[dtype])
        return entries.astype(np.float64).reshape(value["shape"]) * (value["scale"] if dtype == "int8" else 1)
    if isinstance(value, list):
        return [read_value(item) for item in value]
    return float(Fraction(value)) if isinstance(value, str) else value


def write_value(value):
    """A result as JSON, exactly: numbers, fractions, numpy scalars and arrays, torch tensors, lists, dicts of parts."""
    if hasattr(value, "detach"):  # a tensor; numpy has no bfloat16
        value = value.detach().cpu()
        value = (value.double() if value.is_floating_point() else value).numpy()
    if isinstance(value, (np.ndarray, np.generic)) and not isinstance(value, np.longdouble):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(name): write_value(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [write_value(item) for item in value]
    if isinstance(value, np.longdouble) and np.isfinite(value):
        value = Fraction(*value.as_integer_ratio())
    if isinstance(value, bool) or not isinstance(value, (int, float, np.longdouble, Decimal, Fraction)):
        raise TypeError(f"a number was expected, not {type(value).__name__}: {value!r}"[:200])
    if isinstance(value, (float, np.longdouble)):
        return float(value)
    return value if isinstance(value, int) and abs(value) < 2**53 else str(value)


def answer(oracle, inputs):
    """A number, a list or a dict of parts; beyond the range of doubles answer {"log10": x} in its place."""
    try:
        result = write_value(ORACLES[oracle][1]({name: read_value(value) for name, value in inputs.items()}))
    except Skip as reason:
        return {"skipped": str(reason)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return result if isinstance(result, dict) and "log10" in result else {"value": result}


def start(request):
    if request["protocol"] != 1:
        sys.exit(f"protocol {request['protocol']} is not understood, 1 is")
    return {
        "protocol": 1,
        "implementation": {"name": "my implementation", "version": "0.1", "language": "python"},
        "precision": PRECISION,
        "oracles": {oracle: revision for oracle, (revision, _) in ORACLES.items()},
        "conventions": {"log": "e"},
    }


def main():
    # Standard output belongs to the protocol: whatever else is printed, by whatever library, goes to standard error.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "stop":
            return
        if request["op"] == "start":
            reply = start(request)
        else:
            reply = {"seq": request["seq"], **answer(request["oracle"], request["inputs"])}
        print(json.dumps(reply), file=answers, flush=True)


if __name__ == "__main__":
    main()
