//! Why a request to create a task is refused.

use super::answer::Answer;

/// `code` and `msg` of a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    code: i64,
    msg: String,
}

impl Refusal {
    pub(crate) fn new(code: i64, msg: impl Into<String>) -> Self {
        let msg = msg.into();
        Self { code, msg }
    }

    /// A missing field: 500, although the server is well.
    pub(crate) fn missing(field: &str) -> Self {
        Self::new(500, format!("{field} is required"))
    }

    /// A field with a wrong value or of a wrong type.
    pub(crate) fn wrong(field: &str, why: &str) -> Self {
        Self::new(422, format!("{field} {why}"))
    }

    pub(crate) fn unknown_model() -> Self {
        let msg = "The model name you specified is not supported. Please verify your input and \
                   use one of the supported models provided by KIE.";
        Self::new(422, msg)
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.code, &refusal.msg)
    }
}
