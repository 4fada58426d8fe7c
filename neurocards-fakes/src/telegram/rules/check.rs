//! Checks one request against the table and gives its parameters their types.

use serde_json::{Map, Value};

use super::{Field, Kind, Limit, MethodRule, RULES, Unit};
use crate::telegram::answer::ApiError;
use crate::telegram::params::{Params, Raw, RawParams};

/// Refuses unknown, missing and mistyped parameters, and sizes outside Telegram's limits.
pub(crate) fn check(method: &MethodRule, raw: RawParams) -> Result<Params, ApiError> {
    let mut values = Map::new();
    for (name, given) in raw.values {
        let Some(field) = method.fields.iter().find(|field| field.name == name) else {
            return Err(unknown(&method.name, &name));
        };
        let Some(value) = typed(&field.kind, given, &name)? else {
            continue;
        };
        check_field(field, &value, &name)?;
        values.insert(name, value);
    }
    for part in raw.uploads.keys() {
        let is_field = method
            .fields
            .iter()
            .any(|f| f.name == *part && f.kind == Kind::File);
        if is_field {
            values.insert(part.clone(), Value::String(format!("attach://{part}")));
        } else if !mentions(&values, part) {
            return Err(unknown(&method.name, part));
        }
    }
    if let Some(missing) = method
        .fields
        .iter()
        .find(|f| f.required && !values.contains_key(&f.name))
    {
        return Err(missing_parameter(&method.name, &missing.name));
    }
    Ok(Params {
        values,
        uploads: raw.uploads,
    })
}

fn unknown(owner: &str, name: &str) -> ApiError {
    ApiError::rule(format!(
        "{owner} has no parameter \"{name}\" in Bot API 10.1"
    ))
}

fn missing_parameter(owner: &str, name: &str) -> ApiError {
    match name {
        "text" => ApiError::bad_request("message text is empty"),
        "chat_id" => ApiError::bad_request("chat_id is empty"),
        "photo" | "video" | "document" => {
            ApiError::bad_request(format!("there is no {name} in the request"))
        }
        _ => ApiError::rule(format!("{owner} needs the parameter \"{name}\"")),
    }
}

fn mentions(values: &Map<String, Value>, part: &str) -> bool {
    let wanted = format!("attach://{part}");
    values.values().any(|value| holds(value, &wanted))
}

fn holds(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Array(items) => items.iter().any(|item| holds(item, wanted)),
        Value::Object(fields) => fields.values().any(|item| holds(item, wanted)),
        _ => false,
    }
}

/// Text sources carry everything as text; JSON bodies may carry objects as text, too. `None`: null.
fn typed(kind: &Kind, given: Raw, name: &str) -> Result<Option<Value>, ApiError> {
    match given {
        Raw::Json(Value::Null) => Ok(None),
        Raw::Json(Value::String(text)) if !takes_text(kind) => parse_json(&text, name).map(Some),
        Raw::Json(value) => Ok(Some(value)),
        Raw::Text(text) => from_text(kind, text, name).map(Some),
    }
}

fn from_text(kind: &Kind, text: String, name: &str) -> Result<Value, ApiError> {
    match kind {
        Kind::Bool => Ok(Value::Bool(matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "1"
        ))),
        Kind::Int => text
            .parse::<i64>()
            .map(Value::from)
            .map_err(|_| wrong_type(name, "an integer")),
        Kind::Either(kinds) if kinds.contains(&Kind::Int) => {
            Ok(text.parse::<i64>().map_or(Value::String(text), Value::from))
        }
        _ if takes_text(kind) => Ok(Value::String(text)),
        _ => parse_json(&text, name),
    }
}

fn takes_text(kind: &Kind) -> bool {
    match kind {
        Kind::Str | Kind::File | Kind::Literal(_) | Kind::Int | Kind::Bool => true,
        Kind::Either(kinds) => kinds.iter().any(takes_text),
        _ => false,
    }
}

fn parse_json(text: &str, name: &str) -> Result<Value, ApiError> {
    serde_json::from_str(text)
        .map_err(|error| ApiError::rule(format!("\"{name}\" is not JSON: {error}")))
}

fn check_field(field: &Field, value: &Value, path: &str) -> Result<(), ApiError> {
    check_kind(&field.kind, value, path)?;
    field
        .limit
        .as_ref()
        .map_or(Ok(()), |limit| check_limit(limit, value, path))
}

fn check_kind(kind: &Kind, value: &Value, path: &str) -> Result<(), ApiError> {
    match (kind, value) {
        (Kind::Int, Value::Number(number)) if number.is_i64() => Ok(()),
        (Kind::Str | Kind::File, Value::String(_))
        | (Kind::Bool, Value::Bool(_))
        | (Kind::Object, Value::Object(_)) => Ok(()),
        (Kind::Literal(wanted), Value::String(text)) if wanted == text => Ok(()),
        (Kind::List(item), Value::Array(values)) => values
            .iter()
            .enumerate()
            .try_for_each(|(index, value)| check_kind(item, value, &format!("{path}[{index}]"))),
        (Kind::Either(kinds), _) => check_either(kinds, value, path),
        (Kind::Named(name), _) => check_named(name, value, path),
        _ => Err(wrong_type(path, &describe(kind))),
    }
}

fn check_named(name: &str, value: &Value, path: &str) -> Result<(), ApiError> {
    if let Some(kinds) = RULES.aliases.get(name) {
        return check_either(kinds, value, path);
    }
    let (Some(fields), Value::Object(given)) = (RULES.types.get(name), value) else {
        return Err(wrong_type(path, name));
    };
    for (key, value) in given.iter().filter(|(_, value)| !value.is_null()) {
        let field = fields.iter().find(|field| field.name == *key);
        let field = field.ok_or_else(|| unknown(name, key))?;
        check_field(field, value, &format!("{path}.{key}"))?;
    }
    match fields
        .iter()
        .find(|field| field.required && !given.contains_key(&field.name))
    {
        Some(missing) => Err(missing_field(name, &missing.name)),
        None => Ok(()),
    }
}

fn missing_field(owner: &str, name: &str) -> ApiError {
    if owner == "InlineKeyboardButton" && name == "text" {
        return ApiError::bad_request(
            "can't parse inline keyboard button: Field \"text\" must be of type String",
        );
    }
    ApiError::rule(format!("{owner} needs the field \"{name}\""))
}

fn check_either(kinds: &[Kind], value: &Value, path: &str) -> Result<(), ApiError> {
    let mut nearest = None;
    for kind in kinds {
        match check_kind(kind, value, path) {
            Ok(()) => return Ok(()),
            Err(error) if resembles(kind, value) => nearest = Some(error),
            Err(_) => {}
        }
    }
    let all: Vec<String> = kinds.iter().map(describe).collect();
    Err(nearest.unwrap_or_else(|| wrong_type(path, &all.join(" or "))))
}

/// Whether the sender meant this alternative: its required fields are there, its constants fit.
fn resembles(kind: &Kind, value: &Value) -> bool {
    let (Kind::Named(name), Value::Object(given)) = (kind, value) else {
        return false;
    };
    let Some(fields) = RULES.types.get(name) else {
        return false;
    };
    fields
        .iter()
        .filter(|field| field.required)
        .all(|field| match &field.kind {
            Kind::Literal(wanted) => given.get(&field.name).is_some_and(|text| text == wanted),
            _ => given.contains_key(&field.name),
        })
}

fn check_limit(limit: &Limit, value: &Value, path: &str) -> Result<(), ApiError> {
    let size = match (limit.unit, value) {
        (Unit::Value, Value::Number(number)) => number
            .as_i64()
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0),
        (Unit::Chars, Value::String(text)) => text.chars().count(),
        (Unit::Bytes, Value::String(text)) => text.len(),
        (Unit::Items, Value::Array(items)) => items.len(),
        _ => return Ok(()),
    };
    if (limit.min..=limit.max).contains(&size) {
        return Ok(());
    }
    Err(limit.refusal.as_ref().map_or_else(
        || {
            ApiError::rule(format!(
                "\"{path}\" is {size}, allowed {}..{}",
                limit.min, limit.max
            ))
        },
        ApiError::bad_request,
    ))
}

fn wrong_type(path: &str, wanted: &str) -> ApiError {
    ApiError::rule(format!("\"{path}\" must be {wanted}"))
}

fn describe(kind: &Kind) -> String {
    match kind {
        Kind::Int => "an integer".to_owned(),
        Kind::Str => "a string".to_owned(),
        Kind::Bool => "a boolean".to_owned(),
        Kind::File => "a file".to_owned(),
        Kind::Object => "an object".to_owned(),
        Kind::Literal(text) => format!("\"{text}\""),
        Kind::Named(name) => name.clone(),
        Kind::List(item) => format!("a list of {}", describe(item)),
        Kind::Either(kinds) => kinds.iter().map(describe).collect::<Vec<_>>().join(" or "),
    }
}
