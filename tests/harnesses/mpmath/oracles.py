"""The oracle files as they stand: members, definitions, value. Nothing of the project's code reads them here."""
import pathlib

import yaml

from language import head, parse

ROOT = pathlib.Path(__file__).resolve().parents[3] / "oracles"


class Member:
    """An input: its type, the index range of a list, the formula of its default."""

    def __init__(self, name, declaration):
        self.name = name
        self.type = declaration["type"]
        self.index = [parse(part) for part in declaration["index"].split("..")] if "index" in declaration else None
        self.default = parse(declaration["default"]) if "default" in declaration else None
        self.is_optional = "default" in declaration or "optional" in declaration


class Oracle:
    """One statement."""

    def __init__(self, data, family):
        self.id, self.revision = data["id"], data["revision"]
        record = family["records"][data["record"]]
        self.given = [Member(name, {**record[name], **own}) for name, own in narrowed(data.get("given", []))]
        shared = family.get("where", {})
        definitions = {k: v for k, v in shared.items() if not isinstance(v, dict)}
        definitions.update(shared.get(data["record"], {}))
        own = {head(k)[0] for k in data.get("where", {})}
        texts = {k: v for k, v in definitions.items() if head(k)[0] not in own} | data.get("where", {})
        self.where = {head(k)[0]: (head(k)[1], parse(v)) for k, v in texts.items()}
        value = data["value"]
        self.value = {k: parse(v) for k, v in value.items()} if isinstance(value, dict) else parse(value)
        self.functions = self.called(self.value, set())

    def called(self, tree, seen):
        """The functions that a formula calls, itself or through the definitions that it uses."""
        if isinstance(tree, dict):
            return set().union(*[self.called(part, seen) for part in tree.values()])
        if not isinstance(tree, (tuple, list)) or not tree:
            return set()
        found = {tree[1]} if tree[0] in ("call", "range") else set()
        for name in {part for part in tree if isinstance(part, str) and part in self.where} - seen:
            seen.add(name)
            found |= self.called(self.where[name][1], seen)
        return found.union(*[self.called(part, seen) for part in tree if isinstance(part, (tuple, list))])


def narrowed(given):
    """Members of 'given' with what the oracle says of them itself."""
    if isinstance(given, dict):
        return [(name, own or {}) for name, own in given.items()]
    return [(item, {}) if isinstance(item, str) else next(iter(item.items())) for item in given]


def load(root=ROOT):
    """All oracles by id."""
    found = {}
    for declaration in sorted(root.glob("*/family.yaml")):
        family = yaml.safe_load(declaration.read_text(encoding="utf-8"))
        for file in sorted(declaration.parent.rglob("*.yaml")):
            if file != declaration:
                oracle = Oracle(yaml.safe_load(file.read_text(encoding="utf-8")), family)
                found[oracle.id] = oracle
    return found
