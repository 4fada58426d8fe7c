//! Answers on standard output: text for people, or one JSON document.

use neurocards_adapters::program::{self, ProgramError};
use serde::Serialize;

use super::Answer;

impl Answer {
    /// Prints the document, or the text if no document was asked for.
    pub(super) fn show(
        self,
        document: &impl Serialize,
        text: impl FnOnce() -> String,
    ) -> Result<(), ProgramError> {
        if self.json {
            let document = serde_json::to_string_pretty(document)
                .map_err(ProgramError::broken("the answer"))?;
            program::print_line(document)
        } else {
            program::print_line(text())
        }
    }
}

/// Rows as lines, or what is said when there are none.
pub(super) fn lines<T>(rows: &[T], none: &str, line: impl Fn(&T) -> String) -> String {
    if rows.is_empty() {
        return none.to_owned();
    }
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
