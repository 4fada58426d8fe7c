//! Scripted faults: which faults wait for the next calls and deliveries.

use std::time::Duration;

use serde_json::Value;

use super::answer::ApiError;
use super::delivery::Delivery;
use super::fault::{Fault, FaultKind};

/// Faults that wait, at most.
const MAX_FAULTS: usize = 1_000;

/// The longest delay of one call, and how long a call without an answer waits.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_mins(10);

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
        fault.check()?;
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
    pub(crate) fn take_call(&mut self, method: &str, chat: Option<i64>) -> Option<FaultKind> {
        let index = self
            .waiting
            .iter()
            .position(|fault| fault.is_for(method, chat))?;
        Some(self.use_up(index))
    }

    /// What happens to this update, which is named by its field; uses the fault up by one.
    pub(crate) fn take_delivery(
        &mut self,
        field: &str,
        user: i64,
        body: &Value,
    ) -> Option<Delivery> {
        let index = self
            .waiting
            .iter()
            .position(|fault| fault.is_for_update(field, user, body))?;
        match self.use_up(index) {
            FaultKind::Updates(delivery) => Some(delivery),
            _ => None,
        }
    }

    fn use_up(&mut self, index: usize) -> FaultKind {
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
    use serde_json::json;

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
        let text = r#"{"update":"successful_payment","then":{"updates":{"late":{}}}}"#;
        let fault = Fault::payment(Delivery::Late { secs: None });
        assert_eq!(serde_json::from_str::<Fault>(text).unwrap(), fault);
    }

    #[test]
    fn a_fault_of_payments_meets_nothing_else() {
        let mut faults = Faults::default();
        faults.add(Fault::payment(Delivery::Drop)).unwrap();
        let (text, payment) = (json!({"text": "a"}), json!({"successful_payment": {}}));
        assert_eq!(faults.take_delivery("message", 7, &text), None);
        let met = faults.take_delivery("message", 7, &payment);
        assert_eq!(met, Some(Delivery::Drop));
        assert_eq!(faults.take_delivery("message", 7, &payment), None);
    }
}
