//! The rules of strict schemas: the subset of JSON Schema that Structured Outputs support.
//!
//! Source: the section "Supported schemas" of <https://developers.openai.com/api/docs/guides/structured-outputs>;
//! words of the errors as clients have reported them.

use serde_json::{Map, Value};

/// Properties in all, levels of objects, and values of enums that a schema may have.
const MAX_PROPERTIES: usize = 5_000;
const MAX_LEVELS: usize = 10;
const MAX_ENUM_VALUES: usize = 1_000;

const TYPES: [&str; 7] = [
    "string", "number", "integer", "boolean", "object", "array", "null",
];

/// `pattern` is left out: OpenAI knows it, the fake cannot write by it.
const KEYWORDS: [&str; 21] = [
    "$defs",
    "$ref",
    "$schema",
    "additionalProperties",
    "anyOf",
    "const",
    "definitions",
    "description",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "multipleOf",
    "properties",
    "required",
    "title",
];
const TYPE: &str = "type";

const FORMATS: [&str; 9] = [
    "date-time",
    "time",
    "date",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
];

/// Checks a whole schema; the error is what follows the schema's name in OpenAI's message.
pub(crate) fn check(root: &Value) -> Result<(), String> {
    if root.get("anyOf").is_some() || root[TYPE] != "object" {
        let got = root[TYPE].as_str().unwrap_or("None");
        return Err(format!(
            "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{got}\"'."
        ));
    }
    let mut walk = Walk {
        root,
        place: Vec::new(),
        properties: 0,
        enum_values: 0,
    };
    walk.node(root, 0)
}

struct Walk<'a> {
    root: &'a Value,
    /// Keys on the way to the node.
    place: Vec<String>,
    properties: usize,
    enum_values: usize,
}

impl Walk<'_> {
    fn node(&mut self, node: &Value, level: usize) -> Result<(), String> {
        let Some(node) = node.as_object() else {
            return self.wrong("schema must be an object.");
        };
        self.keywords(node)?;
        self.inside_map(node, "$defs", 0)?;
        self.inside_map(node, "definitions", 0)?;
        if let Some(reference) = node.get("$ref") {
            return self.reference(node, reference);
        }
        if let Some(variants) = node.get("anyOf") {
            return self.variants(variants, level);
        }
        self.count_enum(node)?;
        for kind in self.types(node)? {
            match kind.as_str() {
                "object" => self.object(node, level)?,
                "array" => self.array(node, level)?,
                "string" => self.format(node)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn keywords(&self, node: &Map<String, Value>) -> Result<(), String> {
        let is_known = |key: &str| key == TYPE || KEYWORDS.contains(&key);
        match node.keys().find(|key| !is_known(key)) {
            Some(key) => self.wrong(&format!("'{key}' is not permitted.")),
            None => Ok(()),
        }
    }

    fn reference(&self, node: &Map<String, Value>, reference: &Value) -> Result<(), String> {
        if let Some(key) = node.keys().find(|key| *key != "$ref") {
            return self.wrong(&format!("$ref cannot have keywords {{'{key}'}}."));
        }
        match reference.as_str().and_then(|path| resolve(self.root, path)) {
            Some(_) => Ok(()),
            None => self.wrong(&format!("reference {reference} leads nowhere.")),
        }
    }

    fn variants(&mut self, variants: &Value, level: usize) -> Result<(), String> {
        let Some(variants) = variants.as_array().filter(|them| !them.is_empty()) else {
            return self.wrong("'anyOf' must be a list of schemas.");
        };
        for (index, variant) in variants.iter().enumerate() {
            self.inside(&["anyOf", &index.to_string()], variant, level)?;
        }
        Ok(())
    }

    fn types(&self, node: &Map<String, Value>) -> Result<Vec<String>, String> {
        let types = match node.get(TYPE) {
            Some(Value::String(kind)) => vec![kind.clone()],
            Some(Value::Array(kinds)) => kinds
                .iter()
                .map(|kind| kind.as_str().unwrap_or_default().to_owned())
                .collect(),
            _ if node.contains_key("enum") || node.contains_key("const") => Vec::new(),
            _ => return self.wrong("schema must have a 'type' key."),
        };
        match types.iter().find(|kind| !TYPES.contains(&kind.as_str())) {
            Some(kind) => self.wrong(&format!("'{kind}' is not a valid type.")),
            None => Ok(types),
        }
    }

    fn object(&mut self, node: &Map<String, Value>, level: usize) -> Result<(), String> {
        if level == MAX_LEVELS {
            return self.wrong(&format!("more than {MAX_LEVELS} levels of nesting."));
        }
        if node.get("additionalProperties") != Some(&Value::Bool(false)) {
            return self
                .wrong("'additionalProperties' is required to be supplied and to be false.");
        }
        self.required(node)?;
        self.properties += keys(node.get("properties")).len();
        if self.properties > MAX_PROPERTIES {
            return self.wrong(&format!("more than {MAX_PROPERTIES} properties."));
        }
        self.inside_map(node, "properties", level + 1)
    }

    fn required(&self, node: &Map<String, Value>) -> Result<(), String> {
        let rule = "'required' is required to be supplied and to be an array including every key in \
                    properties.";
        let properties = keys(node.get("properties"));
        let required: Vec<&str> = match node.get("required").map(Value::as_array) {
            Some(Some(names)) => names.iter().filter_map(Value::as_str).collect(),
            None if properties.is_empty() => Vec::new(),
            _ => return self.wrong(rule),
        };
        if let Some(key) = properties.iter().find(|key| !required.contains(key)) {
            return self.wrong(&format!("{rule} Missing '{key}'."));
        }
        match required.iter().find(|key| !properties.contains(key)) {
            Some(key) => self.wrong(&format!("{rule} Extra required key '{key}' supplied.")),
            None => Ok(()),
        }
    }

    fn array(&mut self, node: &Map<String, Value>, level: usize) -> Result<(), String> {
        match node.get("items") {
            Some(items) => self.inside(&["items"], items, level),
            None => self.wrong("array schema missing items."),
        }
    }

    fn format(&self, node: &Map<String, Value>) -> Result<(), String> {
        match node.get("format") {
            Some(format) if !FORMATS.iter().any(|known| format == known) => {
                self.wrong(&format!("format {format} is not supported."))
            }
            _ => Ok(()),
        }
    }

    fn count_enum(&mut self, node: &Map<String, Value>) -> Result<(), String> {
        let Some(values) = node.get("enum") else {
            return Ok(());
        };
        let count = values.as_array().map_or(0, Vec::len);
        self.enum_values += count;
        if count == 0 || self.enum_values > MAX_ENUM_VALUES {
            return self.wrong(&format!("an enum has 1 to {MAX_ENUM_VALUES} values."));
        }
        Ok(())
    }

    /// Walks on into every schema of a map such as `properties`.
    fn inside_map(
        &mut self,
        node: &Map<String, Value>,
        key: &str,
        level: usize,
    ) -> Result<(), String> {
        for (name, schema) in node
            .get(key)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            self.inside(&[key, name], schema, level)?;
        }
        Ok(())
    }

    fn inside(&mut self, steps: &[&str], node: &Value, level: usize) -> Result<(), String> {
        let depth = self.place.len();
        self.place.extend(steps.iter().map(ToString::to_string));
        self.node(node, level)?;
        self.place.truncate(depth);
        Ok(())
    }

    fn wrong<T>(&self, reason: &str) -> Result<T, String> {
        let quoted: Vec<String> = self.place.iter().map(|key| format!("'{key}'")).collect();
        Err(format!("In context=({}), {reason}", quoted.join(", ")))
    }
}

fn keys(map: Option<&Value>) -> Vec<&str> {
    map.and_then(Value::as_object)
        .map(|map| map.keys().map(String::as_str).collect())
        .unwrap_or_default()
}

/// What a reference such as `#/$defs/scene` leads to.
pub(crate) fn resolve<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    root.pointer(reference.strip_prefix('#')?)
}
