//! Everything that happens in the chats, as server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures::{Stream, StreamExt, stream};
use neurocards_fakes::telegram::{self, TelegramHandle};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::watch;

use super::{PageState, chat};

#[derive(Deserialize)]
pub(super) struct Since {
    #[serde(default)]
    after: u64,
}

/// A browser that lost the connection says how far it was: `Last-Event-ID`.
pub(super) async fn feed(
    State(page): State<Arc<PageState>>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let resumed = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    let greeting = Event::default().event("house").data(&page.session);
    let news = stream::unfold(
        News {
            telegram: page.telegram.clone(),
            changes: page.telegram.changes(),
            after: resumed.unwrap_or(since.after),
            waiting: VecDeque::new(),
        },
        async |mut news| Some((news.next().await?, news)),
    );
    let events = stream::iter([greeting]).chain(news);
    let stop = page.stop.clone();
    let events = events.take_until(async move { stop.stopping().await });
    Sse::new(events.map(Ok)).keep_alive(KeepAlive::default())
}

struct News {
    telegram: TelegramHandle,
    changes: watch::Receiver<u64>,
    after: u64,
    waiting: VecDeque<Event>,
}

impl News {
    /// The next event; `None` when the fake is gone.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            self.changes.borrow_and_update();
            self.collect();
            if self.waiting.is_empty() {
                self.changes.changed().await.ok()?;
            }
        }
    }

    fn collect(&mut self) {
        let mut events: Vec<telegram::Event> = self
            .telegram
            .users()
            .iter()
            .flat_map(|user| self.telegram.events_after(user.id, self.after))
            .collect();
        events.sort_by_key(|event| event.seq);
        self.after = events.last().map_or(self.after, |event| event.seq);
        self.waiting = events.iter().filter_map(|event| self.told(event)).collect();
    }

    /// An event with its message as it is now.
    fn told(&self, event: &telegram::Event) -> Option<Event> {
        let mut body = json!(event);
        if let Some(id) = event.message_id {
            let messages = self.telegram.person(event.chat).ok()?.messages();
            let view = messages.iter().rev().find(|view| view.message_id == id);
            body["message"] = json!(view.map(chat::message));
        }
        let event = Event::default().event("event").id(event.seq.to_string());
        event.json_data(body).ok()
    }
}
