//! Short words: above a screen, over the chat, in place of a screen.

use neurocards_adapters::photo::PhotoLimits;
use neurocards_adapters::telegram::client::InvoiceWords;
use neurocards_adapters::telegram::html::Html;
use neurocards_adapters::telegram::texts::{Arg, Texts};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::PromoRefusal;
use neurocards_core::user::Language;

use super::Words;
use crate::conversation::{PhotoProblem, Remark, Toast};

const MEGABYTE: usize = 1024 * 1024;

/// A line over the chat.
pub fn toast(toast: Toast, language: Language) -> String {
    let key = match toast {
        Toast::Launched => "toast-launched",
        Toast::AlreadyLaunched => "toast-already-launched",
        Toast::Stale => "toast-stale",
        Toast::Cancelling => "toast-cancelling",
        Toast::TooLateToCancel => "toast-too-late-to-cancel",
        Toast::VideoComes => "toast-video-comes",
        Toast::NoVideo => "toast-no-video",
        Toast::NoProduct => "toast-no-product",
        Toast::NoPayment => "refund-unknown",
    };
    Texts::get().text(language, key, &[])
}

/// What a person reads when an update could not be handled at all.
pub fn apology(language: Language) -> Html {
    Texts::get().html(language, "apology", &[])
}

/// The words of an invoice for so many credits.
pub fn invoice(credits: Credits, language: Language) -> InvoiceWords {
    let texts = Texts::get();
    InvoiceWords {
        title: texts.credits(language, credits),
        description: texts.text(language, "invoice-description", &[]),
    }
}

/// What a person reads when an invoice could not be sent.
pub fn invoice_failed(language: Language) -> Html {
    Texts::get().html(language, "invoice-failed", &[])
}

/// What a person reads when nobody knows whether their invoice came.
pub fn invoice_doubtful(language: Language) -> Html {
    Texts::get().html(language, "invoice-doubtful", &[])
}

impl Words<'_> {
    /// What is said above a screen.
    pub(super) fn remark(&self, remark: Remark) -> Html {
        let key = match remark {
            Remark::PressAButton => "remark-press-a-button",
            Remark::PhotoPlease => "remark-photo-please",
            Remark::TextPlease => "remark-text-please",
            Remark::NoPhotoNow => "remark-no-photo-now",
            Remark::FirstOfAlbum => "remark-first-of-album",
            Remark::TextEmpty => "remark-text-empty",
            Remark::UnknownCommand => "remark-unknown-command",
            Remark::NothingToDrop => "remark-nothing-to-drop",
            Remark::Dropped => "remark-dropped",
            Remark::Lost => "remark-lost",
            Remark::LanguageChosen => "remark-language-chosen",
            Remark::FormatGone => "remark-format-gone",
            Remark::OrderRefused => "remark-order-refused",
            Remark::ConsentKnown => "remark-consent-known",
            Remark::PackGone => "remark-pack-gone",
            Remark::PaymentUnmatched => "remark-payment-unmatched",
            Remark::RefundAsked => "remark-refund-asked",
            Remark::PromoTooMuch => "remark-promo-too-much",
            Remark::PromoRefused { refusal } => promo_key(refusal),
            Remark::PromoRedeemed { credits } => {
                return self.html("remark-promo-redeemed", &[("credits", Arg::from(credits))]);
            }
            Remark::Photo { problem } => return self.problem(problem),
            Remark::TextTooLong { len, max } => {
                let args = [("len", Arg::from(len)), ("max", Arg::from(max))];
                return self.html("remark-text-too-long", &args);
            }
        };
        self.html(key, &[])
    }

    fn problem(&self, problem: PhotoProblem) -> Html {
        let megabytes = ("megabytes", Arg::from(PhotoLimits::MAX_BYTES / MEGABYTE));
        match problem {
            PhotoProblem::TooHeavy => self.html("photo-too-heavy", &[megabytes]),
            PhotoProblem::NotAPhoto => self.html("photo-not-a-photo", &[]),
            PhotoProblem::OtherFormat => self.html("photo-other-format", &[]),
            PhotoProblem::Animated => self.html("photo-animated", &[]),
            PhotoProblem::Damaged => self.html("photo-damaged", &[]),
            PhotoProblem::TooSmall { width, height } => self.html(
                "photo-too-small",
                &[
                    ("width", Arg::from(width)),
                    ("height", Arg::from(height)),
                    ("pixels", Arg::from(PhotoLimits::MIN_SIDE)),
                ],
            ),
            PhotoProblem::TooLarge => self.html("photo-too-large", &[]),
            PhotoProblem::TooNarrow => {
                let ratio = [("ratio", Arg::from(PhotoLimits::MAX_RATIO))];
                self.html("photo-too-narrow", &ratio)
            }
            PhotoProblem::NotFetched => self.html("photo-not-fetched", &[]),
        }
    }
}

const fn promo_key(refusal: PromoRefusal) -> &'static str {
    match refusal {
        PromoRefusal::Unknown => "remark-promo-unknown",
        PromoRefusal::Ended => "remark-promo-ended",
        PromoRefusal::UsedUp => "remark-promo-used-up",
        PromoRefusal::Redeemed => "remark-promo-redeemed-before",
    }
}
