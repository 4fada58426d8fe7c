use clap::Args;
use neurocards_adapters::program::ProgramError;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Correction, Written};
use serde_json::json;

use super::ledger::told;
use super::{Answer, Session, Who};

#[derive(Args)]
pub(crate) struct Correct {
    /// The key of the grant, as it was given or as the statement tells it.
    key: String,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    answer: Answer,
}

impl Correct {
    pub(super) async fn run(self, session: &Session) -> Result<(), ProgramError> {
        let correction = Correction {
            grant: self.grant(session).await?,
            reason: self.who.reason.clone(),
            by: self.who.actor(),
        };
        let corrected = session.stores.ledger.correct(&correction).await;
        let corrected = corrected.map_err(ProgramError::broken("the grant was not corrected"))?;
        let (key, now) = (told(&correction.grant), corrected == Written::New);
        self.answer
            .show(&json!({"key": key, "corrected": now}), || {
                if now {
                    format!("the credits of the grant {key} are taken back; its user is told")
                } else {
                    format!("the grant {key} was corrected before")
                }
            })
    }

    /// The key of a grant which an operator gave under this key, or else that of any other.
    async fn grant(&self, session: &Session) -> Result<EntryKey, ProgramError> {
        let by_hand = EntryKey::Manual(self.key.clone());
        let given_by_hand = session.stores.ledger.has(&by_hand).await;
        let given_by_hand =
            given_by_hand.map_err(ProgramError::broken("the grant was not corrected"))?;
        Ok(if given_by_hand {
            by_hand
        } else {
            EntryKey::parse(self.key.clone())
        })
    }
}
