//! The names of entries: each is written once, and a second entry with it is not.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{ChargeId, JobId, UserId};
use crate::money::promo_code::PromoCode;

/// The idempotency key of an entry: what it is for, so that it is written once however often it is
/// asked for.
///
/// Its text is stored, shown to operators and written as JSON. Every text is a key: what has none
/// of the forms here is the giver's own. The ledger refuses texts that do not
/// [fit](EntryKey::fits).
///
/// ```
/// use neurocards_core::ids::UserId;
/// use neurocards_core::money::entry_key::EntryKey;
///
/// let welcome = EntryKey::Welcome(UserId(42));
/// assert_eq!(welcome.to_string(), "welcome:42");
/// assert_eq!(EntryKey::parse("welcome:42"), welcome);
/// assert!(matches!(EntryKey::parse("christmas"), EntryKey::Own(_)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum EntryKey {
    /// `welcome:USER`: the gift to a new user.
    Welcome(UserId),
    /// `purchase:CHARGE`: what a charge bought.
    Purchase(ChargeId),
    /// `chargeback:CHARGE`: what a charge bought, taken back.
    Chargeback(ChargeId),
    /// `refund_refused:CHARGE`: what a charge bought, given again because its money stays.
    RefundRefused(ChargeId),
    /// `reversal:CHARGE`: what was given again, taken back because the money went back all the
    /// same.
    Reversal(ChargeId),
    /// `correction:KEY`: what the grant with this key gave, taken back because it was a mistake.
    Correction(String),
    /// `hold:JOB`: what is set aside for a job.
    Hold(JobId),
    /// `capture:JOB`: what a job earned.
    Capture(JobId),
    /// `refund:JOB`: what a job gave back.
    Refund(JobId),
    /// `promo:CODE:USER`: what a promo code gave a user.
    Promo(PromoCode, UserId),
    /// `referral:FRIEND:friend`: the reward of a friend for their first purchase.
    RewardOfFriend(UserId),
    /// `referral:FRIEND:referrer`: the reward of whoever brought that friend.
    RewardOfReferrer(UserId),
    /// `manual:KEY`: what a person gave under a key of theirs, which thus never meets another
    /// form.
    Manual(String),
    /// Any other text: the key of a grant that another program gave under a name of its own.
    Own(OwnKey),
}

/// A text that has none of the other forms of [`EntryKey`], which alone makes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OwnKey(String);

impl EntryKey {
    /// The longest text of a key, in bytes.
    pub const MAX_LEN: usize = 300;

    /// The key that has this text: its [`Display`](fmt::Display) gives the same text back.
    pub fn parse(text: impl Into<String>) -> Self {
        let text = text.into();
        let known = Self::known(&text);
        // A number with leading zeros, say, would not be read back as it was written.
        let same = known.filter(|key| key.to_string() == text);
        same.unwrap_or(Self::Own(OwnKey(text)))
    }

    /// Whether the ledger takes it: its text has 1 to [`EntryKey::MAX_LEN`] bytes.
    pub fn fits(&self) -> bool {
        (1..=Self::MAX_LEN).contains(&self.to_string().len())
    }

    /// The key of the correction of the grant with this key.
    #[must_use]
    pub fn correction(&self) -> Self {
        Self::Correction(self.to_string())
    }

    fn known(text: &str) -> Option<Self> {
        let (form, rest) = text.split_once(':')?;
        let charge = || ChargeId::parse(rest).ok();
        let job = || rest.parse().ok();
        match form {
            "welcome" => user(rest).map(Self::Welcome),
            "purchase" => charge().map(Self::Purchase),
            "chargeback" => charge().map(Self::Chargeback),
            "refund_refused" => charge().map(Self::RefundRefused),
            "reversal" => charge().map(Self::Reversal),
            "correction" => Some(Self::Correction(rest.to_owned())),
            "hold" => job().map(Self::Hold),
            "capture" => job().map(Self::Capture),
            "refund" => job().map(Self::Refund),
            "promo" => promo(rest),
            "referral" => reward(rest),
            "manual" => Some(Self::Manual(rest.to_owned())),
            _ => None,
        }
    }
}

fn user(text: &str) -> Option<UserId> {
    text.parse().ok().map(UserId)
}

fn promo(rest: &str) -> Option<EntryKey> {
    let (code, of) = rest.split_once(':')?;
    Some(EntryKey::Promo(PromoCode::parse(code).ok()?, user(of)?))
}

fn reward(rest: &str) -> Option<EntryKey> {
    let (friend, side) = rest.split_once(':')?;
    let friend = user(friend)?;
    match side {
        "friend" => Some(EntryKey::RewardOfFriend(friend)),
        "referrer" => Some(EntryKey::RewardOfReferrer(friend)),
        _ => None,
    }
}

impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Welcome(user) => write!(f, "welcome:{user}"),
            Self::Purchase(charge) => write!(f, "purchase:{charge}"),
            Self::Chargeback(charge) => write!(f, "chargeback:{charge}"),
            Self::RefundRefused(charge) => write!(f, "refund_refused:{charge}"),
            Self::Reversal(charge) => write!(f, "reversal:{charge}"),
            Self::Correction(grant) => write!(f, "correction:{grant}"),
            Self::Hold(job) => write!(f, "hold:{job}"),
            Self::Capture(job) => write!(f, "capture:{job}"),
            Self::Refund(job) => write!(f, "refund:{job}"),
            Self::Promo(code, user) => write!(f, "promo:{code}:{user}"),
            Self::RewardOfFriend(friend) => write!(f, "referral:{friend}:friend"),
            Self::RewardOfReferrer(friend) => write!(f, "referral:{friend}:referrer"),
            Self::Manual(key) => write!(f, "manual:{key}"),
            Self::Own(OwnKey(text)) => f.write_str(text),
        }
    }
}

impl From<String> for EntryKey {
    fn from(text: String) -> Self {
        Self::parse(text)
    }
}

impl From<EntryKey> for String {
    fn from(key: EntryKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IntoDeserializer;
    use serde::de::value::Error as ValueError;
    use uuid::Uuid;

    use super::*;

    fn charge() -> ChargeId {
        ChargeId::parse("stx:9_a").unwrap()
    }

    fn job() -> JobId {
        JobId(Uuid::from_u128(0xbeef))
    }

    /// Never change a line: these texts are in databases.
    fn stored() -> Vec<(EntryKey, &'static str)> {
        let code = PromoCode::parse("SPRING-26").unwrap();
        vec![
            (EntryKey::Welcome(UserId(42)), "welcome:42"),
            (EntryKey::Purchase(charge()), "purchase:stx:9_a"),
            (EntryKey::Chargeback(charge()), "chargeback:stx:9_a"),
            (EntryKey::RefundRefused(charge()), "refund_refused:stx:9_a"),
            (EntryKey::Reversal(charge()), "reversal:stx:9_a"),
            (
                EntryKey::Manual("sorry".to_owned()).correction(),
                "correction:manual:sorry",
            ),
            (
                EntryKey::Hold(job()),
                "hold:00000000-0000-0000-0000-00000000beef",
            ),
            (
                EntryKey::Capture(job()),
                "capture:00000000-0000-0000-0000-00000000beef",
            ),
            (
                EntryKey::Refund(job()),
                "refund:00000000-0000-0000-0000-00000000beef",
            ),
            (EntryKey::Promo(code, UserId(42)), "promo:SPRING-26:42"),
            (EntryKey::RewardOfFriend(UserId(7)), "referral:7:friend"),
            (EntryKey::RewardOfReferrer(UserId(7)), "referral:7:referrer"),
            (EntryKey::Manual("sorry".to_owned()), "manual:sorry"),
            (EntryKey::Own(OwnKey("start-7".to_owned())), "start-7"),
        ]
    }

    #[test]
    fn every_form_is_stored_as_ever() {
        for (key, text) in stored() {
            assert_eq!(key.to_string(), text);
            assert_eq!(EntryKey::parse(text), key);
            let read: Result<EntryKey, ValueError> =
                EntryKey::deserialize(text.into_deserializer());
            assert_eq!(read, Ok(key.clone()), "as it is read from JSON");
            assert_eq!(String::from(key), text, "as it is written to JSON");
        }
    }

    #[test]
    fn a_text_that_is_nearly_of_a_form_is_an_own_key() {
        for text in [
            "welcome",
            "welcome:",
            "welcome:007",
            "welcome:+7",
            "welcome:7:8",
            "Welcome:7",
            "purchase:",
            "purchase:a b",
            "hold:x",
            "hold:00000000-0000-0000-0000-00000000BEEF",
            "hold:0000000000000000000000000000beef",
            "promo:spring:7",
            "promo:SPRING",
            "referral:7:enemy",
            "referral:7",
            "",
        ] {
            let key = EntryKey::parse(text);
            assert_eq!(key, EntryKey::Own(OwnKey(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_key_has_1_to_300_bytes() {
        let fits = |len: usize| EntryKey::parse("k".repeat(len)).fits();
        assert_eq!([0, 1, 300, 301].map(fits), [false, true, true, false]);
        assert!(!EntryKey::parse("k".repeat(290)).correction().fits());
        assert!(!EntryKey::parse("ж".repeat(151)).fits());
    }

    fn any_key() -> impl Strategy<Value = EntryKey> {
        let charge = || "[!-~]{1,255}".prop_map(|text| ChargeId::parse(text).unwrap());
        let user = || any::<i64>().prop_map(UserId);
        let job = || any::<u128>().prop_map(|bits| JobId(Uuid::from_u128(bits)));
        let code = "[A-Z0-9_-]{4,32}".prop_map(|text: String| PromoCode::parse(&text).unwrap());
        prop_oneof![
            user().prop_map(EntryKey::Welcome),
            charge().prop_map(EntryKey::Purchase),
            charge().prop_map(EntryKey::Chargeback),
            charge().prop_map(EntryKey::RefundRefused),
            charge().prop_map(EntryKey::Reversal),
            any::<String>().prop_map(EntryKey::Correction),
            job().prop_map(EntryKey::Hold),
            job().prop_map(EntryKey::Capture),
            job().prop_map(EntryKey::Refund),
            (code, user()).prop_map(|(code, user)| EntryKey::Promo(code, user)),
            user().prop_map(EntryKey::RewardOfFriend),
            user().prop_map(EntryKey::RewardOfReferrer),
            any::<String>().prop_map(EntryKey::Manual),
            any::<String>().prop_map(EntryKey::parse),
        ]
    }

    proptest! {
        #[test]
        fn a_key_is_read_as_it_is_written(key in any_key()) {
            prop_assert_eq!(EntryKey::parse(key.to_string()), key);
        }

        #[test]
        fn any_text_is_the_text_of_its_key(
            form in "(welcome|purchase|hold|promo|referral|correction|manual)?",
            rest in "(:[0-9a-z+ -]{0,12}){0,3}",
        ) {
            let text = form + &rest;
            prop_assert_eq!(EntryKey::parse(text.as_str()).to_string(), text);
        }
    }
}
