//! From a raw update to the turn to commit: read, look up, turn.

use neurocards_core::credits::Credits;
use neurocards_core::ids::{JobId, OrderId, ProductId};
use neurocards_core::ledger::Balance;
use neurocards_core::ports::Unavailable;
use neurocards_core::update::{ConversationState, Turn};
use neurocards_core::user::User;
use thiserror::Error;

use crate::conversation::{
    Context, Conversation, Declined, Found, FreshIds, House, Input, PhotoVerdict, Turned,
    questions, takes_photo, turn,
};
use crate::incoming::{self, Incoming, Photo, What};
use crate::lookup::look_up;
use crate::note::Note;
use crate::options::BotDeps;
use crate::photo_intake;

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

/// Why an order of the first try was refused.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refusal {
    pub(crate) why: Declined,
    /// The balance the store met, if it told.
    pub(crate) balance: Option<Credits>,
}

/// The turn of an update; `None` for one that is not for us.
pub(crate) async fn prepare(
    deps: &BotDeps,
    house: &House,
    body: &str,
    refusal: Option<Refusal>,
) -> Result<Option<Turn>, PrepareError> {
    let Some(Incoming { who, what }) = incoming::read(body) else {
        return Ok(None);
    };
    let user = deps.stores.users.meet(&who).await?;
    let kept = deps.stores.users.conversation(user.id).await?;
    let conversation = Conversation::read(kept.as_deref());
    let mut context = Context {
        balance: balance(deps, &user, refusal).await?,
        user: &user,
        house,
        ids: fresh_ids(deps),
        found: Found::default(),
    };
    let input = input(deps, what, refusal, &conversation, &context).await;
    let asked = questions(&conversation, &input);
    context.found = look_up(&deps.stores, user.id, &asked).await?;
    let turned = turn(&conversation, &input, &context);
    Ok(Some(to_commit(turned, &conversation, &user)?))
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
    }
}

async fn input(
    deps: &BotDeps,
    what: What,
    refusal: Option<Refusal>,
    conversation: &Conversation,
    context: &Context<'_>,
) -> Input {
    match (what, refusal) {
        (What::Press(press), Some(refusal)) => Input::Declined(press, refusal.why),
        (What::Press(press), None) => Input::Press(press),
        (What::Command(command), _) => Input::Command(command),
        (What::Text(text), _) => Input::Text(text),
        (What::Other, _) => Input::Other,
        (What::Blocked(blocked), _) => Input::Blocked(blocked),
        (What::Photo(photo), _) => {
            let wanted = takes_photo(conversation, photo.album.as_deref(), context);
            Input::Photo {
                verdict: verdict(deps, &photo, wanted).await,
                caption: photo.caption,
                album: photo.album,
            }
        }
    }
}

async fn verdict(deps: &BotDeps, photo: &Photo, wanted: bool) -> PhotoVerdict {
    if !wanted {
        return PhotoVerdict::NotLookedAt;
    }
    let within = deps.options.photo_within;
    photo_intake::take_in(photo, &deps.client, &*deps.media, within).await
}

fn to_commit(
    turned: Turned,
    before: &Conversation,
    user: &User,
) -> Result<Turn, serde_json::Error> {
    let state = ConversationState {
        user: user.id,
        body: turned.conversation.write()?,
    };
    let note = |reply| {
        let note = Note {
            chat: user.chat,
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
