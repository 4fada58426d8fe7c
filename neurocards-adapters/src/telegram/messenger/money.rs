//! What news about a person's money says.

use neurocards_core::money::credits::Credits;
use neurocards_core::money::news::MoneyNews;
use neurocards_core::money::payment::Price;
use neurocards_core::user::Language;

use crate::telegram::html::Html;
use crate::telegram::keyboard::{Key, Keyboard};
use crate::telegram::texts::{Arg, Texts};
use neurocards_core::chat::button::Button;

/// The text of the news.
pub(super) fn text(language: Language, news: &MoneyNews) -> Html {
    let texts = Texts::get();
    let price = |price: &Price| ("price", Arg::from(texts.price(language, *price)));
    let balance = |balance: &Credits| ("balance", Arg::from(texts.credits(language, *balance)));
    let (key, credits, others) = match news {
        MoneyNews::Paid {
            charge,
            credits,
            price: paid,
            balance: left,
        } => {
            let charge = ("charge", Arg::from(charge.as_str()));
            (
                "money-paid",
                credits,
                vec![charge, price(paid), balance(left)],
            )
        }
        MoneyNews::Refunded {
            charge,
            credits,
            price: given_back,
        } => {
            let charge = ("charge", Arg::from(charge.as_str()));
            ("money-refunded", credits, vec![charge, price(given_back)])
        }
        MoneyNews::RefundRefused { charge, credits } => {
            let charge = ("charge", Arg::from(charge.as_str()));
            ("money-refund-refused", credits, vec![charge])
        }
        MoneyNews::FriendBought { credits } => ("money-friend-bought", credits, vec![]),
        MoneyNews::BroughtByFriend { credits } => ("money-brought-by-friend", credits, vec![]),
        MoneyNews::Granted {
            credits,
            balance: left,
        } => ("money-granted", credits, vec![balance(left)]),
        MoneyNews::Corrected {
            credits,
            balance: left,
        } => ("money-corrected", credits, vec![balance(left)]),
    };
    let mut args = others;
    args.push(("credits", Arg::from(*credits)));
    texts.html(language, key, &args)
}

/// The buttons of the news: none that could lead away from a draft in the middle of which it comes.
pub(super) fn keyboard(language: Language, news: &MoneyNews) -> Option<Keyboard> {
    let needs_help = matches!(
        news,
        MoneyNews::RefundRefused { .. } | MoneyNews::Corrected { .. }
    );
    let label = || Texts::get().text(language, "button-support", &[]);
    needs_help.then(|| Keyboard::new().row([Key::button(label(), Button::Support)]))
}

#[cfg(test)]
mod tests {
    use neurocards_core::ids::ChargeId;
    use neurocards_core::money::payment::Currency;

    use super::*;

    fn every_news() -> Vec<MoneyNews> {
        let charge = ChargeId::parse("stx<1>").unwrap();
        let credits = Credits::small(21);
        let price = Price::new(Currency::Roubles, 39_050).unwrap();
        vec![
            MoneyNews::Paid {
                charge: charge.clone(),
                credits,
                price,
                balance: Credits::small(23),
            },
            MoneyNews::Refunded {
                charge: charge.clone(),
                credits,
                price,
            },
            MoneyNews::RefundRefused { charge, credits },
            MoneyNews::FriendBought { credits },
            MoneyNews::BroughtByFriend { credits },
            MoneyNews::Granted {
                credits,
                balance: Credits::small(25),
            },
            MoneyNews::Corrected {
                credits,
                balance: Credits::small(4),
            },
        ]
    }

    #[test]
    fn every_news_counts_its_credits_in_both_languages() {
        for news in every_news() {
            for (language, credits) in [(Language::Ru, "21 кредит"), (Language::En, "21 credits")]
            {
                let plain = text(language, &news).plain();
                assert!(plain.contains(credits), "{plain}");
            }
        }
    }

    #[test]
    fn only_bad_news_has_a_button_and_it_keeps_the_draft() {
        for news in every_news() {
            let keyboard = keyboard(Language::Ru, &news);
            let labels: Vec<_> = keyboard.iter().flat_map(Keyboard::labels).collect();
            let expected = match news {
                MoneyNews::RefundRefused { .. } | MoneyNews::Corrected { .. } => {
                    vec!["🆘 Поддержка"]
                }
                _ => vec![],
            };
            assert_eq!(labels, expected);
        }
    }

    #[test]
    fn a_receipt_names_the_amount_the_balance_and_the_charge() {
        let receipt = text(Language::Ru, &every_news()[0]);
        let plain = receipt.plain();
        for part in ["21 кредит", "390,50 ₽", "23 кредита"] {
            assert!(plain.contains(part), "{plain}");
        }
        let html = receipt.render();
        assert!(html.contains("<code>stx&lt;1&gt;</code>"), "{html}");
    }
}
