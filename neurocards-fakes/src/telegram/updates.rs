//! The queue of updates that wait for the bot: at least once, with holes, as Telegram keeps it.
//!
//! Expiry, keys and order follow the source of Telegram's server (tdlib/telegram-bot-api
//! 01a3679): one queue per key, and the next update of a key only after the last was accepted.

use std::collections::{HashSet, VecDeque};

use serde_json::Value;

use super::delivery::Delivery;
use super::faults::Faults;
use super::late::Late;
use super::pending::Pending;
use super::update_kind::UpdateKind;

/// Updates that wait, at most; beyond that the oldest are lost.
const MAX_PENDING: usize = 100_000;

/// Kinds that a bot gets only when it names them in `allowed_updates`.
const ONLY_ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// The queue of one bot.
#[derive(Debug)]
pub(crate) struct Updates {
    pending: VecDeque<Pending>,
    /// Held back by a scripted reordering, until enough are together.
    held: Vec<Pending>,
    late: Late,
    next_id: i64,
    /// `None`: the default kinds.
    pub(crate) allowed: Option<Vec<String>>,
    /// Grows with each poll: an older one that still waits is in conflict.
    pub(crate) poll: u64,
}

impl Updates {
    pub(crate) fn new(first_id: i64) -> Self {
        let (pending, held) = (VecDeque::new(), Vec::new());
        Self {
            pending,
            held,
            late: Late::default(),
            next_id: first_id,
            allowed: None,
            poll: 0,
        }
    }

    /// Queues an update, unless the bot does not want its kind or a fault drops it.
    pub(crate) fn add(
        &mut self,
        kind: UpdateKind,
        user: i64,
        body: Value,
        now: i64,
        faults: &mut Faults,
    ) {
        if !self.wants(kind.field()) {
            return;
        }
        let expires_at = now + kind.expires_secs();
        let key = kind.key(user);
        let pending = Pending {
            id: 0,
            key,
            kind,
            expires_at,
            body,
            copies: 1,
            handed_out: false,
        };
        let fate = faults.take_delivery(kind.field(), user, &pending.body);
        self.meet(fate, pending, now);
    }

    fn meet(&mut self, fate: Option<Delivery>, pending: Pending, now: i64) {
        match fate {
            None => self.queue(pending),
            Some(Delivery::Drop) => {}
            Some(Delivery::Repeat { times }) => {
                (0..times).for_each(|_| self.queue(pending.clone()));
            }
            Some(Delivery::Late { secs }) => {
                self.late
                    .add(secs.map(|secs| now + i64::from(secs)), pending);
            }
            Some(Delivery::Duplicate) => self.queue(Pending {
                copies: 2,
                ..pending
            }),
            Some(Delivery::Reorder { together }) => {
                self.held.push(pending);
                if self.held.len() >= together.max(1) {
                    self.release_held();
                }
            }
        }
    }

    /// Lets go of what a reordering holds back, the latest first.
    fn release_held(&mut self) {
        while let Some(pending) = self.held.pop() {
            self.queue(pending);
        }
    }

    /// Lets go of everything that a fault holds back.
    pub(crate) fn release(&mut self) {
        self.release_held();
        for pending in self.late.take_all() {
            self.queue(pending);
        }
    }

    /// Lets go of what came late enough.
    pub(crate) fn release_due(&mut self, now: i64) {
        for pending in self.late.take_due(now) {
            self.queue(pending);
        }
    }

    /// When the next late update is due, in Unix seconds.
    pub(crate) fn next_due(&self) -> Option<i64> {
        self.late.next_due()
    }

    fn queue(&mut self, mut pending: Pending) {
        pending.id = self.next_id;
        self.next_id += 1;
        self.pending.push_back(pending);
        if self.pending.len() > MAX_PENDING {
            self.pending.pop_front();
        }
    }

    fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) if !kinds.is_empty() => kinds.iter().any(|wanted| wanted == kind),
            _ => !ONLY_ON_REQUEST.contains(&kind),
        }
    }

    pub(crate) fn expire(&mut self, now: i64) {
        self.pending.retain(|pending| pending.expires_at > now);
    }

    pub(crate) fn clear(&mut self) {
        self.pending.clear();
        self.held.clear();
        self.late = Late::default();
    }

    pub(crate) fn len(&self) -> usize {
        self.pending.len()
    }

    /// `getUpdates`: confirms everything below `offset`, then gives the next `limit`.
    pub(crate) fn poll(&mut self, offset: i64, limit: usize, now: i64) -> Vec<Value> {
        self.release_due(now);
        self.expire(now);
        if offset < 0 {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            let surplus = self.pending.len().saturating_sub(keep);
            self.pending.drain(..surplus);
        }
        self.pending.retain_mut(|pending| {
            if pending.id >= offset || !pending.handed_out {
                return pending.id >= offset;
            }
            pending.copies -= 1;
            pending.handed_out = false;
            pending.copies > 0
        });
        let batch = self.pending.iter_mut().take(limit);
        batch
            .map(|pending| {
                pending.handed_out = true;
                pending.to_json()
            })
            .collect()
    }

    /// The first update of each key that `busy` does not hold, oldest first.
    pub(crate) fn heads(&mut self, now: i64, busy: &HashSet<i64>) -> Vec<Pending> {
        self.release_due(now);
        self.expire(now);
        let mut seen = busy.clone();
        self.pending
            .iter()
            .filter(|pending| seen.insert(pending.key))
            .cloned()
            .collect()
    }

    /// A webhook accepted the update; a scripted duplicate stays for a second round.
    pub(crate) fn accepted(&mut self, id: i64) {
        self.pending.retain_mut(|pending| {
            if pending.id == id {
                pending.copies -= 1;
            }
            pending.copies > 0
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::telegram::fault::Fault;

    fn ids(updates: &[Value]) -> Vec<i64> {
        updates
            .iter()
            .map(|update| update["update_id"].as_i64().unwrap())
            .collect()
    }

    fn queue_of(faults: &mut Faults, count: i64) -> Updates {
        let mut updates = Updates::new(1);
        for number in 0..count {
            updates.add(UpdateKind::Message, 7, json!(number), 0, faults);
        }
        updates
    }

    #[test]
    fn an_update_comes_again_until_a_higher_offset_confirms_it() {
        let mut updates = queue_of(&mut Faults::default(), 3);
        assert_eq!(ids(&updates.poll(0, 2, 0)), [1, 2]);
        assert_eq!(ids(&updates.poll(0, 2, 0)), [1, 2]);
        assert_eq!(ids(&updates.poll(2, 100, 0)), [2, 3]);
        assert_eq!(ids(&updates.poll(-1, 100, 0)), [3]);
    }

    #[test]
    fn a_press_waits_150_seconds_and_a_message_a_day() {
        let (mut updates, mut faults) = (Updates::new(1), Faults::default());
        updates.add(UpdateKind::CallbackQuery, 7, json!({}), 0, &mut faults);
        updates.add(UpdateKind::Message, 7, json!({}), 0, &mut faults);
        assert_eq!(ids(&updates.poll(0, 100, 149)), [1, 2]);
        assert_eq!(ids(&updates.poll(0, 100, 150)), [2]);
        assert_eq!(ids(&updates.poll(0, 100, 86_400)), [0_i64; 0]);
    }

    #[test]
    fn a_duplicate_comes_once_more_after_it_was_confirmed() {
        let mut faults = Faults::default();
        faults.add(Fault::deliver(Delivery::Duplicate, 1)).unwrap();
        let mut updates = queue_of(&mut faults, 1);
        assert_eq!(ids(&updates.poll(0, 100, 0)), [1]);
        assert_eq!(ids(&updates.poll(2, 100, 0)), [1]);
        assert_eq!(ids(&updates.poll(2, 100, 0)), [0_i64; 0]);
    }

    #[test]
    fn reordered_updates_come_last_first_with_growing_ids() {
        let mut faults = Faults::default();
        faults
            .add(Fault::deliver(Delivery::Reorder { together: 2 }, 2))
            .unwrap();
        let mut updates = queue_of(&mut faults, 3);
        let batch = updates.poll(0, 100, 0);
        assert_eq!(ids(&batch), [1, 2, 3]);
        let order: Vec<_> = batch
            .iter()
            .map(|update| update["message"].clone())
            .collect();
        assert_eq!(order, [json!(1), json!(0), json!(2)]);
    }

    #[test]
    fn one_key_offers_one_update_at_a_time() {
        let (mut updates, mut faults) = (queue_of(&mut Faults::default(), 2), Faults::default());
        updates.add(UpdateKind::CallbackQuery, 7, json!({}), 0, &mut faults);
        let heads = updates.heads(0, &HashSet::new());
        assert_eq!(heads.iter().map(|head| head.id).collect::<Vec<_>>(), [1, 3]);
        let busy = HashSet::from([heads[0].key]);
        assert_eq!(updates.heads(0, &busy).len(), 1);
        updates.accepted(1);
        assert_eq!(updates.heads(0, &HashSet::new())[0].id, 2);
    }
}
