//! One person at one table: fixtures, and a verb to turn.

use std::time::Duration;

use chrono::DateTime;
use neurocards_adapters::telegram::callback::Button;
use neurocards_core::brief::{Brief, OwnPrompt, Scenario, Template, VideoCount, Wishes};
use neurocards_core::catalogue::Catalogue;
use neurocards_core::credits::Credits;
use neurocards_core::ids::{ChatId, MessageId, UserId};
use neurocards_core::ledger::{Balance, EntryKind};
use neurocards_core::media::{MediaKey, MediaKind};
use neurocards_core::product::{Description, Product};
use neurocards_core::user::{Consent, Language, User};
use url::Url;

use crate::conversation::*;

/// Number `n` as an id of any kind.
pub(crate) fn id<I: std::str::FromStr>(n: u32) -> I
where
    I::Err: std::fmt::Debug,
{
    format!("{n:032x}").parse().unwrap()
}

/// Everything a turn needs, with answers that can be set.
pub(crate) struct Desk {
    pub(crate) user: User,
    pub(crate) house: House,
    pub(crate) balance: Balance,
    pub(crate) found: Found,
    pub(crate) conversation: Conversation,
    minted: u32,
}

impl Desk {
    /// A person with 10 credits who accepted the terms, at the menu.
    pub(crate) fn new() -> Self {
        let link = |path| {
            Url::parse("https://example.com")
                .unwrap()
                .join(path)
                .unwrap()
        };
        Self {
            user: User {
                id: UserId(7),
                chat: ChatId(7),
                language: Language::Ru,
                consent: Some(Consent {
                    version: 2,
                    accepted_at: DateTime::UNIX_EPOCH,
                }),
                blocked: false,
            },
            house: House {
                catalogue: Catalogue::kie(),
                welcome_credits: Credits::small(2),
                consent_version: 2,
                links: Links {
                    terms: link("terms"),
                    offer: link("offer"),
                    privacy: link("privacy"),
                    support: link("support"),
                },
                job_deadline: Duration::from_secs(3_600),
            },
            balance: Balance {
                available: Credits::small(10),
                held: Credits::ZERO,
            },
            found: Found::default(),
            conversation: Conversation::default(),
            minted: 100,
        }
    }

    pub(crate) fn at(state: State) -> Self {
        let mut desk = Self::new();
        desk.conversation.state = state;
        desk
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            user: &self.user,
            balance: self.balance,
            house: &self.house,
            ids: FreshIds {
                product: id(self.minted + 1),
                order: id(self.minted + 2),
                jobs: std::array::from_fn(|job| id(self.minted + 3 + u32::try_from(job).unwrap())),
            },
            found: self.found.clone(),
        }
    }

    /// Turns, and keeps the conversation as a store would: as text.
    pub(crate) fn turn(&mut self, input: &Input) -> Turned {
        let turned = turn(&self.conversation, input, &self.context());
        self.conversation = Conversation::read(Some(&turned.conversation.write().unwrap()));
        self.minted += 10;
        turned
    }

    pub(crate) fn say(&mut self, text: &str) -> Turned {
        self.turn(&Input::Text(text.to_owned()))
    }

    pub(crate) fn command(&mut self, command: Command) -> Turned {
        self.turn(&Input::Command(command))
    }

    pub(crate) fn press(&mut self, button: Button) -> Turned {
        self.turn(&Input::Press(press_on(button, Surface::Screen)))
    }
}

/// A press of `button` under message 55.
pub(crate) fn press_on(button: Button, surface: Surface) -> Press {
    Press {
        callback: "cb".to_owned(),
        button: Some(button),
        message: Some(MessageId(55)),
        surface,
    }
}

/// What a turn shows: the message it takes the place of, the remark, the screen.
pub(crate) fn shown(turned: &Turned) -> (Option<MessageId>, Option<Remark>, &Screen) {
    let mut screens = turned.replies.iter().filter_map(|reply| match reply {
        Reply::Show {
            edit,
            remark,
            screen,
            ..
        } => Some((*edit, *remark, screen)),
        Reply::Toast { .. } => None,
    });
    let shown = screens.next().expect("a screen is shown");
    assert!(screens.next().is_none(), "one screen at most: {turned:?}");
    shown
}

/// What a turn answers the press with.
pub(crate) fn toasted(turned: &Turned) -> Option<Toast> {
    match turned.replies.first() {
        Some(Reply::Toast { toast, .. }) => *toast,
        other => panic!("a press is answered first: {other:?}"),
    }
}

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
        format: Catalogue::kie().default_format(),
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
        let mut desk = Desk::at(state.clone());
        desk.balance.available = Credits::ZERO;
        state.screen(&desk.context())
    });
    let line = |kind, welcome| HistoryLine {
        kind,
        welcome,
        amount: balance,
        balance_after: balance,
        at: DateTime::UNIX_EPOCH,
    };
    let kinds = [
        "grant",
        "purchase",
        "hold",
        "capture",
        "refund",
        "chargeback",
    ];
    let lines = kinds.map(|kind| line(EntryKind::parse(kind).unwrap(), false));
    let gift = [line(EntryKind::Grant, true)];
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
        Screen::History {
            page: 1,
            lines: lines.into_iter().chain(gift).collect(),
            more: true,
        },
        Screen::History {
            page: 0,
            lines: vec![],
            more: false,
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
        Screen::TopUp { balance },
        Screen::Languages,
        Screen::Help,
        Screen::Support,
        Screen::PaySupport,
        Screen::Terms,
        Screen::Privacy,
        Screen::DeleteMe,
    ];
    states.chain(beside).collect()
}

fn confirm_with(template: Template) -> Screen {
    let desk = Desk::new();
    let mut at = confirm();
    at.brief.scenario = match template {
        Template::Own => Scenario::Own {
            prompt: OwnPrompt::parse("<i>").unwrap(),
        },
        _ => Scenario::Ad { wishes: None },
    };
    State::Confirm(at).screen(&desk.context())
}
