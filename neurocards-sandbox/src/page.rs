//! The chat page: three static files, the feed of what happens, and a look backstage.
//!
//! | request | what it is |
//! |---|---|
//! | `GET /`, `/style.css`, `/app.js` | the page |
//! | `GET /papers/{name}` | where the bot's links lead |
//! | `GET /page/house` | session, people, faults that can be played, where the feed stands |
//! | `GET /page/chats/{user}` | one chat |
//! | `GET /page/feed?after=N` | everything that happens behind N, as server-sent events |
//! | `GET /page/files/{file_id}` | a photo or video, with byte ranges |
//! | `GET /page/backstage/{user}` | credits, jobs, ledger entries, effects |
//! | `POST /page/faults/{name}`, `DELETE /page/faults` | plays a fault; takes it back |
//!
//! What people do goes straight to the fake Telegram, which is mounted beside: `/human/…`.

mod assets;
mod backstage;
mod chat;
mod feed;
mod files;
mod legal;
mod range;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use neurocards_adapters::shutdown::Shutdown;
use neurocards_core::ports::Stores;
use neurocards_fakes::telegram::TelegramHandle;

use crate::effects::World;
use crate::faults::FaultPlayer;

/// What the page shows and touches.
#[derive(Clone)]
pub struct PageState {
    /// Tells one run of the sandbox from the next: an old page reloads itself.
    pub session: String,
    /// The fake Telegram, whose chats the page shows.
    pub telegram: TelegramHandle,
    /// Credits and jobs.
    pub stores: Stores,
    /// What reached the fakes.
    pub world: World,
    /// The faults that can be played.
    pub faults: FaultPlayer,
    /// Ends the feeds.
    pub stop: Shutdown,
}

/// Every route of the page; `telegram` is the fake's own router.
pub fn router(state: PageState, telegram: Router) -> Router {
    Router::new()
        .merge(assets::router())
        .route("/papers/{name}", get(legal::page))
        .route("/page/house", get(chat::session))
        .route("/page/chats/{user}", get(chat::chat))
        .route("/page/feed", get(feed::feed))
        .route("/page/files/{file_id}", get(files::file))
        .route("/page/backstage/{user}", get(backstage::backstage))
        .route("/page/faults/{name}", post(backstage::play))
        .route("/page/faults", axum::routing::delete(backstage::take_back))
        .with_state(Arc::new(state))
        .merge(telegram)
}
