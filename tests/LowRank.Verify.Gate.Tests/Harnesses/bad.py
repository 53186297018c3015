"""A harness that doubles x, or gives the Frobenius norm of A; where x is 13, at its start or end, it misbehaves as its first argument says."""
import base64
import json
import math
import os
import signal
import struct
import sys
import time

MODE = sys.argv[1]
CHUNK = "x" * 65536
GIGABYTE = 1 << 30
DESCRIPTION = {
    "protocol": 1,
    "implementation": {"name": "bad", "version": "1", "language": "python"},
    "precision": "float64",
    "oracles": {"spectra/frobenius-norm": 1},
    "conventions": {"log": "e"},
}


def send(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def line(message):
    send(json.dumps(message) + "\n")


def sleep():
    while True:
        time.sleep(1000)


def flood(stream, text):
    for _ in range(GIGABYTE // len(text)):
        stream.write(text)
    stream.flush()


def child_that_keeps_the_pipes():
    if os.fork() == 0:
        if "session" in MODE:
            os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sleep()


def frobenius(a):
    """The norm of a matrix, honestly, or not for a matrix of one column."""
    m, n = a["shape"]
    if n == 1 and MODE == "crash on columns":
        os._exit(3)
    if n == 1 and MODE == "babble on columns":
        return None
    if n == 1 and MODE == "overflow on columns":
        return math.inf
    code, size = {"float64": ("d", 8), "float32": ("f", 4), "float16": ("e", 2), "bfloat16": (None, 2), "int8": ("b", 1)}[a["dtype"]]
    data = base64.b64decode(a["data"])
    if code is None:
        entries = struct.unpack("<%df" % (m * n), b"".join(b"\0\0" + data[i:i + 2] for i in range(0, len(data), 2)))
    else:
        entries = struct.unpack("<%d%s" % (m * n, code), data)
    return math.hypot(*entries) * float(a.get("scale", 1))


def started():
    d = json.loads(json.dumps(DESCRIPTION))
    if MODE == "no protocol":
        del d["protocol"]
    elif MODE == "protocol 2":
        d["protocol"] = 2
    elif MODE == "refuses":
        d = {"error": "protocol 1 is not spoken here"}
    elif MODE == "precision":
        d["precision"] = "float63"
    elif MODE == "revision":
        d["oracles"]["spectra/frobenius-norm"] = 1.5
    elif MODE == "no name":
        del d["implementation"]["name"]
    elif MODE == "oracles":
        d["oracles"] = ["spectra/frobenius-norm"]
    elif MODE == "claims all":
        names = ("singular-values", "rank", "spectral-norm", "frobenius-norm", "nuclear-norm", "stable-rank", "row-norm-21", "column-norm-21",
                 "schatten-norm", "schatten-sum", "ky-fan-norm", "storage-rank", "storage-radius", "storage-nuclear-norm", "schatten-ratio-sum",
                 "storage-spectral-norm", "storage-frobenius-norm", "storage-stable-rank", "storage-ky-fan-norm", "storage-schatten-sum")
        d["oracles"] = {"spectra/" + name: 1 for name in names}
    elif MODE == "extra member":
        d["colour"] = "green"
    elif MODE == "starts with text":
        send("ready\n")
        return
    elif MODE == "starts with a list":
        send("[1]\n")
        return
    elif MODE == "exit at start":
        sys.stderr.write("ModuleNotFoundError: No module named 'bounds'\n")
        sys.stderr.flush()
        os._exit(4)
    elif MODE == "silent start":
        sleep()
    elif MODE == "long start":
        flood(sys.stdout, CHUNK)
    elif MODE == "changes" and os.path.exists(sys.argv[3]):
        d["implementation"]["version"] = "2"
    line(d)


def misbehave(seq, r):
    if MODE == "exit" or MODE == "changes":
        sys.stderr.write("about to end\n")
        sys.stderr.flush()
        if MODE == "changes":
            open(sys.argv[3], "w").close()
        os._exit(3)
    elif MODE == "signal":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif MODE.startswith("exit, child"):
        child_that_keeps_the_pipes()
        os._exit(3)
    elif MODE.startswith("child"):
        child_that_keeps_the_pipes()
        line({"seq": seq, "value": 26.0})
    elif MODE == "silence":
        sleep()
    elif MODE == "stubborn silence":
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        child_that_keeps_the_pipes()
        sleep()
    elif MODE == "stops itself":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif MODE == "not json":
        send("RuntimeWarning: overflow\n")
    elif MODE == "empty line":
        send("\n")
    elif MODE == "list":
        line([seq, 26.0])
    elif MODE == "half a line":
        send('{"seq":')
        os._exit(0)
    elif MODE == "half a line, silence":
        send('{"seq":')
        sleep()
    elif MODE == "wrong seq":
        line({"seq": seq + 1, "value": 26.0})
    elif MODE == "repeated seq":
        line({"seq": seq - 1, "value": 26.0})
    elif MODE == "no seq":
        line({"value": 26.0})
    elif MODE == "two answers":
        line({"seq": seq, "value": 26.0})
        line({"seq": seq, "value": 26.0})
    elif MODE == "chatter":
        line({"seq": seq, "value": 26.0})
        send("done\n")
    elif MODE == "answers, then exits":
        line({"seq": seq, "value": 26.0})
        os._exit(0)
    elif MODE == "long line":
        flood(sys.stdout, CHUNK)
    elif MODE == "many lines":
        flood(sys.stdout, CHUNK[1:] + "\n")
    elif MODE == "answer, then many lines":
        line({"seq": seq, "value": 26.0})
        flood(sys.stdout, CHUNK[1:] + "\n")
    elif MODE == "many errors":
        flood(sys.stderr, "0123456789" * 8000 + "\n")
        sys.stderr.write("last words\n")
        line({"seq": seq, "value": 26.0})
    elif MODE == "closes output":
        os.close(1)
        sleep()
    elif MODE == "closes input":
        os.close(0)
        line({"seq": seq, "value": 26.0})
        sleep()
    elif MODE == "not utf-8":
        sys.stdout.buffer.write(b'{"seq": %d, "error": "\xff\xfe"}\n' % seq)
        sys.stdout.buffer.flush()
    elif MODE == "byte order mark":
        send('\ufeff{"seq": %d, "value": 26.0}\n' % seq)
    elif MODE == "deep":
        send('{"seq": %d, "value": %s1%s}\n' % (seq, "[" * 100000, "]" * 100000))
    elif MODE == "twice a member":
        send('{"seq": %d, "value": 26.0, "value": 27.0}\n' % seq)
    elif MODE == "says":
        send(sys.argv[3].replace("SEQ", str(seq)) + "\n")
    else:
        line({"seq": seq, "value": 2 * 13.0})


if MODE in ("overflow on columns", "claims all"):
    with open(sys.argv[3], "a") as starts:
        starts.write("start\n")

if MODE == "talks first":
    line(DESCRIPTION)
elif MODE == "banner":
    send("Loading weights ...\n")
elif MODE == "ends at once":
    sys.exit(5)
elif MODE == "answers before reading":
    # A megabyte is answered when ten bytes of the question are read.
    os.read(0, 1000)
    line(DESCRIPTION)
    for seq in range(1, 4):
        os.read(0, 10)
        send('{"seq": %d, "value": 0.%s1}\n' % (seq, "0" * 1000000))
        while not os.read(0, 100000).endswith(b"\n"):
            pass
    sys.exit(0)

for text in sys.stdin:
    request = json.loads(text)
    if request["op"] == "start":
        started()
    elif request["op"] == "stop":
        if MODE == "ignores stop":
            sleep()
        break
    elif MODE == "always exits":
        os._exit(1)
    elif MODE == "always silent":
        sleep()
    elif request["inputs"].get("x") == 13:
        misbehave(request["seq"], request)
    elif MODE == "claims all":
        line({"seq": request["seq"], "value": 1.0})
    elif "A" in request["inputs"]:
        norm = frobenius(request["inputs"]["A"])
        if norm is None:
            send("a matrix of one column!\n")
        else:
            line({"seq": request["seq"], "value": norm})
    else:
        line({"seq": request["seq"], "value": 2 * request["inputs"]["x"]})
