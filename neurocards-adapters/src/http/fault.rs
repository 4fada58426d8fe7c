use std::error::Error;

use thiserror::Error;

/// How an HTTP exchange failed; no variant names a URL.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HttpFault {
    /// No byte of the request was sent: name resolution, connection, TLS, or a bad request.
    #[error("nothing was sent: {0}")]
    NotSent(String),
    /// The deadline passed; the request may have arrived.
    #[error("no answer in time")]
    TimedOut,
    /// The exchange broke; the request may have arrived.
    #[error("the exchange broke: {0}")]
    Broken(String),
    /// The answer is longer than allowed.
    #[error("the answer has more than {max} bytes")]
    TooLong {
        /// The most bytes that are read.
        max: usize,
    },
}

impl HttpFault {
    /// What `error` means for the request.
    pub fn of(error: reqwest::Error) -> Self {
        if error.is_connect() || error.is_builder() {
            Self::NotSent(describe(error))
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::Broken(describe(error))
        }
    }
}

/// The error and its causes in one line, without the URL.
fn describe(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::http::{Deadlines, client};

    #[tokio::test]
    async fn a_refused_connection_is_known_not_to_have_sent_anything_and_names_no_url() {
        let client = client(Deadlines::within(Duration::from_mins(1))).unwrap();
        let error = client
            .get("http://127.0.0.1:1/bot123:SECRET")
            .send()
            .await
            .unwrap_err();
        let fault = HttpFault::of(error);
        assert!(matches!(&fault, HttpFault::NotSent(_)), "{fault}");
        assert!(!format!("{fault:?}").contains("SECRET"));
    }
}
