//! Scripted faults: what goes wrong with the next requests.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Faults that wait, at most.
const MAX_FAULTS: usize = 1_000;

/// The longest delay of one request, and how long a request without an answer waits.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// Which requests a fault meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// Requests to create a task: `POST /api/v1/jobs/createTask`.
    Create,
    /// Questions how far a task is: `GET /api/v1/jobs/recordInfo`.
    Poll,
    /// Uploads in any of their three forms.
    Upload,
    /// Any other request to the API.
    Other,
}

/// What goes wrong with a request. The word `Accept` means: it has had its whole effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultKind {
    /// An error in HTTP 200; nothing has happened.
    Refuse {
        /// The `code` of the envelope.
        code: i64,
        /// The text in the `msg` of the envelope.
        msg: String,
    },
    /// A real HTTP status, as the edge sends it; nothing has happened.
    Http(u16),
    /// The connection breaks; nothing has happened.
    Cut,
    /// No answer for 10 minutes or until the fake stops; nothing has happened.
    Hang,
    /// It is carried out so many milliseconds late, whether or not the caller still waits.
    Delay(u64),
    /// Carried out, and the connection breaks.
    AcceptThenCut,
    /// Carried out, and the gateway answers this status, such as 502 or 524.
    AcceptThenHttp(u16),
    /// Carried out, and no answer for 10 minutes or until the fake stops.
    AcceptThenHang,
    /// Carried out, and the answer is `code` 200 with empty `data`.
    AcceptThenNoData,
    /// Carried out, and the answer is no JSON.
    AcceptThenGarbage,
}

impl FaultKind {
    /// An error in HTTP 200.
    pub fn refuse(code: i64, msg: &str) -> Self {
        let msg = msg.to_owned();
        Self::Refuse { code, msg }
    }

    /// 500 without anything else to go by: "try again later".
    pub fn server_exception() -> Self {
        Self::refuse(500, "Server exception, please try again later")
    }

    /// 429 inside HTTP 200, as KIE limits rates. The real status is [`FaultKind::Http`] with 429.
    pub fn rate_limit() -> Self {
        Self::refuse(
            429,
            "Your call frequency is too high. Please try again later.",
        )
    }

    /// 402: the balance is too small.
    pub fn no_credits() -> Self {
        Self::refuse(402, "Credits insufficient: please top up to continue.")
    }

    /// The same under 500.
    pub fn no_credits_as_500() -> Self {
        Self::refuse(500, "Credits insufficient: please top up to continue.")
    }

    /// 433: this key's own cap is spent.
    pub fn key_spent() -> Self {
        Self::refuse(433, "Sub-key Usage Exceeds Limit")
    }

    /// 401: the key is not accepted any more.
    pub fn no_access() -> Self {
        Self::refuse(401, "You do not have access permissions")
    }

    /// 500: the model was withdrawn.
    pub fn model_paused() -> Self {
        Self::refuse(500, "This interface is temporarily paused.")
    }

    /// 455: the service is down for maintenance.
    pub fn maintenance() -> Self {
        Self::refuse(455, "Service is under maintenance. Please try again later.")
    }

    /// 451: the photo could not be read.
    pub fn photo_unreadable() -> Self {
        let msg = "Failed to fetch the image. Kindly verify any access limits set by you or your \
                   service provider.";
        Self::refuse(451, msg)
    }

    /// 422 for the prompt of a moderated request.
    pub fn moderated() -> Self {
        let msg = "Your prompt was caught by our AI moderator. Please adjust it and try again!";
        Self::refuse(422, msg)
    }

    /// 500 with the text of a validation, also seen once for a valid request.
    pub fn this_field_is_required() -> Self {
        Self::refuse(500, "This field is required")
    }
}

/// What goes wrong with which requests, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The kind of requests that it meets.
    pub call: Call,
    /// For how many requests it holds: 1 if left out, all that follow if null.
    #[serde(default = "once")]
    pub times: Option<u32>,
    /// What goes wrong with these requests.
    pub fault: FaultKind,
}

#[expect(clippy::unnecessary_wraps, reason = "the default of an optional field")]
fn once() -> Option<u32> {
    Some(1)
}

impl Fault {
    /// A fault of the next `times` requests of a kind.
    pub fn next(call: Call, times: u32, fault: FaultKind) -> Self {
        let times = Some(times);
        Self { call, times, fault }
    }

    /// A fault of every request of a kind until the faults are cleared.
    pub fn for_ever(call: Call, fault: FaultKind) -> Self {
        let times = None;
        Self { call, times, fault }
    }
}

/// The faults that still wait, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<Fault>,
}

impl Faults {
    /// The error says why the fault cannot be.
    pub(crate) fn add(&mut self, fault: Fault) -> Result<(), String> {
        if self.waiting.len() == MAX_FAULTS {
            return Err(format!("{MAX_FAULTS} faults wait already"));
        }
        if let FaultKind::Http(status) | FaultKind::AcceptThenHttp(status) = fault.fault
            && !(400..600).contains(&status)
        {
            return Err(format!("{status} is no error status"));
        }
        if fault.times != Some(0) {
            self.waiting.push(fault);
        }
        Ok(())
    }

    pub(crate) fn waiting(&self) -> &[Fault] {
        &self.waiting
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// What happens to this request; uses the fault up by one.
    pub(crate) fn take(&mut self, call: Call) -> Option<FaultKind> {
        let index = self.waiting.iter().position(|fault| fault.call == call)?;
        let fault = &mut self.waiting[index];
        let kind = fault.fault.clone();
        if let Some(left) = &mut fault.times {
            *left -= 1;
            if *left == 0 {
                self.waiting.remove(index);
            }
        }
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_meets_its_call_so_many_times_and_then_gives_way() {
        let mut faults = Faults::default();
        faults
            .add(Fault::next(Call::Create, 1, FaultKind::Cut))
            .unwrap();
        faults
            .add(Fault::for_ever(Call::Create, FaultKind::Hang))
            .unwrap();
        assert_eq!(faults.take(Call::Poll), None);
        assert_eq!(faults.take(Call::Create), Some(FaultKind::Cut));
        assert_eq!(faults.take(Call::Create), Some(FaultKind::Hang));
        assert_eq!(faults.take(Call::Create), Some(FaultKind::Hang));
        faults.clear();
        assert_eq!(faults.take(Call::Create), None);
    }
}
