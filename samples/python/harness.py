"""A whole harness for one oracle: lowrank gate -- python3 samples/python/harness.py"""
import base64, json, math, struct, sys

START = {"protocol": 1, "implementation": {"name": "short sample", "version": "1.0", "language": "python"},
         "precision": "float64", "oracles": {"spectra/frobenius-norm": 1}, "conventions": {"log": "e"}}
CODES = {"float64": "d", "float32": "f", "float16": "e", "int8": "b"}


def frobenius_norm(a):
    if a["dtype"] not in CODES:
        return {"skipped": "entries of type " + a["dtype"]}
    entries = [e for e, in struct.iter_unpack("<" + CODES[a["dtype"]], base64.b64decode(a["data"]))]
    return {"value": math.hypot(*entries) * float(a.get("scale", 1))}


for line in sys.stdin:
    request = json.loads(line)
    if request["op"] == "stop":
        break
    reply = START if request["op"] == "start" else {"seq": request["seq"], **frobenius_norm(request["inputs"]["A"])}
    print(json.dumps(reply), flush=True)
