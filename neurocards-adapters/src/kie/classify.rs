//! What an error of KIE means. Pure: from code, state and text to a [`Failure`].
//!
//! KIE answers HTTP 200 for nearly every error, uses code 500 for moderation and missing fields as
//! well as for faults, and passes on the texts of a dozen upstream providers. So the numbers that
//! are unambiguous decide first, then whole phrases of the text in a fixed order, and last the
//! numbers that only lean one way.

mod phrases;
mod policy;
mod rules;
mod text;

use neurocards_core::work::failure::{Cause, ErrorClass, Failure};

use rules::{Verdict, judge};
use text::Text;

/// What the code of an envelope means: of createTask, of an upload, of a look-up.
pub fn rejected(code: i64, message: &str) -> Failure {
    let text = Text::new(message);
    let (class, cause) = by_certain_code(code)
        .or_else(|| auth(&text))
        .or_else(|| judge(&text, code >= 500).map(Verdict::parts))
        .or_else(|| by_leaning_code(code))
        .unwrap_or((ErrorClass::Unknown, Cause::Unclear));
    Failure::new(class, cause, format!("code {code}: {message}"))
}

/// What a failed task means. The envelope around it says nothing.
pub fn failed(code: Option<&str>, message: Option<&str>) -> Failure {
    let code = code.unwrap_or_default().trim();
    let message = message.unwrap_or_default();
    let number = code.parse::<i64>().unwrap_or_default();
    let (class, cause) = judge(&Text::new(message), number >= 500)
        .map(Verdict::parts)
        .or_else(|| by_certain_code(number))
        .or_else(|| by_leaning_code(number))
        .unwrap_or((ErrorClass::Unknown, Cause::Unclear));
    let detail = format!(
        "failCode {}: {message}",
        if code.is_empty() { "-" } else { code }
    );
    Failure::new(class, cause, detail)
}

/// What an answer without an envelope means: a proxy or the edge spoke, not KIE. Its text is no
/// evidence: an error page that mentions forbidden content is not about the photo.
pub fn without_envelope(status: u16, body: &str) -> Failure {
    let (class, cause) = match status {
        429 => (ErrorClass::RateLimit, Cause::Overloaded),
        408 | 500..=599 => (ErrorClass::Temporary, Cause::ProviderFault),
        _ => (ErrorClass::Unknown, Cause::Unclear),
    };
    Failure::new(class, cause, format!("HTTP {status}: {body}"))
}

/// Whether a failure with this code may still turn into a success: KIE gave up waiting, its
/// upstream did not.
pub fn may_recover(code: Option<&str>, failure: &Failure) -> bool {
    code.map(str::trim) == Some("524") && failure.class == ErrorClass::Temporary
}

/// Codes that mean one thing only (KIE's "Getting started" and "Get task details" pages).
fn by_certain_code(code: i64) -> Option<(ErrorClass, Cause)> {
    match code {
        401 | 402 | 433 => Some((ErrorClass::Billing, Cause::OutOfService)),
        429 => Some((ErrorClass::RateLimit, Cause::Overloaded)),
        451 => Some((ErrorClass::User, Cause::PhotoUnusable)),
        _ => None,
    }
}

/// Codes that say something only when the text does not.
fn by_leaning_code(code: i64) -> Option<(ErrorClass, Cause)> {
    matches!(code, 408 | 455 | 524).then_some((ErrorClass::Temporary, Cause::ProviderFault))
}

/// A refused key. Only envelopes are about our key; a task's text may quote KIE's upstream.
fn auth(text: &Text) -> Option<(ErrorClass, Cause)> {
    text.has(phrases::AUTH)
        .then_some((ErrorClass::Billing, Cause::OutOfService))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorClass::{Billing, RateLimit, Temporary, Unknown};

    #[test]
    fn a_telling_number_serves_when_the_text_is_silent() {
        for (code, class) in [
            ("402", Billing),
            ("429", RateLimit),
            ("408", Temporary),
            ("455", Temporary),
            ("524", Temporary),
            ("500", Unknown),
            ("1501", Unknown),
        ] {
            assert_eq!(failed(Some(code), None).class, class, "{code}");
        }
        assert_eq!(failed(None, None).class, Unknown);
    }

    #[test]
    fn a_refused_key_is_an_envelopes_matter() {
        assert_eq!(rejected(401, "").class, Billing);
        assert_eq!(rejected(500, "Invalid API key").class, Billing);
        assert_eq!(failed(Some("500"), Some("Invalid API key")).class, Unknown);
    }

    #[test]
    fn only_the_providers_own_timeout_may_recover() {
        let timeout = failed(Some("524"), Some("generation timeout"));
        assert!(may_recover(Some("524"), &timeout));
        let refused = failed(Some("524"), Some("flagged as sensitive"));
        assert!(!may_recover(Some("524"), &refused));
        assert!(!may_recover(Some("500"), &timeout));
    }

    #[test]
    fn people_are_told_the_cause() {
        for (text, cause) in [
            ("image may contain real person", Cause::PersonInPhoto),
            ("copyrighted character", Cause::Copyright),
            ("flagged as sensitive", Cause::ContentRefused),
            ("Image resolution too low", Cause::PhotoUnusable),
            ("prompt is too long", Cause::RequestRefused),
            ("callBackUrl is invalid", Cause::OutOfService),
            ("Invalid callback URL format", Cause::OutOfService),
            ("the server is busy", Cause::Overloaded),
            ("internal error", Cause::ProviderFault),
        ] {
            assert_eq!(failed(None, Some(text)).cause, cause, "{text}");
        }
    }

    #[test]
    fn a_page_of_a_proxy_blames_nobody() {
        let page = "<h1>403</h1> forbidden content: nudity, violence";
        assert_eq!(without_envelope(403, page).class, Unknown);
        assert_eq!(without_envelope(502, page).class, Temporary);
        assert_eq!(without_envelope(429, page).class, RateLimit);
    }
}
