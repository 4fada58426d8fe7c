use neurocards_core::work::failure::{Cause, ErrorClass};

use super::phrases as say;
use super::policy::{self, Policy};
use super::text::Text;

/// What a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Our balance at KIE.
    Money,
    /// A model that KIE has taken away.
    Withdrawn,
    /// A parameter that no user has a part in.
    OurMistake,
    /// The content of photo, prompt or result.
    Refused(Cause),
    /// A parameter or the photo's form.
    Unsuited(Cause),
    /// Too many requests of ours.
    Rate,
    /// A fault at KIE or above.
    Fault(Cause),
}

impl Verdict {
    pub(super) fn parts(self) -> (ErrorClass, Cause) {
        match self {
            Self::Money => (ErrorClass::Billing, Cause::OutOfService),
            Self::Withdrawn | Self::OurMistake => (ErrorClass::Unknown, Cause::OutOfService),
            Self::Refused(cause) | Self::Unsuited(cause) => (ErrorClass::User, cause),
            Self::Rate => (ErrorClass::RateLimit, Cause::Overloaded),
            Self::Fault(cause) => (ErrorClass::Temporary, cause),
        }
    }
}

/// The first rule that matches. The order is the point: a moderation text that says "try again
/// later" is still moderation, and a rate limit that does so is still a rate limit.
pub(super) fn judge(text: &Text, is_server_code: bool) -> Option<Verdict> {
    if text.is_markup() {
        return fault(text);
    }
    let telling = &text.without(say::HARMLESS);
    money(telling)
        .or_else(|| withdrawn(telling))
        .or_else(|| refused(telling))
        .or_else(|| our_mistake(telling))
        .or_else(|| unsuited(telling, is_server_code))
        .or_else(|| rate(telling))
        .or_else(|| fault(text))
}

fn money(text: &Text) -> Option<Verdict> {
    let short = text.has_together(&[say::PURSE, say::SHORT]);
    (short || text.has(say::MONEY)).then_some(Verdict::Money)
}

fn withdrawn(text: &Text) -> Option<Verdict> {
    let gone = text.has_together(&["endpoint | interface | model", say::GONE]);
    (gone || text.has(say::WITHDRAWN)).then_some(Verdict::Withdrawn)
}

fn our_mistake(text: &Text) -> Option<Verdict> {
    text.has_together(&[say::OUR_FIELD, say::WRONG])
        .then_some(Verdict::OurMistake)
}

fn refused(text: &Text) -> Option<Verdict> {
    let text = &text.dropping(|sentence| is_checker_down(sentence) || is_infrastructure(sentence));
    if text.has("审核服务") && text.has("不可用 | 繁忙 | 超时") {
        return None;
    }
    let of = |policy: &Policy| {
        text.has(policy.alone)
            || policy
                .together
                .iter()
                .any(|groups| text.has_together(groups))
    };
    [
        (&policy::PERSON, Cause::PersonInPhoto),
        (&policy::PROTECTED, Cause::Copyright),
        (&policy::CONTENT, Cause::ContentRefused),
    ]
    .into_iter()
    .find(|(policy, _)| of(policy))
    .map(|(_, cause)| Verdict::Refused(cause))
}

/// "The moderation service is unavailable" refuses nobody.
fn is_checker_down(sentence: &Text) -> bool {
    sentence.has_together(&[say::CHECKER, say::SERVICE, say::DOWN])
}

/// A proxy or firewall that refuses, and a word about our account, are not about the photo.
fn is_infrastructure(sentence: &Text) -> bool {
    sentence.has(say::INFRASTRUCTURE)
        || sentence.has_together(&["account", "flagged | restricted | suspended"])
}

fn unsuited(text: &Text, is_server_code: bool) -> Option<Verdict> {
    // Seen for a missing field and for a valid request alike.
    if text.has("this field is required") {
        return None;
    }
    let unreachable = text.has_together(&[say::FETCH, say::FAILED, say::PHOTO]);
    if unreachable {
        return (!is_server_code).then_some(Verdict::Unsuited(Cause::PhotoUnusable));
    }
    let text = &text.dropping(|sentence| sentence.has(say::MACHINE));
    let named = text.has(say::PARAMETER)
        || text.has_together(&[say::FIELD, say::WRONG])
        || text.has_together(&[say::MEASURE, say::BEYOND]);
    named.then(|| {
        let photo = text.has(say::PHOTO) && !text.has("description | prompt | text");
        Verdict::Unsuited(if photo {
            Cause::PhotoUnusable
        } else {
            Cause::RequestRefused
        })
    })
}

fn rate(text: &Text) -> Option<Verdict> {
    let crowded = text.has_together(&[say::RATE_OF, say::RATE_OVER]);
    (crowded || text.has(say::RATE)).then_some(Verdict::Rate)
}

fn fault(text: &Text) -> Option<Verdict> {
    if text.has(say::OVERLOAD) {
        return Some(Verdict::Fault(Cause::Overloaded));
    }
    let unreachable = text.has_together(&[say::FETCH, say::FAILED, say::PHOTO]);
    (unreachable || text.has(say::FAULT)).then_some(Verdict::Fault(Cause::ProviderFault))
}
