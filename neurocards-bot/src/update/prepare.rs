//! From a raw update to the turn to commit: read, look up, turn.

use neurocards_adapters::telegram::client::{TelegramClient, TopicId};
use neurocards_core::chat::update::{ConversationState, Turn};
use neurocards_core::ids::{ChargeId, InvoiceId, JobId, OrderId, ProductId};
use neurocards_core::money::ledger::Balance;
use neurocards_core::ports::Unavailable;
use neurocards_core::use_cases::reconcile::take_over;
use neurocards_core::user::User;
use thiserror::Error;

use crate::conversation::{
    Context, Conversation, Found, FreshIds, Input, Offer, Turned, questions, turn,
};
use crate::deps::BotDeps;
use crate::money::alarms;
use crate::update::bot_name::BotName;
use crate::update::incoming::{Incoming, ParsedUpdate};
use crate::update::lookup::look_up;
use crate::update::note::Note;
use crate::update::refusal::Refusal;

/// Why there is no turn.
#[derive(Debug, Error)]
pub(crate) enum PrepareError {
    /// The store is out of order: try again.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// State or replies cannot be written: a mistake of ours.
    #[error("a turn cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
}

/// The turn of an update; `None` for one that is not for us.
pub(crate) async fn prepare(
    deps: &BotDeps,
    offer: &Offer,
    bot: &BotName,
    update: &ParsedUpdate,
    refusal: Option<Refusal>,
) -> Result<Option<Turn>, PrepareError> {
    let Some(Incoming { who, input }) = update.read() else {
        return Ok(None);
    };
    match &input {
        Input::Refunded(charge) => {
            reverse(deps, charge).await?;
            return Ok(None);
        }
        Input::PaidStrangely(strange) => {
            alarms::unbooked(deps, &strange.charge, &strange.why).await?;
        }
        _ => {}
    }
    let user = deps.stores.users.meet(&who).await?;
    let kept = deps.stores.users.conversation(user.id).await?;
    let conversation = Conversation::read(kept.as_deref());
    let mut context = Context {
        balance: balance(deps, &user, refusal).await?,
        user: &user,
        offer,
        ids: fresh_ids(deps),
        now: deps.clock.now(),
        found: Found::default(),
    };
    let input = match refusal {
        Some(Refusal { why, .. }) => Input::Declined(Box::new(input), why),
        None => input,
    };
    let asked = questions(&conversation, &input, &context);
    context.found = look_up(deps, bot, user.id, &asked).await?;
    let turned = turn(&conversation, &input, &context);
    Ok(Some(to_commit(
        turned,
        &conversation,
        &user,
        update.topic(),
    )?))
}

/// Takes over a refund that nobody here asked for; one that was asked ends with it. It is safe
/// to repeat: the same loss is told again.
async fn reverse(deps: &BotDeps, charge: &ChargeId) -> Result<(), Unavailable> {
    let payments = &deps.stores.payments;
    let Some(payment) = payments.payment(charge).await? else {
        return Ok(());
    };
    match take_over(&**payments, &payment, &TelegramClient::given_back()).await? {
        Some(loss) => alarms::differs(deps, &loss).await,
        None => Ok(()),
    }
}

async fn balance(
    deps: &BotDeps,
    user: &User,
    refusal: Option<Refusal>,
) -> Result<Balance, Unavailable> {
    let mut balance = deps.stores.ledger.balance(user.id).await?;
    if let Some(met) = refusal.and_then(|refusal| refusal.balance) {
        balance.available = met;
    }
    Ok(balance)
}

fn fresh_ids(deps: &BotDeps) -> FreshIds {
    FreshIds {
        product: ProductId(deps.ids.uuid()),
        order: OrderId(deps.ids.uuid()),
        jobs: std::array::from_fn(|_| JobId(deps.ids.uuid())),
        invoice: InvoiceId(deps.ids.uuid()),
    }
}

fn to_commit(
    turned: Turned,
    before: &Conversation,
    user: &User,
    topic: Option<TopicId>,
) -> Result<Turn, serde_json::Error> {
    let state = ConversationState {
        user: user.id,
        body: turned.conversation.write()?,
    };
    let note = |reply| {
        let note = Note {
            chat: user.chat,
            topic,
            language: turned.language,
            reply: Some(reply),
        };
        note.write()
    };
    Ok(Turn {
        state: Some(state).filter(|_| turned.conversation != *before),
        writes: turned.writes,
        replies: turned
            .replies
            .into_iter()
            .map(note)
            .collect::<Result<_, _>>()?,
    })
}
