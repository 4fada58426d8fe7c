//! What operators must look at.

use chrono::{DateTime, Utc};
use neurocards_core::ids::ChatId;
use neurocards_core::ports::{Outbox, Unavailable};
use neurocards_core::work::job::Retry;

/// The video provider refuses our account, and the queue is held: told once an hour, at the first
/// refusal of each hour.
pub(crate) async fn account_refused(
    outbox: &dyn Outbox,
    admins: &[ChatId],
    retry: &Retry,
    now: DateTime<Utc>,
) -> Result<(), Unavailable> {
    let key = format!("billing:{}", now.format("%Y-%m-%dT%H"));
    let text = format!(
        "The video provider refuses our account: {}. No new videos are started for {} s; \
         orders are kept until their deadlines. Top up or replace the key.",
        retry.failure.detail,
        retry.after.as_secs()
    );
    outbox.alarm(&key, admins, &text).await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use neurocards_core::ports::MockOutbox;
    use neurocards_core::work::failure::{Cause, ErrorClass, Failure};

    use super::*;

    #[tokio::test]
    async fn an_empty_account_is_told_to_every_operator_once_an_hour() {
        let mut outbox = MockOutbox::new();
        let told = outbox.expect_alarm().times(1);
        told.withf(|key, chats, text| {
            key == "billing:1970-01-01T00"
                && chats == [ChatId(1), ChatId(2)]
                && text
                    == "The video provider refuses our account: no credits. No new videos are \
                        started for 300 s; orders are kept until their deadlines. Top up or \
                        replace the key."
        })
        .returning(|_, _, _| Ok(()));
        let retry = Retry {
            failure: Failure::new(ErrorClass::Billing, Cause::OutOfService, "no credits"),
            after: Duration::from_mins(5),
            ends: None,
        };
        let admins = [ChatId(1), ChatId(2)];
        account_refused(&outbox, &admins, &retry, DateTime::UNIX_EPOCH)
            .await
            .unwrap();
    }
}
