//! What operators must look at.

use chrono::{DateTime, Utc};
use neurocards_core::ids::ChatId;
use neurocards_core::ports::{Outbox, Unavailable};
use neurocards_core::use_cases::step_job::Hold;
use neurocards_core::work::failure::{ErrorClass, Failure};

/// The queue is held, because of our account at the provider or of our media store: told once an
/// hour, at the first hold of each hour.
pub(crate) async fn queue_held(
    outbox: &dyn Outbox,
    admins: &[ChatId],
    hold: &Hold,
    now: DateTime<Utc>,
) -> Result<(), Unavailable> {
    let (failure, secs) = (&hold.retry.failure, hold.queue_for.as_secs());
    let (cause, text) = if failure.class == ErrorClass::Billing {
        let text = format!(
            "The video provider refuses our account: {}. No new videos are started for {secs} s; \
             orders are kept until their deadlines. Top up or replace the key.",
            failure.detail,
        );
        ("billing", text)
    } else {
        let text = format!(
            "The media store is out of order: {}. No new videos are started until it is back; \
             finished ones wait at the provider, for a day at most. Nothing is lost yet.",
            failure.detail,
        );
        ("media", text)
    };
    let key = format!("{cause}:{}", now.format("%Y-%m-%dT%H"));
    outbox.alarm(&key, admins, &text).await
}

/// Videos fail for a reason that lies with us or our account: told once an hour while it stands.
pub(crate) async fn videos_fail(
    outbox: &dyn Outbox,
    admins: &[ChatId],
    failure: &Failure,
    now: DateTime<Utc>,
) -> Result<(), Unavailable> {
    let key = format!("out_of_service:{}", now.format("%Y-%m-%dT%H"));
    let text = format!(
        "Videos fail and are refunded, and no user can help it: {}. Look at the provider's list of \
         models and at our settings.",
        failure.detail
    );
    outbox.alarm(&key, admins, &text).await
}

/// The text model writes nothing, and videos are made by the fallback: told once an hour while it
/// stands.
pub(crate) async fn text_model_down(
    outbox: &dyn Outbox,
    admins: &[ChatId],
    failure: &Failure,
    now: DateTime<Utc>,
) -> Result<(), Unavailable> {
    let key = format!("text_model:{}", now.format("%Y-%m-%dT%H"));
    let text = format!(
        "The text model writes no scenarios: {}. Videos are made by the words of their templates \
         until it is back. Look at its key, its quota and OPENAI_MODEL.",
        failure.detail
    );
    outbox.alarm(&key, admins, &text).await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use neurocards_core::ports::MockOutbox;
    use neurocards_core::work::failure::Cause;
    use neurocards_core::work::job::Retry;

    use super::*;

    fn hold(failure: Failure) -> Hold {
        let after = Duration::from_mins(5);
        Hold {
            queue_for: after,
            retry: Retry {
                failure,
                after,
                ends: None,
            },
        }
    }

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
        let failure = Failure::new(ErrorClass::Billing, Cause::OutOfService, "no credits");
        let admins = [ChatId(1), ChatId(2)];
        queue_held(&outbox, &admins, &hold(failure), DateTime::UNIX_EPOCH)
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_media_store_out_of_order_is_told_under_a_key_of_its_own() {
        let mut outbox = MockOutbox::new();
        let told = outbox.expect_alarm().times(1);
        told.withf(|key, _, text| {
            key == "media:1970-01-01T00"
                && text.starts_with("The media store is out of order: disk full.")
        })
        .returning(|_, _, _| Ok(()));
        let failure = Failure::new(ErrorClass::Temporary, Cause::OutOfService, "disk full");
        queue_held(&outbox, &[ChatId(1)], &hold(failure), DateTime::UNIX_EPOCH)
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_text_model_that_writes_nothing_is_told_once_an_hour() {
        let mut outbox = MockOutbox::new();
        let told = outbox.expect_alarm().times(1);
        told.withf(|key, _, text| {
            key == "text_model:1970-01-01T00" && text.contains("no scenarios: the key is revoked.")
        })
        .returning(|_, _, _| Ok(()));
        let failure = Failure::new(
            ErrorClass::Billing,
            Cause::OutOfService,
            "the key is revoked",
        );
        text_model_down(&outbox, &[ChatId(1)], &failure, DateTime::UNIX_EPOCH)
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_reason_on_our_side_is_told_once_an_hour() {
        let mut outbox = MockOutbox::new();
        let told = outbox.expect_alarm().times(1);
        told.withf(|key, _, text| {
            key == "out_of_service:1970-01-01T00" && text.contains("the model is gone")
        })
        .returning(|_, _, _| Ok(()));
        let (class, cause) = (ErrorClass::Unknown, Cause::OutOfService);
        let failure = Failure::new(class, cause, "the model is gone");
        videos_fail(&outbox, &[ChatId(1)], &failure, DateTime::UNIX_EPOCH)
            .await
            .unwrap();
    }
}
