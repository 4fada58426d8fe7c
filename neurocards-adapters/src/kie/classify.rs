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

use neurocards_core::failure::{Cause, ErrorClass, Failure};

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
    use ErrorClass::{Billing, RateLimit, Temporary, Unknown, User};

    fn check(class: ErrorClass, texts: &[&str]) {
        for text in texts {
            for code in ["400", "422", "500", "501", "INTERNAL", ""] {
                let failure = failed(Some(code), Some(text));
                assert_eq!(failure.class, class, "failCode {code:?}: {text}");
            }
        }
    }

    #[test]
    fn a_refusal_is_the_users_under_every_code_and_in_every_wording() {
        check(
            User,
            &[
                "The output video may be related to copyright restrictions. Please try again later.",
                "This content may violate our guardrails concerning similarity to third-party content.",
                "The generated video is too similar to an existing film and was withheld",
                "Image contains a celebrity or public figure",
                "We cannot process photos depicting minors",
                "A minor was detected in the uploaded image",
                "Children appear in the reference photo",
                "The uploaded picture contains people, which is not allowed",
                "NSFW content detected",
                "Prompt includes nudity, please revise",
                "Depictions of violence are prohibited",
                "Politically sensitive",
                "Your prompt touches on political content",
                "Blocked by our safety system (internal code 500), please try again later",
                "Failure to pass the risk control system",
                "Input data may contain inappropriate content.",
                "Prompt violates our usage policies",
                "Request rejected: the description breaches community guidelines",
                "Forbidden content detected in the prompt",
                "PUBLIC_ERROR_UNSAFE_GENERATION",
                "PUBLIC_ERROR_PROMINENT_PEOPLE_FILTER_FAILED",
                "PUBLIC_ERROR_MINOR_UPLOAD",
                "PUBLIC_ERROR_AUDIO_FILTERED",
                "InputImageSensitiveContentDetected.PrivacyInformation",
                "DataInspectionFailed",
                "SAFETY.INPUT.TEXT",
                "output new_sensitive",
                "内容审核未通过,请修改后重试",
                "图片中包含敏感信息",
                "输入内容涉嫌侵权",
                "检测到真人人脸,请更换图片",
                "Aspect ratio must be between 0.4 and 2.5",
                "prompt must not exceed 2500 characters",
                "Unsupported image format: gif",
                "The file size exceeds the limit of 10 MB",
                "duration should be one of 5, 10",
                "image_url is required",
                "The image could not be decoded",
                "图片分辨率过低",
            ],
        );
    }

    #[test]
    fn a_fault_is_nobodys_whatever_words_it_uses() {
        check(
            Temporary,
            &[
                "Too many people are using the service right now, please try again later",
                "The server is busy: many people are generating videos with images",
                "Service overloaded due to high demand for this content type",
                "Upstream service timed out, no results",
                "The content moderation service is unavailable, please retry later",
                "A minor issue occurred on our side. Please try again later.",
                "internal error: child process exited unexpectedly",
                "Internal server error: constraint violation",
                "Generation took too long",
                "PUBLIC_ERROR_HIGH_TRAFFIC",
                "Connection reset by peer while uploading the video",
                "<html><head><title>502 Bad Gateway</title></head><body>forbidden content</body></html>",
                "服务繁忙,请稍后重试",
                "审核服务超时",
            ],
        );
    }

    #[test]
    fn a_limit_is_waited_for() {
        check(
            RateLimit,
            &[
                "Your call frequency is too high. Please try again later.",
                "Too many concurrent generations",
                "Rate limit: at most 20 requests per 10 seconds",
                "Quota exceeded for requests per minute",
                "The number of concurrent tasks has reached the maximum",
                "RESOURCE_EXHAUSTED",
                "请求过于频繁",
            ],
        );
    }

    #[test]
    fn money_is_the_operators_even_under_code_500() {
        check(
            Billing,
            &[
                "Credits insufficient, please top up",
                "Your account does not have enough credits: not enough balance",
                "The balance is too low for this model",
                "You exceeded your current quota, please check your plan and billing details.",
                "账户余额不足",
            ],
        );
    }

    #[test]
    fn what_proves_nothing_stays_unknown() {
        check(
            Unknown,
            &[
                "",
                "failed",
                "Failed to generate video",
                "This field is required",
                "This interface is temporarily paused.",
                "The model has been deprecated",
                "403 Forbidden: access to this content was denied by the proxy",
                "<html><body>403 Forbidden: forbidden content, policy violation</body></html>",
                "error code: 1010",
                "Your account was flagged for review",
                "PUBLIC_ERROR_SOMETHING",
            ],
        );
    }

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
