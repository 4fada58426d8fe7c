//! States and screens with data in them.

use neurocards_core::ids::UserId;
use neurocards_core::money::credits::Credits;
use neurocards_core::work::brief::{Brief, OwnPrompt, Scenario, Template, VideoCount, Wishes};
use neurocards_core::work::media::{MediaKey, MediaKind};
use neurocards_core::work::product::{Description, Product};
use neurocards_testkit::factory::a_catalogue;

use super::bench::{TestBench, id};
use super::money::money_screens;
use crate::conversation::*;

pub(crate) fn photo() -> MediaKey {
    MediaKey::of(b"photo", MediaKind::Jpeg)
}

pub(crate) fn product() -> Product {
    Product {
        id: id(1),
        user: UserId(7),
        photo: photo(),
        description: Description::parse("Кружка <b>ручной</b> & тёплой работы").unwrap(),
    }
}

pub(crate) fn brief() -> Brief {
    Brief {
        scenario: Scenario::Ugc {
            wishes: Some(Wishes::parse("без <i>людей</i>").unwrap()),
        },
        format: a_catalogue().default_format(),
    }
}

pub(crate) fn confirm() -> AskConfirm {
    AskConfirm {
        order: id(9),
        product: product(),
        brief: brief(),
        count: VideoCount::Three,
    }
}

pub(crate) fn count() -> AskCount {
    AskCount {
        product: product(),
        brief: brief(),
        wanted: None,
    }
}

/// Every state, with data in all of them.
pub(crate) fn every_state() -> Vec<State> {
    let (product, format) = (product(), brief().format);
    let prompt = Some(OwnPrompt::parse("<script>кружка</script> & co").unwrap());
    let wishes = |style| {
        State::Wishes(AskWishes {
            product: self::product(),
            style,
        })
    };
    vec![
        State::Menu,
        State::Photo,
        State::Description(AskDescription { photo: photo() }),
        State::Template(AskTemplate {
            product: product.clone(),
        }),
        wishes(Style::Ugc),
        wishes(Style::Ad),
        State::OwnPrompt(AskPrompt {
            product: product.clone(),
            prompt: None,
        }),
        State::OwnPrompt(AskPrompt {
            product: product.clone(),
            prompt,
        }),
        State::Format(AskFormat {
            product,
            scenario: brief().scenario,
            format,
        }),
        State::Count(count()),
        State::Count(AskCount {
            wanted: Some(VideoCount::Five),
            ..count()
        }),
        State::Confirm(confirm()),
    ]
}

/// Every screen: those of the states, and those beside them, empty and full.
pub(crate) fn every_screen() -> Vec<Screen> {
    let balance = Credits::small(3);
    let states = every_state().into_iter().map(|state| {
        let mut bench = TestBench::at(state.clone());
        bench.balance.available = Credits::ZERO;
        state.screen(&bench.context())
    });
    let headline = || "Кружка <b>".to_owned();
    let beside = vec![
        Screen::Consent { version: 2 },
        Screen::Welcome { credits: balance },
        Screen::Welcome {
            credits: Credits::ZERO,
        },
        Screen::Template {
            headline: headline(),
        },
        confirm_with(Template::Own),
        confirm_with(Template::Ad),
        Screen::Cabinet {
            balance,
            held: balance,
        },
        Screen::Cabinet {
            balance,
            held: Credits::ZERO,
        },
        Screen::Products {
            page: 0,
            rows: vec![],
            more: false,
        },
        Screen::Products {
            page: 1,
            rows: vec![Listed {
                id: id(1),
                headline: headline(),
            }],
            more: true,
        },
        Screen::Product {
            product: id(1),
            description: headline(),
        },
        Screen::Videos {
            page: 0,
            rows: vec![],
            more: false,
        },
        Screen::Videos {
            page: 2,
            rows: vec![Listed {
                id: id(1),
                headline: headline(),
            }],
            more: true,
        },
        Screen::Languages,
        Screen::Help,
        Screen::Support,
        Screen::PaySupport,
        Screen::Terms,
        Screen::Privacy,
        Screen::DeleteMe,
    ];
    states.chain(beside).chain(money_screens()).collect()
}

fn confirm_with(template: Template) -> Screen {
    let bench = TestBench::new();
    let mut at = confirm();
    at.brief.scenario = match template {
        Template::Own => Scenario::Own {
            prompt: OwnPrompt::parse("<i>").unwrap(),
        },
        _ => Scenario::Ad { wishes: None },
    };
    State::Confirm(at).screen(&bench.context())
}
