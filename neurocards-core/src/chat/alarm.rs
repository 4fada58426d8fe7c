//! What operators must look at, and how they are told.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use serde::Serialize;

use crate::user::text::plain;

/// How long an alarm that stands is left alone before operators are told of it again.
pub const REPEATED_AFTER: Duration = Duration::from_hours(24);

/// How long a cause must be gone before operators are told so: one that comes and goes is one alarm.
pub const SETTLED_AFTER: Duration = Duration::from_mins(5);

/// Everything that is an alarm. A store keeps the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AlarmKind {
    /// The video provider refuses our account: no money or no access.
    ProviderAccount,
    /// Photos and videos cannot be kept.
    MediaStore,
    /// No scenario is written, and videos are made by the words of their templates.
    TextModel,
    /// Videos fail for a reason that lies with us.
    VideosFail,
    /// Rows of the store cannot be read, and wait.
    RowsSetAside,
    /// Somebody paid, and it cannot be booked.
    PaymentUnbooked,
    /// Somebody got money back, and it cannot be booked.
    RefundUnbooked,
    /// Our payments and the payment provider's list disagree.
    PaymentDiffers,
    /// Our payments were not compared with the payment provider's list for too long.
    PaymentsUncompared,
    /// Money is not given back yet that should have been.
    RefundWaits,
    /// The payment provider will not give money back; the user has the credits again.
    RefundRefused,
    /// Money was given back for credits that were spent.
    Loss,
    /// A task that was given up finished, and its video is a gift.
    LateTask,
    /// A callback named a task that another attempt asked for.
    ForeignTask,
    /// An update cannot be read, and its sender has no answer.
    UpdatePassedOver,
    /// The chat refuses a message for good.
    DeliveryRefused,
    /// An operator cannot be reached in the chat.
    AdminUnreachable,
}

/// How grave an alarm is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing new can be made for anybody: the programs are not ready while it stands.
    Critical,
    /// Somebody loses something until an operator acts.
    Error,
    /// Worth a look.
    Warning,
}

/// When an alarm ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// When its cause is seen to be gone, or an operator says so.
    WhenGone,
    /// When it was not raised again for so long.
    WhenQuietFor(Duration),
    /// As soon as it is told: it is news, and nothing stands.
    OnceTold,
}

impl AlarmKind {
    /// Every kind, the gravest first.
    pub const ALL: [Self; 17] = [
        Self::ProviderAccount,
        Self::MediaStore,
        Self::VideosFail,
        Self::TextModel,
        Self::RowsSetAside,
        Self::PaymentUnbooked,
        Self::RefundUnbooked,
        Self::PaymentDiffers,
        Self::PaymentsUncompared,
        Self::RefundWaits,
        Self::DeliveryRefused,
        Self::AdminUnreachable,
        Self::UpdatePassedOver,
        Self::RefundRefused,
        Self::Loss,
        Self::LateTask,
        Self::ForeignTask,
    ];

    /// The word used in SQL, keys, logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProviderAccount => "provider_account",
            Self::MediaStore => "media_store",
            Self::TextModel => "text_model",
            Self::VideosFail => "videos_fail",
            Self::RowsSetAside => "rows_set_aside",
            Self::PaymentUnbooked => "payment_unbooked",
            Self::RefundUnbooked => "refund_unbooked",
            Self::PaymentDiffers => "payment_differs",
            Self::PaymentsUncompared => "payments_uncompared",
            Self::RefundWaits => "refund_waits",
            Self::RefundRefused => "refund_refused",
            Self::Loss => "loss",
            Self::LateTask => "late_task",
            Self::ForeignTask => "foreign_task",
            Self::UpdatePassedOver => "update_passed_over",
            Self::DeliveryRefused => "delivery_refused",
            Self::AdminUnreachable => "admin_unreachable",
        }
    }

    /// How grave it is.
    pub const fn severity(self) -> Severity {
        match self {
            Self::ProviderAccount | Self::MediaStore => Severity::Critical,
            Self::TextModel
            | Self::VideosFail
            | Self::RowsSetAside
            | Self::PaymentUnbooked
            | Self::RefundUnbooked
            | Self::PaymentDiffers
            | Self::PaymentsUncompared
            | Self::RefundWaits => Severity::Error,
            Self::RefundRefused
            | Self::Loss
            | Self::LateTask
            | Self::ForeignTask
            | Self::UpdatePassedOver
            | Self::DeliveryRefused
            | Self::AdminUnreachable => Severity::Warning,
        }
    }

    /// When it ends.
    pub const fn ends(self) -> Ends {
        match self {
            Self::ProviderAccount
            | Self::MediaStore
            | Self::TextModel
            | Self::RowsSetAside
            | Self::PaymentUnbooked
            | Self::RefundUnbooked
            | Self::PaymentDiffers
            | Self::PaymentsUncompared
            | Self::RefundWaits => Ends::WhenGone,
            Self::VideosFail | Self::DeliveryRefused => Ends::WhenQuietFor(Duration::from_hours(1)),
            Self::AdminUnreachable => Ends::WhenQuietFor(Duration::from_hours(3)),
            Self::RefundRefused
            | Self::Loss
            | Self::LateTask
            | Self::ForeignTask
            | Self::UpdatePassedOver => Ends::OnceTold,
        }
    }
}

impl Severity {
    /// The word used in SQL, logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    /// The severity of this word.
    pub fn parse(word: &str) -> Option<Self> {
        let all = [Self::Critical, Self::Error, Self::Warning];
        all.into_iter().find(|severity| severity.as_str() == word)
    }
}

/// Something that operators must look at, as it is seen once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// What it is.
    pub kind: AlarmKind,
    /// Which of its kind, for example a charge; alarms of one kind and subject are one.
    pub about: Option<String>,
    /// What is wrong and what to do, for an operator, without secrets.
    pub text: String,
}

impl Alarm {
    /// An alarm of which only one can stand.
    pub fn new(kind: AlarmKind, text: impl Into<String>) -> Self {
        let (about, text) = (None, plain(&text.into()));
        Self { kind, about, text }
    }

    /// An alarm about one charge, update or person.
    pub fn about(
        kind: AlarmKind,
        about: &(impl fmt::Display + ?Sized),
        text: impl Into<String>,
    ) -> Self {
        Self {
            about: Some(about.to_string()),
            ..Self::new(kind, text)
        }
    }

    /// What tells it from all others: `KIND` or `KIND:ABOUT`.
    pub fn key(&self) -> String {
        match &self.about {
            Some(about) => format!("{}:{about}", self.kind.as_str()),
            None => self.kind.as_str().to_owned(),
        }
    }
}

/// An alarm with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoredAlarm {
    /// What tells it from all others.
    pub key: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, as it was told last.
    pub text: String,
    /// When it began.
    pub first_at: DateTime<Utc>,
    /// When it was raised last.
    pub last_at: DateTime<Utc>,
    /// How often it was raised since it began.
    pub seen: u32,
    /// When its cause was gone.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Which message about an alarm is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// It is new.
    First,
    /// It was told before, and stands.
    Again,
    /// It was told before, and its cause is gone.
    End,
}

impl StoredAlarm {
    /// What operators read.
    pub fn words(&self, telling: Telling) -> String {
        let text = &self.text;
        match telling {
            Telling::First => text.clone(),
            Telling::Again => format!(
                "Still so since {} UTC, seen {} times. {text}",
                self.first_at.format("%Y-%m-%d %H:%M"),
                self.seen,
            ),
            Telling::End => {
                let until = self.ended_at.unwrap_or(self.last_at);
                let lasted = until.trunc_subsecs(0) - self.first_at.trunc_subsecs(0);
                format!("All well again after {}: {text}", lasting(lasted))
            }
        }
    }
}

/// A length of time in its two largest units.
fn lasting(span: TimeDelta) -> String {
    let (days, hours) = (span.num_days(), span.num_hours() % 24);
    let (minutes, seconds) = (span.num_minutes() % 60, span.num_seconds() % 60);
    match (days, span.num_hours(), span.num_minutes()) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min {seconds} s"),
        (0, _, _) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(secs: i64) -> StoredAlarm {
        let first_at = DateTime::UNIX_EPOCH;
        StoredAlarm {
            key: "media_store".to_owned(),
            severity: Severity::Critical,
            text: "The disk is full.".to_owned(),
            first_at,
            last_at: first_at,
            seen: 3,
            ended_at: Some(first_at + TimeDelta::seconds(secs)),
        }
    }

    #[test]
    fn words_and_keys_of_alarms_stay_as_they_are_stored() {
        let words = AlarmKind::ALL.map(AlarmKind::as_str);
        assert_eq!(
            words,
            [
                "provider_account",
                "media_store",
                "videos_fail",
                "text_model",
                "rows_set_aside",
                "payment_unbooked",
                "refund_unbooked",
                "payment_differs",
                "payments_uncompared",
                "refund_waits",
                "delivery_refused",
                "admin_unreachable",
                "update_passed_over",
                "refund_refused",
                "loss",
                "late_task",
                "foreign_task",
            ]
        );
        let alone = Alarm::new(AlarmKind::MediaStore, "text");
        let about = Alarm::about(AlarmKind::UpdatePassedOver, &17, "text");
        assert_eq!(alone.key(), "media_store");
        assert_eq!(about.key(), "update_passed_over:17");
    }

    #[test]
    fn a_severity_is_read_back_from_its_word() {
        for severity in AlarmKind::ALL.map(AlarmKind::severity) {
            assert_eq!(Severity::parse(severity.as_str()), Some(severity));
        }
        assert_eq!(Severity::parse("fatal"), None);
    }

    #[test]
    fn the_gravest_kinds_are_listed_first() {
        assert!(AlarmKind::ALL.map(AlarmKind::severity).is_sorted());
    }

    #[test]
    fn an_alarm_is_told_plainly_at_first_and_with_its_history_later() {
        assert_eq!(stored(0).words(Telling::First), "The disk is full.");
        assert_eq!(
            stored(0).words(Telling::Again),
            "Still so since 1970-01-01 00:00 UTC, seen 3 times. The disk is full."
        );
    }

    #[test]
    fn the_end_of_an_alarm_says_how_long_it_stood() {
        let spans = [
            (59, "59 s"),
            (61, "1 min 1 s"),
            (7_260, "2 h 1 min"),
            (90_000, "1 d 1 h"),
        ];
        for (secs, lasted) in spans {
            let told = format!("All well again after {lasted}: The disk is full.");
            assert_eq!(stored(secs).words(Telling::End), told);
        }
    }
}
