//! One request with one key, and what came back.

use std::time::Duration;

use bytes::Bytes;
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use reqwest::header::RETRY_AFTER;
use reqwest::{RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};

use super::classify;
use super::envelope::Envelope;
use crate::http::{HttpFault, read_bounded};

/// The most bytes of an answer that is no file.
const ANSWER_MAX_BYTES: usize = 1024 * 1024;
/// The longest `Retry-After` that is honoured.
const WAIT_MAX: Duration = Duration::from_hours(1);

/// An answer, whatever it says.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
    retry_after: Option<Duration>,
}

/// Sends a request with a key and reads the answer whole.
pub(super) async fn exchange(
    request: RequestBuilder,
    key: &SecretString,
) -> Result<Answer, HttpFault> {
    let response = request
        .bearer_auth(key.expose_secret())
        .send()
        .await
        .map_err(HttpFault::of)?;
    let (status, retry_after) = (response.status(), retry_after(&response));
    Ok(Answer {
        status,
        body: read_bounded(response, ANSWER_MAX_BYTES).await?,
        retry_after,
    })
}

impl Answer {
    /// The data of a good answer, or what the bad one means. For calls that may be repeated.
    pub(super) fn envelope(&self) -> Result<Envelope, Failure> {
        match Envelope::read(&self.body) {
            Some(envelope) if self.status.is_success() && envelope.code == 200 => Ok(envelope),
            Some(envelope) if envelope.code != 200 => {
                Err(envelope.failure().wait(self.retry_after))
            }
            _ => Err(self.without_envelope()),
        }
    }

    pub(super) fn without_envelope(&self) -> Failure {
        classify::without_envelope(self.status.as_u16(), &self.text()).wait(self.retry_after)
    }

    /// The wish to wait that came with a refusal.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What a broken exchange means for a call that may be repeated.
pub(super) fn fault(fault: &HttpFault) -> Failure {
    Failure::new(
        ErrorClass::Temporary,
        Cause::ProviderFault,
        fault.to_string(),
    )
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    let wait = Duration::from_secs(seconds.trim().parse().ok()?);
    Some(wait.min(WAIT_MAX))
}
