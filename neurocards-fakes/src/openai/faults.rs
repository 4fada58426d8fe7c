//! Scripted faults: what goes wrong with the next calls.

use serde::{Deserialize, Serialize};

use super::error_code::ErrorCode;

/// Faults that wait, at most.
const MAX_FAULTS: usize = 1_000;

/// What goes wrong, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// For how many calls it holds; 1 if left out, for ever if null.
    #[serde(default = "once")]
    pub times: Option<u32>,
    /// What happens to these calls.
    pub then: FaultKind,
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "serde wants the type of the field"
)]
fn once() -> Option<u32> {
    Some(1)
}

/// What can go wrong with a call that keeps the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultKind {
    /// An error instead of an answer.
    Error {
        /// Which; it brings status, type and message along.
        code: ErrorCode,
        /// Seconds, for the header `Retry-After`.
        #[serde(default)]
        retry_after_secs: Option<u32>,
    },
    /// 200 with a content part of type `refusal` and no text.
    Refusal,
    /// 200 with status `incomplete`, reason `max_output_tokens`, and no text.
    TokenLimit,
    /// 200 with status `incomplete`, reason `content_filter`, and no text.
    ContentFilter,
    /// 200 with status `failed`.
    Failed,
    /// 200 with an empty text.
    EmptyText,
    /// 200 with a text that is no JSON, whatever the request asked for.
    NotJson,
    /// The connection breaks before a byte of the answer, and nothing was written.
    CutBefore,
    /// The connection breaks in the middle of the answer.
    CutAfter,
    /// The answer comes late.
    Delay {
        /// Milliseconds, 600,000 at most.
        millis: u64,
    },
}

impl FaultKind {
    /// Whether it can happen to a call that writes no text.
    fn is_about_any_call(self) -> bool {
        matches!(
            self,
            Self::Error { .. } | Self::CutBefore | Self::CutAfter | Self::Delay { .. }
        )
    }
}

impl Fault {
    /// Something that happens to the next `times` calls.
    pub fn next(times: u32, then: FaultKind) -> Self {
        let times = Some(times);
        Self { times, then }
    }

    /// Something that happens to every call until the faults are cleared.
    pub fn for_ever(then: FaultKind) -> Self {
        Self { times: None, then }
    }

    /// An error for the next `times` calls.
    pub fn error(times: u32, code: ErrorCode) -> Self {
        let retry_after_secs = None;
        Self::next(
            times,
            FaultKind::Error {
                code,
                retry_after_secs,
            },
        )
    }

    /// `rate_limit_exceeded` with a `Retry-After` for the next call.
    pub fn rate_limit(retry_after_secs: u32) -> Self {
        Self::next(
            1,
            FaultKind::Error {
                code: ErrorCode::RateLimitExceeded,
                retry_after_secs: Some(retry_after_secs),
            },
        )
    }
}

/// The faults that still wait: counted ones in the order in which they were added, then those for
/// ever, the latest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
}

impl Faults {
    /// Whether there was room for it.
    pub(crate) fn add(&mut self, fault: Fault) -> bool {
        if self.waiting.len() == MAX_FAULTS {
            return false;
        }
        let counted = self.waiting.iter().filter(|it| it.times.is_some()).count();
        if fault.times != Some(0) {
            self.waiting.insert(counted, fault);
        }
        true
    }

    pub(crate) fn waiting(&self) -> &[Fault] {
        &self.waiting
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// What happens to this call; uses the fault up by one.
    pub(crate) fn take(&mut self, writes_text: bool) -> Option<FaultKind> {
        let meets = |fault: &Fault| writes_text || fault.then.is_about_any_call();
        let index = self.waiting.iter().position(meets)?;
        let fault = &mut self.waiting[index];
        let then = fault.then;
        fault.times = fault.times.map(|times| times - 1);
        if fault.times == Some(0) {
            self.waiting.remove(index);
        }
        Some(then)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_faults_are_used_up_before_those_for_ever() {
        let mut faults = Faults::default();
        faults.add(Fault::for_ever(FaultKind::EmptyText));
        faults.add(Fault::next(2, FaultKind::Refusal));
        let met: Vec<_> = (0..4).filter_map(|_| faults.take(true)).collect();
        let (refusal, empty) = (FaultKind::Refusal, FaultKind::EmptyText);
        assert_eq!(met, [refusal, refusal, empty, empty]);
    }

    #[test]
    fn a_fault_of_the_text_waits_for_a_call_that_writes_one() {
        let mut faults = Faults::default();
        faults.add(Fault::next(1, FaultKind::NotJson));
        assert_eq!(faults.take(false), None);
        assert_eq!(faults.take(true), Some(FaultKind::NotJson));
        assert_eq!(faults.take(true), None);
    }

    #[test]
    fn faults_are_written_in_json_as_they_are_in_rust() {
        let text = r#"{"then":{"error":{"code":"rate_limit_exceeded","retry_after_secs":3}}}"#;
        let fault: Fault = serde_json::from_str(text).unwrap();
        assert_eq!(fault, Fault::rate_limit(3));
        let text = r#"{"times":null,"then":"cut_after"}"#;
        let fault: Fault = serde_json::from_str(text).unwrap();
        assert_eq!(fault, Fault::for_ever(FaultKind::CutAfter));
    }
}
