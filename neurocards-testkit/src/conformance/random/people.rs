use neurocards_core::chat::update::{ClaimedUpdate, ConversationState, Turn, UpdateLease, Write};
use neurocards_core::ids::{ChatId, UserId};
use neurocards_core::user::{Language, Visitor};

use super::action::{Action, Wish};
use super::pair::{Pair, nth, remember};
use super::same::{Compared, both, committed, leased, same};
use crate::conformance::LEASE_FOR;
use crate::conformance::harness::worker;
use crate::factory::{a_grant, a_product, a_visitor, an_order, an_update};

impl Pair {
    pub(super) async fn act_on_people(&mut self, action: &Action) -> Compared {
        match action {
            Action::StoreUpdates(updates) => {
                let updates = updates.iter().map(|(id, lane)| an_update(*id, *lane));
                let updates: Vec<_> = updates.collect();
                let new = self.on_both(async |it| it.inbox.store(&updates).await.unwrap());
                same("store updates", &new.await)
            }
            Action::ClaimUpdates { limit } => self.claim_updates(*limit).await,
            Action::Commit {
                lease,
                writes,
                replies,
            } => self.commit(*lease, writes, *replies).await,
            Action::Move { user, chat } => {
                let visitor = Visitor {
                    chat: ChatId(*chat),
                    ..a_visitor(UserId(*user))
                };
                let met = self.on_both(async |it| it.users.meet(&visitor).await.unwrap());
                same("meet", &met.await)
            }
            action => self.handle(action).await,
        }
    }

    async fn claim_updates(&mut self, limit: u16) -> Compared {
        let claim = self.on_both(async |it| it.inbox.claim(&worker(1), limit, LEASE_FOR).await);
        let mut claimed = both(claim.await, Result::unwrap);
        for side in [&mut claimed.0, &mut claimed.1] {
            side.sort_by_key(|it| it.update.id);
        }
        let plain = |claimed: &[ClaimedUpdate]| -> Vec<_> {
            let plain = |it: &ClaimedUpdate| {
                let token = it.lease.token();
                (it.update.clone(), it.stage.clone(), it.crashes, token)
            };
            claimed.iter().map(plain).collect()
        };
        same("claim updates", &(plain(&claimed.0), plain(&claimed.1)))?;
        let leases = claimed.0.into_iter().zip(claimed.1);
        remember(
            &mut self.updates,
            leases.map(|(model, subject)| (model.lease, subject.lease)),
        );
        Ok(())
    }

    async fn commit(&mut self, lease: usize, wishes: &[Wish], replies: usize) -> Compared {
        let mut turn = Turn {
            replies: (0..replies)
                .map(|number| format!("{{\"reply\":{number}}}"))
                .collect(),
            ..Turn::default()
        };
        for wish in wishes {
            self.grant_wish(wish, &mut turn);
        }
        let Some(pair) = nth(&self.updates, lease) else {
            return Ok(());
        };
        let answers = self.under(pair, async |it, lease| it.inbox.commit(lease, &turn).await);
        same("commit", &both(answers.await, |it| committed(&it)))
    }

    /// Adds to a turn what is wished.
    fn grant_wish(&mut self, wish: &Wish, turn: &mut Turn) {
        let language = Language::En;
        let write = match *wish {
            Wish::State { user, number } => {
                let body = format!("{{\"state\":{number}}}");
                turn.state = Some(ConversationState {
                    user: UserId(user),
                    body,
                });
                return;
            }
            Wish::Consent { user, version } => Write::Consent {
                user: UserId(user),
                version,
            },
            Wish::English { user } => Write::Language {
                user: UserId(user),
                language,
            },
            Wish::Blocked { user, blocked } => Write::Blocked {
                user: UserId(user),
                blocked,
            },
            Wish::Welcome { user } => {
                Write::Grant(a_grant(UserId(user), &format!("welcome:{user}"), 2))
            }
            Wish::Money(action) => match action.write() {
                Some(write) => write,
                None => return,
            },
            Wish::Product { user } => Write::Product(a_product(UserId(user), &self.ids)),
            Wish::Place { user, videos } => {
                let order = an_order().of(UserId(user)).videos(videos).build(&self.ids);
                self.orders.push(order.clone());
                Write::Place(Box::new(order))
            }
            Wish::Cancel { user, order } => match nth(&self.orders, order) {
                Some(order) => Write::Cancel {
                    user: UserId(user),
                    order: order.id,
                },
                None => return,
            },
            Wish::Redeliver { user, order } => match nth(&self.orders, order) {
                Some(order) => Write::Redeliver {
                    user: UserId(user),
                    job: order.jobs[0],
                },
                None => return,
            },
        };
        turn.writes.push(write);
    }

    /// The actions under an update's lease.
    async fn handle(&self, action: &Action) -> Compared {
        let (Action::BeginReply { lease, .. }
        | Action::TakeBackReply { lease, .. }
        | Action::CloseUpdate { lease }
        | Action::DeferUpdate { lease, .. }) = action
        else {
            return Ok(());
        };
        let Some(pair) = nth(&self.updates, *lease) else {
            return Ok(());
        };
        let done = self.under(pair, async |stores, lease| {
            let (inbox, own) = (&stores.inbox, lease);
            let lease = UpdateLease::granted(own.update(), own.token());
            match action {
                Action::BeginReply { index, .. } => inbox.begin_reply(own, *index).await,
                Action::TakeBackReply { index, .. } => inbox.take_back_reply(own, *index).await,
                Action::DeferUpdate { after, .. } => inbox.defer(lease, *after).await,
                _ => inbox.close(lease).await,
            }
        });
        same(
            "a write under an update's lease",
            &both(done.await, |it| leased(&it)),
        )
    }
}
