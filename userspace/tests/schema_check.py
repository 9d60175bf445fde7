#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Validates lines of JSON on stdin.

    schema_check.py SCHEMA KIND...

Each has to be as the schema's part of its kind says, without any key that the
schema does not have, and each KIND has to come once at least. Prints what is
wrong.
"""
import json
import sys

import jsonschema


def close(schema):
    """No key is allowed that has no entry; where it says nothing of others."""
    if isinstance(schema, dict):
        if "properties" in schema and "additionalProperties" not in schema:
            schema["additionalProperties"] = False
        for part in schema.values():
            close(part)
    elif isinstance(schema, list):
        for part in schema:
            close(part)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    close(schema)
    seen = set()
    wrong = 0
    validators = {}
    for kind in schema["oneOf"]:
        name = kind["$ref"].rsplit("/", 1)[1]
        validators[name] = jsonschema.Draft202012Validator(
            {"$ref": "#/$defs/" + name, "$defs": schema["$defs"]})
    for number, line in enumerate(sys.stdin.buffer.read().splitlines(), 1):
        value = json.loads(line.decode("utf-8"))
        kind = value.get("kind")
        seen.add(kind)
        if kind not in validators:
            print(f"line {number}: no such kind: {kind}")
            wrong += 1
            continue
        for error in validators[kind].iter_errors(value):
            place = "/".join(str(part) for part in error.absolute_path)
            print(f"line {number}, {kind}: {place}: {error.message[:300]}")
            wrong += 1
    for kind in sys.argv[2:]:
        if kind not in seen:
            print(f"nothing is of the kind {kind}")
            wrong += 1
    return 1 if wrong else 0


sys.exit(main())
