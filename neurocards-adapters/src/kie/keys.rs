use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use neurocards_core::ids::TaskId;
use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
use secrecy::SecretString;

/// Which of our keys: its place in the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct KeyNo(usize);

/// Our keys, which of them KIE refuses at present, and which key created which task.
pub(super) struct KeyRing {
    keys: Vec<SecretString>,
    rest: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    refused_since: HashMap<KeyNo, Instant>,
    created_by: HashMap<TaskId, KeyNo>,
    /// Tasks in the order they were made, so that the oldest is forgotten first.
    order: VecDeque<TaskId>,
}

impl KeyRing {
    /// The most tasks whose key is remembered: far more than are created while one renders.
    const TASKS_MAX: usize = 20_000;

    pub(super) fn new(keys: Vec<SecretString>, rest: Duration) -> Self {
        Self {
            keys,
            rest,
            state: Mutex::default(),
        }
    }

    pub(super) fn secret(&self, key: KeyNo) -> &SecretString {
        &self.keys[key.0]
    }

    /// The keys in the order to try them: healthy ones, then the one that has rested longest, so
    /// that an account in order again is noticed at the next call.
    pub(super) fn in_order(&self) -> Vec<KeyNo> {
        let state = self.state();
        let mut order: Vec<KeyNo> = (0..self.keys.len()).map(KeyNo).collect();
        order.sort_by_key(|key| {
            state
                .refused_since
                .get(key)
                .filter(|since| since.elapsed() < self.rest)
                .copied()
        });
        order
    }

    /// The same, but the key that made `task` first: no other can see it.
    pub(super) fn for_task(&self, task: &TaskId) -> Vec<KeyNo> {
        let mut order = self.in_order();
        if let Some(maker) = self.state().created_by.get(task) {
            order.sort_by_key(|key| key != maker);
        }
        order
    }

    /// Calls with one key after another until a call breaks off with its outcome. If none does,
    /// returns the last error if there was any, else the last outcome; `None` without keys.
    pub(super) async fn with_each<T, E, C>(
        &self,
        keys: Vec<KeyNo>,
        call: impl Fn(KeyNo) -> C,
    ) -> Option<Result<T, E>>
    where
        C: Future<Output = ControlFlow<Result<T, E>, Result<T, E>>>,
    {
        let mut last = None;
        for key in keys {
            match call(key).await {
                ControlFlow::Break(outcome) => return Some(outcome),
                ControlFlow::Continue(Ok(_)) if matches!(last, Some(Err(_))) => {}
                ControlFlow::Continue(outcome) => last = Some(outcome),
            }
        }
        last
    }

    /// Whether a failure means that KIE refuses this key, so that another may do better. A refused
    /// key is tried last for a while.
    pub(super) fn note_refusal(&self, key: KeyNo, failure: &Failure) -> bool {
        let is_refused = failure.class == ErrorClass::Billing;
        if is_refused {
            self.set_aside(key);
        }
        is_refused
    }

    fn set_aside(&self, key: KeyNo) {
        tracing::warn!(key = key.0, "KIE refuses this key: it is set aside");
        self.state().refused_since.insert(key, Instant::now());
    }

    pub(super) fn remember(&self, task: &TaskId, maker: KeyNo) {
        let state = &mut *self.state();
        if state.created_by.insert(task.clone(), maker).is_none() {
            state.order.push_back(task.clone());
        }
        while state.order.len() > Self::TASKS_MAX {
            if let Some(oldest) = state.order.pop_front() {
                state.created_by.remove(&oldest);
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is said when no key was configured at all.
pub(super) fn no_key() -> Failure {
    Failure::new(
        ErrorClass::Billing,
        Cause::OutOfService,
        "no KIE key is configured",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(rest: Duration) -> KeyRing {
        KeyRing::new(vec!["one".into(), "two".into(), "three".into()], rest)
    }

    #[test]
    fn a_refused_key_is_tried_last_and_only_for_a_while() {
        let ring = ring(Duration::from_hours(1));
        ring.set_aside(KeyNo(0));
        assert_eq!(ring.in_order(), [KeyNo(1), KeyNo(2), KeyNo(0)]);
        let forgiving = self::ring(Duration::ZERO);
        forgiving.set_aside(KeyNo(0));
        assert_eq!(forgiving.in_order(), [KeyNo(0), KeyNo(1), KeyNo(2)]);
    }

    #[tokio::test]
    async fn a_failure_outweighs_what_other_keys_do_not_know() {
        let ring = ring(Duration::ZERO);
        let asked = async |outcomes: [Result<u8, &'static str>; 3]| {
            let ask = |key: KeyNo| std::future::ready(ControlFlow::Continue(outcomes[key.0]));
            ring.with_each(ring.in_order(), ask).await
        };
        assert_eq!(asked([Ok(0), Ok(0), Ok(1)]).await, Some(Ok(1)));
        assert_eq!(asked([Ok(0), Err("a"), Ok(0)]).await, Some(Err("a")));
        assert_eq!(asked([Err("a"), Err("b"), Ok(0)]).await, Some(Err("b")));
    }

    #[test]
    fn a_task_is_looked_up_with_the_key_that_made_it() {
        let ring = ring(Duration::ZERO);
        let task = TaskId::parse("abc").unwrap();
        ring.remember(&task, KeyNo(2));
        assert_eq!(ring.for_task(&task), [KeyNo(2), KeyNo(0), KeyNo(1)]);
    }

    #[test]
    fn memory_of_created_by_is_bounded() {
        let ring = ring(Duration::ZERO);
        for number in 0..KeyRing::TASKS_MAX + 5 {
            ring.remember(&TaskId::parse(format!("t{number}")).unwrap(), KeyNo(1));
        }
        assert_eq!(ring.state().created_by.len(), KeyRing::TASKS_MAX);
        assert_eq!(ring.state().order.len(), KeyRing::TASKS_MAX);
    }
}
