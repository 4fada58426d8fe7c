//! What the fields of an input may look like.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The input of a request.
pub(crate) type Input = Map<String, Value>;

/// A field and what it may hold.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) shape: Shape,
}

/// What a field may hold.
pub(crate) enum Shape {
    /// A text of so many characters.
    Text { min: usize, max: usize },
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A text of digits within a range.
    DigitText { min: u64, max: u64 },
    /// A whole number within a range.
    Whole { min: u64, max: u64 },
    /// Any number within a range.
    Number { min: f64, max: f64 },
    /// The JSON values `true` and `false`.
    Bool,
    /// The URL of a picture.
    Photo,
    /// A list of so many URLs of pictures, at most.
    Photos { max: usize },
}

impl Field {
    /// A field that may be left out.
    pub(crate) const fn optional(name: &'static str, shape: Shape) -> Self {
        let required = false;
        Self {
            name,
            required,
            shape,
        }
    }

    /// A field that must be there.
    pub(crate) const fn required(name: &'static str, shape: Shape) -> Self {
        let required = true;
        Self {
            name,
            required,
            shape,
        }
    }

    /// Whether the input is right in this field.
    pub(crate) fn check(&self, input: &Input) -> Result<(), Refusal> {
        match input.get(self.name) {
            None | Some(Value::Null) if self.required => Err(Refusal::missing(self.name)),
            None | Some(Value::Null) => Ok(()),
            Some(value) => self
                .shape
                .check(value)
                .map_err(|why| Refusal::wrong(self.name, &why)),
        }
    }

    /// The pictures that the input names in this field.
    pub(crate) fn photos<'a>(&self, input: &'a Input) -> Vec<&'a str> {
        match (&self.shape, input.get(self.name)) {
            (Shape::Photo, Some(Value::String(url))) => vec![url],
            (Shape::Photos { .. }, Some(Value::Array(urls))) => {
                urls.iter().filter_map(Value::as_str).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Shape {
    /// The error says what is wrong, to be put after the field's name.
    fn check(&self, value: &Value) -> Result<(), String> {
        match self {
            Self::Text { min, max } => {
                let length = text(value)?.chars().count();
                within(length, *min, *max, "length")
            }
            Self::OneOf(options) if options.contains(&text(value)?) => Ok(()),
            Self::OneOf(_) => Err("is not within the range of allowed options".to_owned()),
            Self::DigitText { min, max } => {
                let number = text(value)?
                    .parse()
                    .map_err(|_| "must be a number in a string")?;
                within(number, *min, *max, "value")
            }
            Self::Whole { min, max } => {
                let number = value.as_u64().ok_or("must be an integer")?;
                within(number, *min, *max, "value")
            }
            Self::Number { min, max } => {
                let number = value.as_f64().ok_or("must be a number")?;
                within(number, *min, *max, "value")
            }
            Self::Bool => value
                .as_bool()
                .map(drop)
                .ok_or_else(|| "must be a boolean".to_owned()),
            Self::Photo => text(value).map(drop),
            Self::Photos { max } => photos(value, *max),
        }
    }
}

fn photos(value: &Value, max: usize) -> Result<(), String> {
    let urls = value.as_array().ok_or("must be an array")?;
    within(urls.len(), 0, max, "size")?;
    urls.iter().try_for_each(|url| text(url).map(drop))
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "must be a string".to_owned())
}

fn within<T: PartialOrd + Copy + std::fmt::Display>(
    found: T,
    min: T,
    max: T,
    what: &str,
) -> Result<(), String> {
    if min <= found && found <= max {
        Ok(())
    } else {
        Err(format!("{what} must be between {min} and {max}"))
    }
}
