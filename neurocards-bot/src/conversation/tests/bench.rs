//! One person at one table: fixtures, and a verb to turn.

use std::time::Duration;

use chrono::DateTime;
use neurocards_core::chat::button::Button;
use neurocards_core::ids::{ChatId, MessageId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::gift::ReferralRules;
use neurocards_core::money::ledger::Balance;
use neurocards_core::money::payment::{Currency, Packs, RefundPolicy};
use neurocards_core::user::{Consent, Language, User};
use neurocards_testkit::factory::a_catalogue;
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
pub(crate) struct TestBench {
    pub(crate) user: User,
    pub(crate) offer: Offer,
    pub(crate) balance: Balance,
    pub(crate) found: Found,
    pub(crate) conversation: Conversation,
    minted: u32,
}

impl TestBench {
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
            offer: Offer {
                catalogue: a_catalogue(),
                welcome_credits: Credits::small(2),
                consent_version: 2,
                links: Links {
                    terms: link("terms"),
                    offer: link("offer"),
                    privacy: link("privacy"),
                    support: link("support"),
                },
                job_deadline: Duration::from_hours(1),
                packs: packs(),
                self_refund: RefundPolicy {
                    within: Duration::from_hours(24 * 14),
                },
                referral: ReferralRules {
                    credits: Credits::small(2),
                    friends_max: 50,
                },
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
        let mut bench = Self::new();
        bench.conversation.state = state;
        bench
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            user: &self.user,
            balance: self.balance,
            offer: &self.offer,
            ids: FreshIds {
                product: id(self.minted + 1),
                order: id(self.minted + 2),
                jobs: std::array::from_fn(|job| id(self.minted + 3 + u32::try_from(job).unwrap())),
                invoice: id(self.minted + 9),
            },
            now: DateTime::UNIX_EPOCH,
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

/// Two packs for Stars, one of them for roubles, too.
fn packs() -> Packs {
    let lists = [
        (Currency::Stars, "5=200,10=350"),
        (Currency::Roubles, "5=390"),
    ];
    Packs::parse(&lists).unwrap()
}

/// The store's refusal of what an input wanted.
pub(crate) fn declined(input: Input, why: Declined) -> Input {
    Input::Declined(Box::new(input), why)
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
        Reply::Toast { .. } | Reply::Card { .. } | Reply::Invoice(_) => None,
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
