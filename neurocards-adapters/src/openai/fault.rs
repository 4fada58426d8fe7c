//! What a failed request to the text model means.
//!
//! Source: developers.openai.com/docs/guides/error-codes. HTTP 429 is two things: too many
//! requests, and an account without money; the code in the body tells them apart.

use std::time::Duration;

use async_openai::error::OpenAIError;
use neurocards_core::ports::PromptError;
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use reqwest::StatusCode;
use serde_json::Value;

use super::wire::WireFault;
use crate::http::HttpFault;

/// Codes and types of an account that is out of money.
const MONEY: [&str; 7] = [
    "insufficient_quota",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
    "project_spend_limit_exceeded",
    "billing_hard_limit_reached",
    "billing_not_active",
];
/// Codes of a request whose content is refused.
const CONTENT: [&str; 4] = [
    "content_filter",
    "content_policy_violation",
    "moderation_blocked",
    "safety_violation",
];

/// The meaning of an error of the client library.
pub(super) fn meaning(error: &OpenAIError) -> PromptError {
    let fault = match error {
        OpenAIError::Boxed(inner) => inner.downcast_ref::<WireFault>(),
        _ => None,
    };
    match fault {
        Some(WireFault::Refused {
            status,
            body,
            retry_after,
        }) => refused(*status, body, *retry_after),
        Some(WireFault::Http(fault @ HttpFault::TooLong { .. })) => {
            down(ErrorClass::Unknown, fault.to_string())
        }
        Some(WireFault::Http(fault)) => down(ErrorClass::Temporary, fault.to_string()),
        Some(WireFault::NotJson(_)) | None => down(ErrorClass::Unknown, error.to_string()),
    }
}

fn refused(status: StatusCode, body: &str, retry_after: Option<Duration>) -> PromptError {
    let parsed: Value = serde_json::from_str(body).unwrap_or_default();
    let word = |key: &str| parsed["error"][key].as_str().unwrap_or_default().to_owned();
    let detail = format!("HTTP {status}: {body}");
    match by_code(&word("code")).or_else(|| by_code(&word("type"))) {
        Some(ErrorClass::User) => content_refused(detail),
        Some(class) => waiting(class, detail, retry_after),
        None => waiting(by_status(status), detail, retry_after),
    }
}

/// The class of an error code, where it tells more than the status.
pub(super) fn by_code(code: &str) -> Option<ErrorClass> {
    match code {
        _ if MONEY.contains(&code) => Some(ErrorClass::Billing),
        _ if CONTENT.contains(&code) => Some(ErrorClass::User),
        "rate_limit_exceeded" | "slow_down" => Some(ErrorClass::RateLimit),
        "server_error" | "server_is_overloaded" => Some(ErrorClass::Temporary),
        _ => None,
    }
}

fn by_status(status: StatusCode) -> ErrorClass {
    match status.as_u16() {
        401 | 403 => ErrorClass::Billing,
        429 => ErrorClass::RateLimit,
        408 | 500..=599 => ErrorClass::Temporary,
        _ => ErrorClass::Unknown,
    }
}

/// The model will not write this.
pub(super) fn content_refused(detail: impl AsRef<str>) -> PromptError {
    PromptError::Refused(Failure::new(
        ErrorClass::User,
        Cause::ContentRefused,
        detail,
    ))
}

/// The model cannot write now.
pub(super) fn down(class: ErrorClass, detail: impl AsRef<str>) -> PromptError {
    waiting(class, detail, None)
}

fn waiting(class: ErrorClass, detail: impl AsRef<str>, wait: Option<Duration>) -> PromptError {
    let cause = match class {
        ErrorClass::Billing => Cause::OutOfService,
        ErrorClass::RateLimit => Cause::Overloaded,
        ErrorClass::Temporary => Cause::ProviderFault,
        ErrorClass::User | ErrorClass::Unknown => Cause::Unclear,
    };
    PromptError::Down(Failure::new(class, cause, detail).wait(wait))
}
