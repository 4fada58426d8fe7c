//! What a notice says: what happened, what to change, that the credit is back; and the next step.

use neurocards_core::ids::ProductId;
use neurocards_core::ports::Notice;
use neurocards_core::user::Language;
use neurocards_core::work::failure::Cause;

use super::money;
use crate::telegram::html::Html;
use crate::telegram::keyboard::{Key, Keyboard};
use crate::telegram::texts::{Arg, Texts};
use neurocards_core::chat::button::Button;

/// The text of a notice.
pub(super) fn text(language: Language, notice: &Notice) -> Html {
    let texts = Texts::get();
    match notice {
        Notice::Failed { variant, cause, .. } => {
            let number = [("number", Arg::from(u16::from(*variant) + 1))];
            let cause = format!("cause-{}", cause.as_str());
            texts
                .html(language, "notice-failed", &number)
                .paragraph(texts.html(language, &cause, &[]))
                .paragraph(texts.html(language, "notice-refunded", &[]))
        }
        Notice::Money(news) => money::text(language, news),
        Notice::Alarm { text } => texts.html(language, "alarm", &[("text", Arg::from(text))]),
    }
}

/// The buttons of a notice.
pub(super) fn keyboard(language: Language, notice: &Notice) -> Option<Keyboard> {
    let (product, cause) = match notice {
        Notice::Failed { product, cause, .. } => (product, cause),
        Notice::Money(news) => return money::keyboard(language, news),
        Notice::Alarm { .. } => return None,
    };
    let mut steps = next_steps(*cause, *product);
    steps.push(("button-menu", Button::Menu));
    let key = |(label, button)| Key::button(Texts::get().text(language, label, &[]), button);
    let rows = steps.into_iter().map(|step| [key(step)]);
    Some(rows.fold(Keyboard::new(), Keyboard::row))
}

/// What may help, the likeliest first.
fn next_steps(cause: Cause, product: ProductId) -> Vec<(&'static str, Button)> {
    let new_photo = ("button-new-photo", Button::Create);
    let new_text = ("button-new-text", Button::Another(product));
    let again = ("button-again", Button::Another(product));
    let support = ("button-support", Button::Support);
    match cause {
        Cause::ContentRefused | Cause::Copyright => vec![new_text, new_photo],
        Cause::PersonInPhoto | Cause::PhotoUnusable => vec![new_photo],
        Cause::RequestRefused => vec![new_text],
        Cause::ProviderFault | Cause::Overloaded | Cause::OutOfService | Cause::TooLate => {
            vec![again]
        }
        Cause::EndedByOperator | Cause::Unclear => vec![again, support],
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn failed(cause: Cause) -> Notice {
        Notice::Failed {
            product: ProductId(Uuid::nil()),
            variant: 1,
            cause,
        }
    }

    #[test]
    fn every_failure_names_the_video_the_credit_and_a_next_step() {
        for cause in Cause::ALL {
            let notice = failed(cause);
            let plain = text(Language::Ru, &notice).plain();
            assert!(plain.contains("Видео 2"), "{plain}");
            assert!(plain.contains("уже вернулся на баланс"), "{plain}");
            let keyboard = keyboard(Language::Ru, &notice).unwrap();
            assert!(keyboard.labels().count() >= 2, "{cause:?}");
            assert_eq!(keyboard.labels().last(), Some("🏠 Меню"));
        }
    }

    #[test]
    fn only_the_photo_is_blamed_for_the_photo() {
        let blamed = |cause| {
            let text = text(Language::Ru, &failed(cause)).plain();
            text.contains("другое") || text.contains("Пришлите")
        };
        assert!(blamed(Cause::PersonInPhoto) && blamed(Cause::PhotoUnusable));
        for cause in [
            Cause::Overloaded,
            Cause::ProviderFault,
            Cause::OutOfService,
            Cause::TooLate,
        ] {
            assert!(!blamed(cause), "{cause:?}");
        }
    }

    #[test]
    fn an_alarm_is_shown_as_it_is() {
        let notice = Notice::Alarm {
            text: "queue <held>: 402".to_owned(),
        };
        let text = text(Language::En, &notice);
        assert_eq!(text.render(), "🚨 queue &lt;held&gt;: 402");
        assert_eq!(keyboard(Language::En, &notice), None);
    }
}
