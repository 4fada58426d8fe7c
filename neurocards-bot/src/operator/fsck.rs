use clap::Args;
use neurocards_adapters::program::ProgramError;
use serde_json::json;

use super::show::lines;
use super::{Answer, Session};

#[derive(Args)]
pub(crate) struct Command {
    /// The most bad rows to name.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    #[command(flatten)]
    answer: Answer,
}

pub(super) async fn run(command: &Command, session: &Session) -> Result<(), ProgramError> {
    let violations = session.stores.ledger.audit(command.limit).await;
    let violations = violations.map_err(ProgramError::broken("the books cannot be read"))?;
    let document = json!({"sound": violations.is_empty(), "violations": violations});
    command.answer.show(&document, || {
        lines(
            &violations,
            "the books are sound: invariants 1 to 5 and 9 hold",
            |violation| format!("invariant {}: {}", violation.invariant, violation.what),
        )
    })?;
    if violations.is_empty() {
        return Ok(());
    }
    let found = match u32::try_from(violations.len()) {
        Ok(found) if found < command.limit => format!("{found} violations"),
        _ => format!("{} violations and perhaps more", command.limit),
    };
    Err(ProgramError::broken("the books are not sound")(found))
}
