# SPDX-License-Identifier: EUPL-1.2
"""The JSON Schema of one YAML file of a layer, for completion and checks in an editor."""

from typing import Any

from sluitend.policy.layering import VERBS
from sluitend.policy.schema.pack import LIST_SECTIONS, Pack

_VERBS: dict[str, Any] = {
    "remove": {"const": True, "description": "Take the item of an earlier layer away."},
    "replace": {"const": True, "description": "Forget what earlier layers said about the item."},
    "append": {
        "type": "object",
        "additionalProperties": {"type": "array"},
        "description": "Add to lists of the item of an earlier layer.",
    },
}


def file_schema() -> dict[str, Any]:
    """Return the schema: every section is optional, and an item may name only what it changes."""
    schema = Pack.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "One file of a layer of a policy pack"
    schema.pop("required", None)
    definitions = schema["$defs"]
    for section in LIST_SECTIONS:
        for name in _item_definitions(schema["properties"][section]["items"]):
            item = definitions[name]
            item["required"] = ["id"]
            item["properties"] |= {verb: _VERBS[verb] for verb in VERBS}
    definitions["Header"]["properties"].pop("layers", None)
    return schema


def _item_definitions(items: dict[str, Any]) -> list[str]:
    references = [items, *items.get("oneOf", []), *items.get("anyOf", [])]
    return [reference["$ref"].rsplit("/", 1)[1] for reference in references if "$ref" in reference]
