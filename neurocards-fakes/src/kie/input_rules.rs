//! What must be right between the fields of an input, and how a price is chosen.

use serde_json::Value;

use super::refusal::Refusal;
use super::shape::Input;

/// No rule between fields.
#[expect(
    clippy::unnecessary_wraps,
    reason = "stands where other models can refuse"
)]
pub(crate) fn anything(_: &Input) -> Result<(), Refusal> {
    Ok(())
}

/// A first frame or reference pictures, not both.
pub(crate) fn one_kind_of_photo(input: &Input) -> Result<(), Refusal> {
    let has = |field| input.get(field).is_some_and(|value| !value.is_null());
    if has("first_frame_url") && has("reference_image_urls") {
        let why = "cannot be used together with reference_image_urls";
        return Err(Refusal::wrong("first_frame_url", why));
    }
    Ok(())
}

/// Only 6 s in 1080P.
pub(crate) fn short_if_sharp(input: &Input) -> Result<(), Refusal> {
    let has = |field, text| input.get(field).is_some_and(|value| value == text);
    if has("resolution", "1080P") && has("duration", "10") {
        return Err(Refusal::wrong(
            "duration",
            "must be 6 with resolution 1080P",
        ));
    }
    Ok(())
}

/// Whether a switch is on.
pub(crate) fn is_true(input: &Input, field: &str) -> bool {
    input.get(field).and_then(Value::as_bool).unwrap_or(false)
}

/// The price that stands where the option stands; the first one if the field is left out.
pub(crate) fn pick<const N: usize>(
    input: &Input,
    field: &str,
    options: &[&str; N],
    prices: [f64; N],
) -> f64 {
    let chosen = input.get(field).and_then(Value::as_str);
    let index = options.iter().position(|option| Some(*option) == chosen);
    prices[index.unwrap_or(0)]
}
