use chrono::DateTime;
use neurocards_adapters::telegram::html::TEXT_MAX;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::PromoRefusal;
use neurocards_core::money::ledger::EntryKind;
use neurocards_core::money::payment::{Currency, Packs};
use neurocards_core::user::Language;

use super::*;
use crate::conversation::tests::{TestBench, every_screen, every_state};
use crate::conversation::{About, By, HistoryLine, PhotoProblem, Toast};

const LANGUAGES: [Language; 2] = [Language::Ru, Language::En];

fn shown(screen: &Screen, language: Language) -> Rendered {
    render(screen, None, false, language, &TestBench::new().offer)
}

fn labels(rendered: &Rendered) -> Vec<String> {
    rendered.keyboard.labels().map(ToOwned::to_owned).collect()
}

#[test]
fn every_screen_has_words_and_buttons_in_every_language() {
    for screen in every_screen() {
        for language in LANGUAGES {
            let rendered = shown(&screen, language);
            assert!((10..=TEXT_MAX).contains(&rendered.text.len()), "{screen:?}");
            assert!(!rendered.keyboard.is_empty(), "{screen:?}");
        }
    }
}

#[test]
fn a_refund_says_who_ended_the_video() {
    let line = |by| HistoryLine {
        kind: EntryKind::Refund,
        by,
        about: About::Nothing,
        amount: Credits::small(1),
        balance_after: Credits::small(1),
        at: DateTime::UNIX_EPOCH,
    };
    for (by, ru, en) in [
        (By::Program, "не получилось", "the video was not made"),
        (By::Owner, "вы отменили", "you cancelled"),
        (By::Operator, "поддержка", "by support"),
    ] {
        let screen = Screen::History {
            page: 0,
            held: Credits::ZERO,
            lines: vec![line(by)],
            more: false,
        };
        for (language, words) in [(Language::Ru, ru), (Language::En, en)] {
            let text = shown(&screen, language).text;
            assert!(text.plain().contains(words), "{text:?}");
        }
    }
}

#[test]
fn every_state_has_a_way_to_the_menu() {
    for state in every_state() {
        let bench = TestBench::at(state.clone());
        for language in LANGUAGES {
            let words = Words {
                language,
                offer: &bench.offer,
            };
            let rendered = shown(&state.screen(&bench.context()), language);
            let labels = labels(&rendered);
            let (menu, create) = (
                words.text("button-menu", &[]),
                words.text("button-create", &[]),
            );
            assert!(
                labels.contains(&menu) || labels.contains(&create),
                "{state:?}"
            );
        }
    }
}

#[test]
fn every_screen_but_the_threshold_has_a_menu_button() {
    let menu = Words {
        language: Language::En,
        offer: &TestBench::new().offer,
    }
    .text("button-menu", &[]);
    for screen in every_screen() {
        let threshold = matches!(
            screen,
            Screen::Consent { .. } | Screen::Welcome { .. } | Screen::Menu { .. }
        );
        let labels = labels(&shown(&screen, Language::En));
        assert_eq!(labels.contains(&menu), !threshold, "{screen:?}");
    }
}

/// Fault 16 of the original: the prompt was echoed as HTML.
#[test]
fn what_a_person_wrote_is_never_markup() {
    let ours = [
        "<b>",
        "</b>",
        "<a href=\"https://example.com/",
        "\">",
        "</a>",
        "<blockquote>",
        "</blockquote>",
        "<code>",
        "</code>",
    ];
    for screen in every_screen() {
        for language in LANGUAGES {
            let rendered = shown(&screen, language);
            let mut left = rendered.text.render();
            for theirs in ["<script>", "<i>", "<b>ручной"] {
                assert!(!left.contains(theirs), "{left}");
            }
            for tag in ours {
                left = left.replace(tag, "");
            }
            assert!(!left.contains('<'), "{left}");
        }
    }
}

#[test]
fn a_prompt_is_echoed_whole_and_exactly() {
    let prompt = "<b>".repeat(600) + "&amp; {x} \"y\"";
    let screen = Screen::PromptShown {
        prompt: neurocards_core::work::brief::OwnPrompt::parse(&prompt).unwrap(),
    };
    assert!(shown(&screen, Language::Ru).text.plain().contains(&prompt));
}

#[test]
fn a_draft_behind_a_screen_has_a_button_back() {
    let offer = TestBench::new().offer;
    for resume in [true, false] {
        let rendered = render(&Screen::Help, None, resume, Language::Ru, &offer);
        let back = Words {
            language: Language::Ru,
            offer: &offer,
        }
        .text("button-resume", &[]);
        assert_eq!(labels(&rendered).contains(&back), resume);
    }
}

#[test]
fn every_toast_fits_and_every_problem_has_words() {
    for language in LANGUAGES {
        for word in Toast::ALL {
            assert!((5..=200).contains(&toast(word, language).chars().count()));
        }
        assert!(!apology(language).is_empty());
        let words = Words {
            language,
            offer: &TestBench::new().offer,
        };
        for problem in [
            PhotoProblem::TooHeavy,
            PhotoProblem::NotAPhoto,
            PhotoProblem::OtherFormat,
            PhotoProblem::Animated,
            PhotoProblem::Damaged,
            PhotoProblem::TooSmall {
                width: 3,
                height: 4,
            },
            PhotoProblem::TooLarge,
            PhotoProblem::TooNarrow,
            PhotoProblem::NotFetched,
        ] {
            assert!(words.remark(Remark::Photo { problem }).len() > 10);
        }
    }
}

#[test]
fn every_remark_has_words() {
    let offer = TestBench::new().offer;
    for remark in [
        Remark::PressAButton,
        Remark::PhotoPlease,
        Remark::TextPlease,
        Remark::NoPhotoNow,
        Remark::FirstOfAlbum,
        Remark::TextEmpty,
        Remark::TextTooLong { len: 2, max: 1 },
        Remark::UnknownCommand,
        Remark::NothingToDrop,
        Remark::Dropped,
        Remark::Lost,
        Remark::LanguageChosen,
        Remark::FormatGone,
        Remark::OrderRefused,
        Remark::ConsentKnown,
        Remark::PackGone,
        Remark::PaymentUnmatched,
        Remark::RefundAsked,
        Remark::PromoTooMuch,
        Remark::PromoRedeemed {
            credits: Credits::small(3),
        },
    ]
    .into_iter()
    .chain(PromoRefusal::ALL.map(|refusal| Remark::PromoRefused { refusal }))
    {
        for language in LANGUAGES {
            let plain = render(&Screen::Help, Some(remark), false, language, &offer)
                .text
                .plain();
            assert!(plain.len() > shown(&Screen::Help, language).text.plain().len() + 10);
        }
    }
}

#[test]
fn a_pack_tells_what_it_gives_and_what_it_costs_in_each_currency() {
    for (currency, five, other) in [
        (
            Currency::Stars,
            "5 кредитов · 200 ⭐",
            "💳 Платить в рублях",
        ),
        (
            Currency::Roubles,
            "5 кредитов · 390 ₽",
            "⭐ Платить звёздами",
        ),
    ] {
        let screen = Screen::TopUp {
            balance: Credits::ZERO,
            currency,
        };
        let labels = labels(&shown(&screen, Language::Ru));
        assert_eq!(labels[0], five);
        assert!(labels.iter().any(|label| label == other), "{labels:?}");
    }
}

#[test]
fn only_what_is_sold_is_offered() {
    let mut offer = TestBench::new().offer;
    let screen = |currency| Screen::TopUp {
        balance: Credits::ZERO,
        currency,
    };
    offer.packs = Packs::parse(&[(Currency::Roubles, "5=390")]).unwrap();
    let only_roubles = render(&screen(Currency::Stars), None, false, Language::Ru, &offer);
    let labels = labels(&only_roubles);
    assert_eq!(labels, ["5 кредитов · 390 ₽", "🏠 Меню"]);
    offer.packs = Packs::default();
    let nothing = render(&screen(Currency::Stars), None, false, Language::Ru, &offer);
    assert_eq!(self::labels(&nothing), ["💬 Написать нам", "🏠 Меню"]);
}

#[test]
fn friends_are_invited_only_where_they_are_rewarded() {
    let cabinet = Screen::Cabinet {
        balance: Credits::ZERO,
        held: Credits::ZERO,
    };
    let mut offer = TestBench::new().offer;
    for (credits, invited) in [(2, true), (0, false)] {
        offer.referral.credits = Credits::small(credits);
        let shown = render(&cabinet, None, false, Language::Ru, &offer);
        let invites = labels(&shown).contains(&"👥 Пригласить друга".to_owned());
        assert_eq!(invites, invited);
    }
}
