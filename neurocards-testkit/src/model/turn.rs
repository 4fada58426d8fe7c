use neurocards_core::chat::update::{Turn, UpdateLease, UpdateStage, Write};
use neurocards_core::ids::UserId;
use neurocards_core::ports::{CommitError, LeaseError, Topic, Unavailable};
use neurocards_core::user::{Consent, User};

use super::state::State;

impl State {
    /// Commits a turn on a copy, which replaces the state only if all of it could be done.
    pub(super) fn commit(&mut self, lease: &UpdateLease, turn: &Turn) -> Result<(), CommitError> {
        let mut next = self.clone();
        next.take_turn(lease, turn)?;
        *self = next;
        Ok(())
    }

    fn take_turn(&mut self, lease: &UpdateLease, turn: &Turn) -> Result<(), CommitError> {
        let row = self.leased_update(lease).map_err(lost)?;
        if row.stage != UpdateStage::Received {
            return Err(CommitError::Lost);
        }
        row.stage = UpdateStage::Turned {
            replies: turn.replies.clone(),
            next: 0,
        };
        if let Some(state) = &turn.state {
            self.conversations.insert(state.user, state.body.clone());
        }
        turn.writes.iter().try_for_each(|write| self.write(write))
    }

    fn write(&mut self, write: &Write) -> Result<(), CommitError> {
        let accepted_at = self.now;
        match write {
            Write::Consent { user, version } => self.change(*user, |user| {
                user.consent = Some(Consent {
                    version: *version,
                    accepted_at,
                });
            }),
            Write::Language { user, language } => {
                self.change(*user, |user| user.language = *language);
            }
            Write::Blocked { user, blocked } => {
                self.change(*user, |user| user.blocked = *blocked);
                self.announce(Topic::Deliveries);
            }
            Write::Grant(grant) => {
                self.grant(grant)
                    .map_err(|error| Unavailable::new("memory", error))?;
            }
            Write::Offer(_) | Write::Book { .. } | Write::AskRefund(_) => {
                self.write_payment(write)?;
            }
            Write::Redeem { user, code } => {
                self.redeem(*user, code)?;
            }
            Write::Refer { friend, referrer } => self.refer(*friend, *referrer),
            Write::Product(product) => self.keep_product(product),
            Write::Place(order) => {
                self.place(order)?;
            }
            Write::Cancel { user, order } => {
                self.cancel(*user, *order);
            }
            Write::Redeliver { user, job } => {
                self.redeliver(*user, *job);
            }
        }
        Ok(())
    }

    fn write_payment(&mut self, write: &Write) -> Result<(), CommitError> {
        match write {
            Write::Offer(invoice) => {
                self.offer(invoice);
            }
            Write::Book { charge, rules } => {
                self.book(charge, rules)?;
            }
            Write::AskRefund(refund) => {
                self.ask_refund(refund)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Changes a user, if they are known.
    fn change(&mut self, user: UserId, change: impl FnOnce(&mut User)) {
        if let Some(user) = self.users.get_mut(&user) {
            change(user);
        }
    }
}

fn lost(error: LeaseError) -> CommitError {
    match error {
        LeaseError::Unavailable(source) => CommitError::Unavailable(source),
        _ => CommitError::Lost,
    }
}
