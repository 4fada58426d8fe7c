//! Scripted misfortune: what goes wrong with the next calls and deliveries.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::answer::ApiError;

/// Faults that wait, at most.
const MAX_FAULTS: usize = 1_000;

/// Longest delay or hanging of one call.
pub(crate) const MAX_HANG: Duration = Duration::from_mins(10);

/// What goes wrong, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// For how many calls or updates it holds; 1 if left out.
    #[serde(default = "once")]
    pub times: u32,
    /// Only calls of this method, in any case; all if left out. `download` is the download of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only calls about this chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<i64>,
    /// What happens.
    pub then: Misfortune,
}

fn once() -> u32 {
    1
}

/// The things that can happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Misfortune {
    /// The call is refused and has no effect.
    Refuse {
        /// HTTP status and `error_code`.
        code: u16,
        /// Telegram's text; the usual one of the code if left out.
        #[serde(default)]
        description: Option<String>,
        /// Seconds, with 429.
        #[serde(default)]
        retry_after: Option<u32>,
    },
    /// The call is carried out late.
    Delay {
        /// Milliseconds, 600,000 at most.
        millis: u64,
    },
    /// The connection breaks, and nothing has happened.
    CutBefore,
    /// The connection breaks, and the call has had its effect.
    CutAfter,
    /// No answer and no effect, for 10 minutes or until the server stops.
    Hang,
    /// Something happens to the updates instead of the calls.
    Updates(Delivery),
}

/// What can happen to an update on its way to the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Delivery {
    /// It never comes.
    Drop,
    /// It comes again, with the same `update_id`, after the bot accepted it.
    Duplicate,
    /// It is held until so many are together, then they come last first.
    Reorder {
        /// How many are turned round together.
        together: usize,
    },
}

impl Fault {
    /// Any misfortune, for the next `times` calls of a method.
    pub fn calls(method: &str, times: u32, then: Misfortune) -> Self {
        Self {
            times,
            method: Some(method.to_owned()),
            chat: None,
            then,
        }
    }

    /// 429 with `retry_after` seconds for the next call of a method.
    pub fn flood(method: &str, retry_after: u32) -> Self {
        let retry_after = Some(retry_after);
        Self::calls(
            method,
            1,
            Misfortune::Refuse {
                code: 429,
                description: None,
                retry_after,
            },
        )
    }

    /// A status with its usual text, such as 502, for the next `times` calls of a method.
    pub fn status(method: &str, times: u32, code: u16) -> Self {
        let (description, retry_after) = (None, None);
        Self::calls(
            method,
            times,
            Misfortune::Refuse {
                code,
                description,
                retry_after,
            },
        )
    }

    /// Something that happens to the next `times` updates.
    pub fn deliver(delivery: Delivery, times: u32) -> Self {
        Self {
            times,
            method: None,
            chat: None,
            then: Misfortune::Updates(delivery),
        }
    }

    /// Only calls about this chat.
    #[must_use]
    pub fn in_chat(mut self, chat: i64) -> Self {
        self.chat = Some(chat);
        self
    }

    fn is_for(&self, method: &str, chat: Option<i64>) -> bool {
        !matches!(self.then, Misfortune::Updates(_))
            && self
                .method
                .as_ref()
                .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && (self.chat.is_none() || self.chat == chat)
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
        if let Misfortune::Refuse { code, .. } = fault.then
            && !(400..600).contains(&code)
        {
            return Err(format!("{code} is no error code"));
        }
        if fault.times > 0 {
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

    /// What happens to this call; uses the fault up by one.
    pub(crate) fn take_call(&mut self, method: &str, chat: Option<i64>) -> Option<Misfortune> {
        let index = self
            .waiting
            .iter()
            .position(|fault| fault.is_for(method, chat))?;
        Some(self.use_up(index))
    }

    /// What happens to this update; uses the fault up by one.
    pub(crate) fn take_delivery(&mut self) -> Option<Delivery> {
        let is_delivery = |fault: &Fault| matches!(fault.then, Misfortune::Updates(_));
        let index = self.waiting.iter().position(is_delivery)?;
        match self.use_up(index) {
            Misfortune::Updates(delivery) => Some(delivery),
            _ => None,
        }
    }

    fn use_up(&mut self, index: usize) -> Misfortune {
        let fault = &mut self.waiting[index];
        fault.times -= 1;
        if fault.times > 0 {
            fault.then.clone()
        } else {
            self.waiting.remove(index).then
        }
    }
}

/// The refusal of a scripted status.
pub(crate) fn refusal(
    code: u16,
    description: Option<String>,
    retry_after: Option<u32>,
) -> ApiError {
    let usual = match code {
        403 => "Forbidden: bot was blocked by the user".to_owned(),
        409 => "Conflict: terminated by other getUpdates request; make sure that only one bot \
                instance is running"
            .to_owned(),
        429 => format!(
            "Too Many Requests: retry after {}",
            retry_after.unwrap_or(1)
        ),
        500 => "Internal Server Error".to_owned(),
        502 => "Bad Gateway".to_owned(),
        _ => "Bad Request: scripted".to_owned(),
    };
    let retry_after = if code == 429 {
        Some(retry_after.unwrap_or(1))
    } else {
        retry_after
    };
    ApiError {
        retry_after,
        ..ApiError::new(code, description.unwrap_or(usual))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_meets_its_method_and_chat_so_many_times() {
        let mut faults = Faults::default();
        faults
            .add(Fault::status("sendVideo", 2, 502).in_chat(7))
            .unwrap();
        assert_eq!(faults.take_call("sendMessage", Some(7)), None);
        assert_eq!(faults.take_call("sendVideo", Some(8)), None);
        assert!(faults.take_call("SendVideo", Some(7)).is_some());
        assert!(faults.take_call("sendVideo", Some(7)).is_some());
        assert_eq!(faults.take_call("sendVideo", Some(7)), None);
    }

    #[test]
    fn faults_are_written_in_json_as_they_are_in_rust() {
        let text = r#"{"method":"sendVideo","then":{"refuse":{"code":429,"retry_after":3}}}"#;
        assert_eq!(
            serde_json::from_str::<Fault>(text).unwrap(),
            Fault::flood("sendVideo", 3)
        );
        let text = r#"{"times":2,"then":{"updates":{"reorder":{"together":2}}}}"#;
        let fault = Fault::deliver(Delivery::Reorder { together: 2 }, 2);
        assert_eq!(serde_json::from_str::<Fault>(text).unwrap(), fault);
    }
}
