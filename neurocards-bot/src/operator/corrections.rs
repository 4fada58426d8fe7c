use clap::Args;
use neurocards_adapters::program::ProgramError;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Correction, Written};
use serde_json::json;

use super::{Answer, Session, Who};

#[derive(Args)]
pub(crate) struct Correct {
    /// The key of the grant, as the statement tells it.
    key: String,
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    answer: Answer,
}

impl Correct {
    pub(super) async fn run(self, session: &Session) -> Result<(), ProgramError> {
        let correction = Correction {
            grant: EntryKey::parse(self.key),
            reason: self.who.reason.clone(),
            by: self.who.actor(),
        };
        let corrected = session.stores.ledger.correct(&correction).await;
        let corrected = corrected.map_err(ProgramError::broken("the grant was not corrected"))?;
        let (key, now) = (&correction.grant, corrected == Written::New);
        self.answer
            .show(&json!({"key": key, "corrected": now}), || {
                if now {
                    format!("the credits of the grant {key} are taken back; its user is told")
                } else {
                    format!("the grant {key} was corrected before")
                }
            })
    }
}
