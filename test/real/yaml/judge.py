"""Says what PyYAML's SafeLoader, as authentik extends it for blueprints, makes of texts: a JSON array of texts on standard input, one line of
JSON for each on standard output. authentik reads one document for each blueprint (authentik/blueprints/v1/importer.py: yaml.load)."""

import base64
import datetime
import json
import sys

import yaml


class Loader(yaml.SafeLoader):
    pass


class Tag:
    def __init__(self, name, value):
        self.name, self.value = name, value


def tag(name):
    def construct(loader, node):
        if isinstance(node, yaml.ScalarNode):
            return Tag(name, loader.construct_scalar(node))
        if isinstance(node, yaml.SequenceNode):
            return Tag(name, loader.construct_sequence(node, deep=True))
        return Tag(name, loader.construct_mapping(node, deep=True))

    return construct


for name in ["!KeyOf", "!Find", "!FindObject", "!Env", "!File", "!Context", "!Format", "!If", "!Condition", "!Enumerate", "!Index", "!Value", "!AtIndex", "!ParseJSON"]:
    Loader.add_constructor(name, tag(name))


def key(value):
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Tag):
        return value.name + " " + json.dumps(plainly(value.value), separators=(",", ":"), ensure_ascii=False)
    plain = value if isinstance(value, (str, int, float, bool, type(None))) else str(plainly(value))
    return next(iter(json.loads(json.dumps({plain: 0}))))


class Bomb(Exception):
    pass


left = 0


def plainly(value):
    # PyYAML has no limit for aliases: what they unfold to is shared until somebody writes it down.
    global left
    left -= 1
    if left < 0:
        raise Bomb("its aliases unfold to more than 200000 values")
    if isinstance(value, dict):
        return {key(name): plainly(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plainly(item) for item in value]
    if isinstance(value, set):
        return {key(name): None for name in value}
    if isinstance(value, Tag):
        return {value.name: plainly(value.value)}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        zone = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        return {"time": zone.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds")}
    if isinstance(value, datetime.date):
        return {"time": f"{value.isoformat()}T00:00:00.000+00:00"}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return {"float": str(value)}
    return value


def judge(text):
    global left
    left = 200_000
    try:
        return {"json": plainly(yaml.load(text, Loader))}
    except yaml.YAMLError as error:
        return {"error": " ".join(str(error).split())}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}


sys.setrecursionlimit(1000)
for text in json.load(sys.stdin):
    print(json.dumps(judge(text)))
