//! A JSON value that is valid for a schema, made from the words of a request.

use std::cell::Cell;

use serde_json::{Map, Number, Value, json};

use super::schema::resolve;
use super::words::Words;

/// From this depth on the shortest way to a valid value is taken.
const MAX_DEPTH: usize = 6;

/// A recursion that nothing ends gives up here, and so does an answer with too many values.
const GIVE_UP_DEPTH: usize = 64;
const MAX_VALUES: u32 = 20_000;

/// Items in an array at most, whatever the schema asks for.
const MAX_ITEMS: u64 = 1_000;

/// Properties whose name holds one of these get a few sentences, others one.
const LONG_TEXTS: [&str; 4] = ["prompt", "text", "script", "description"];

/// Makes a value for `schema`.
pub(crate) fn of(schema: &Value, words: &Words) -> Value {
    let example = Example {
        root: schema,
        words,
        values: Cell::new(0),
    };
    example.value(schema, "", 0)
}

struct Example<'a> {
    root: &'a Value,
    words: &'a Words,
    /// Values that were begun.
    values: Cell<u32>,
}

impl Example<'_> {
    /// `place` is the way to the value, with a dot before every step.
    fn value(&self, schema: &Value, place: &str, depth: usize) -> Value {
        self.values.set(self.values.get() + 1);
        if depth > GIVE_UP_DEPTH || self.values.get() > MAX_VALUES {
            return Value::Null;
        }
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(values) = list(schema, "enum") {
            return values[self.words.pick(place, values.len())].clone();
        }
        let target = schema["$ref"]
            .as_str()
            .and_then(|to| resolve(self.root, to));
        if let Some(target) = target {
            return self.value(target, place, depth + 1);
        }
        if let Some(variants) = list(schema, "anyOf") {
            return self.value(self.variant(variants, place, depth), place, depth + 1);
        }
        match kind(schema, depth) {
            "object" => self.object(schema, place, depth),
            "array" => self.array(schema, place, depth),
            "integer" => self.number(schema, place, true),
            "number" => self.number(schema, place, false),
            "boolean" => Value::Bool(self.words.pick(place, 2) == 1),
            "null" => Value::Null,
            _ => Value::String(self.string(schema, place)),
        }
    }

    fn variant<'v>(&self, variants: &'v [Value], place: &str, depth: usize) -> &'v Value {
        let is_null = |variant: &&Value| variant["type"] == "null";
        if depth >= MAX_DEPTH {
            return variants.iter().find(is_null).unwrap_or(&variants[0]);
        }
        let full: Vec<&Value> = variants.iter().filter(|it| !is_null(it)).collect();
        match full.len() {
            0 => &variants[0],
            count => full[self.words.pick(place, count)],
        }
    }

    fn object(&self, schema: &Value, place: &str, depth: usize) -> Value {
        let properties = schema["properties"].as_object();
        let pairs = properties.into_iter().flatten().map(|(name, schema)| {
            let value = self.value(schema, &format!("{place}.{name}"), depth + 1);
            (name.clone(), value)
        });
        Value::Object(pairs.collect::<Map<_, _>>())
    }

    fn array(&self, schema: &Value, place: &str, depth: usize) -> Value {
        let fewest = schema["minItems"].as_u64().unwrap_or(0);
        let most = schema["maxItems"].as_u64().unwrap_or(u64::MAX);
        let wanted = if depth >= MAX_DEPTH { 0 } else { 3 };
        let length = wanted.min(most).max(fewest).min(MAX_ITEMS);
        (0..length)
            .map(|index| self.value(&schema["items"], &format!("{place}.{index}"), depth + 1))
            .collect()
    }

    /// A number on the grid of `multipleOf`, or of ones for integers; else within the bounds.
    fn number(&self, schema: &Value, place: &str, whole: bool) -> Value {
        let range = Range::of(schema);
        let Some(step) = schema["multipleOf"].as_f64().or(whole.then_some(1.0)) else {
            let quarters = small(self.words.pick(place, 3) + 1);
            return json!(range.low + (range.high - range.low) * quarters / 4.0);
        };
        let first = (range.low / step).ceil();
        let grid = (0..8).map(|count| (first + small(count)) * step);
        let grid: Vec<f64> = grid.filter(|value| range.holds(*value)).collect();
        match grid.len() {
            0 => number(range.low, whole),
            count => number(grid[self.words.pick(place, count)], whole),
        }
    }

    fn string(&self, schema: &Value, place: &str) -> String {
        if let Some(format) = schema["format"].as_str() {
            return formatted(format).to_owned();
        }
        let name = place.rsplit('.').find(|step| step.parse::<u32>().is_err());
        let name = name.unwrap_or_default().to_lowercase();
        if LONG_TEXTS.iter().any(|long| name.contains(long)) {
            return self.words.text(place);
        }
        self.words.sentence(place)
    }
}

/// The bounds of a number; what the schema leaves open is 10 wide.
struct Range {
    low: f64,
    high: f64,
    above: Option<f64>,
    below: Option<f64>,
}

impl Range {
    fn of(schema: &Value) -> Self {
        let bound = |name: &str| schema[name].as_f64();
        let (above, below) = (bound("exclusiveMinimum"), bound("exclusiveMaximum"));
        let high = bound("maximum").or(below);
        let low = bound("minimum").or(above);
        let low = low.unwrap_or_else(|| high.map_or(1.0, |high| high.min(11.0) - 10.0));
        Self {
            low,
            high: high.unwrap_or(low + 10.0).max(low),
            above,
            below,
        }
    }

    fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
            && self.above.is_none_or(|bound| value > bound)
            && self.below.is_none_or(|bound| value < bound)
    }
}

fn list<'a>(schema: &'a Value, key: &str) -> Option<&'a [Value]> {
    let values = schema[key].as_array()?;
    (!values.is_empty()).then_some(values.as_slice())
}

/// The type to make; of several the first, and null only when it must end.
fn kind(schema: &Value, depth: usize) -> &str {
    let Some(kinds) = list(schema, "type") else {
        return schema["type"].as_str().unwrap_or("string");
    };
    let nullable = kinds.iter().any(|kind| kind == "null");
    if nullable && depth >= MAX_DEPTH {
        return "null";
    }
    let full = kinds.iter().find(|kind| *kind != "null");
    full.and_then(Value::as_str).unwrap_or("null")
}

#[expect(clippy::cast_precision_loss, reason = "counts below 10")]
fn small(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "integers of schemas are far below 2^53"
)]
fn number(value: f64, whole: bool) -> Value {
    if whole {
        return Value::Number(Number::from(value as i64));
    }
    json!(value)
}

fn formatted(format: &str) -> &'static str {
    match format {
        "date-time" => "2026-11-22T09:30:00Z",
        "time" => "09:30:00Z",
        "date" => "2026-11-22",
        "duration" => "PT5S",
        "email" => "anna@example.com",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uuid" => "018f3c5e-7b1a-7c2d-9e4f-0123456789ab",
        _ => "",
    }
}
