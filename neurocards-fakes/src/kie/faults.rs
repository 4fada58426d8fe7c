//! Scripted misfortune: what goes wrong with the next requests.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Faults that wait, at most.
const MAX_FAULTS: usize = 1_000;

/// Longest delay or hanging of one request.
pub(crate) const MAX_HANG: Duration = Duration::from_mins(10);

/// Which requests a fault meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// `POST /api/v1/jobs/createTask`.
    Create,
    /// `GET /api/v1/jobs/recordInfo`.
    Poll,
    /// Any upload.
    Upload,
    /// Any other request to the API.
    Other,
}

/// What goes wrong with a request. The word `Accept` means: it has had its whole effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// An error in HTTP 200; nothing has happened.
    Refuse {
        /// The `code` of the envelope.
        code: i64,
        /// Its `msg`.
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

impl Fault {
    /// An error in HTTP 200.
    pub fn refuse(code: i64, msg: &str) -> Self {
        let msg = msg.to_owned();
        Self::Refuse { code, msg }
    }

    /// 500 without anything else to go by: "try again later".
    pub fn server_exception() -> Self {
        Self::refuse(500, "Server exception, please try again later")
    }

    /// 429 inside HTTP 200, as KIE limits rates. The real status is [`Fault::Http`] with 429.
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

    /// 455: maintenance.
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

#[derive(Debug)]
struct Scripted {
    call: Call,
    /// `None` for ever.
    left: Option<u32>,
    fault: Fault,
}

/// The faults that still wait, in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: Vec<Scripted>,
}

impl Faults {
    /// For the next `times` requests, or for all; the error says why the fault cannot be.
    pub(crate) fn add(
        &mut self,
        call: Call,
        times: Option<u32>,
        fault: Fault,
    ) -> Result<(), String> {
        if self.waiting.len() == MAX_FAULTS {
            return Err(format!("{MAX_FAULTS} faults wait already"));
        }
        if let Fault::Http(status) | Fault::AcceptThenHttp(status) = fault
            && !(400..600).contains(&status)
        {
            return Err(format!("{status} is no error status"));
        }
        if times != Some(0) {
            let left = times;
            self.waiting.push(Scripted { call, left, fault });
        }
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// What happens to this request; uses the fault up by one.
    pub(crate) fn take(&mut self, call: Call) -> Option<Fault> {
        let index = self
            .waiting
            .iter()
            .position(|scripted| scripted.call == call)?;
        let scripted = &mut self.waiting[index];
        let fault = scripted.fault.clone();
        if let Some(left) = &mut scripted.left {
            *left -= 1;
            if *left == 0 {
                self.waiting.remove(index);
            }
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_meets_its_call_so_many_times_and_then_gives_way() {
        let mut faults = Faults::default();
        faults.add(Call::Create, Some(1), Fault::Cut).unwrap();
        faults.add(Call::Create, None, Fault::Hang).unwrap();
        assert_eq!(faults.take(Call::Poll), None);
        assert_eq!(faults.take(Call::Create), Some(Fault::Cut));
        assert_eq!(faults.take(Call::Create), Some(Fault::Hang));
        assert_eq!(faults.take(Call::Create), Some(Fault::Hang));
        faults.clear();
        assert_eq!(faults.take(Call::Create), None);
    }
}
