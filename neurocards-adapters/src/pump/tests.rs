use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;

use super::*;

/// The clock of these tests stands still while anything can run, so that this costs no time.
const WITHIN: Duration = Duration::from_hours(1);
const DRAIN_FOR: Duration = Duration::from_secs(30);

/// A store of numbered pieces. A piece ends when the test lets it; an odd one panics.
#[derive(Default)]
struct Pieces {
    due: Mutex<VecDeque<u32>>,
    /// The limit of every claim.
    claims: Mutex<Vec<u16>>,
    failures: Mutex<usize>,
    begun: Mutex<Vec<u32>>,
    ended: Mutex<Vec<u32>>,
    may_end: Option<Semaphore>,
    changed: Notify,
    hint: Notify,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Work for Pieces {
    type Item = u32;

    const TOPIC: Topic = Topic::Jobs;

    async fn claim(&self, limit: u16) -> Result<Vec<u32>, Unavailable> {
        lock(&self.claims).push(limit);
        self.changed.notify_waiters();
        let mut failures = lock(&self.failures);
        if *failures > 0 {
            *failures -= 1;
            return Err(Unavailable::new("test", "the store is down"));
        }
        let mut due = lock(&self.due);
        let taken = due.len().min(limit.into());
        Ok(due.drain(..taken).collect())
    }

    async fn handle(self: Arc<Self>, piece: u32) {
        lock(&self.begun).push(piece);
        self.changed.notify_waiters();
        if let Some(may_end) = &self.may_end {
            may_end.acquire().await.unwrap().forget();
        }
        assert!(piece.is_multiple_of(2), "a piece that panics");
        lock(&self.ended).push(piece);
        self.changed.notify_waiters();
    }
}

#[async_trait]
impl WakeUp for Pieces {
    async fn wait(&self, _topic: Topic, at_most: Duration) {
        let _ = tokio::time::timeout(at_most, self.hint.notified()).await;
    }
}

impl Pieces {
    fn due(pieces: impl IntoIterator<Item = u32>) -> Self {
        Self {
            due: Mutex::new(pieces.into_iter().collect()),
            ..Self::default()
        }
    }

    /// Pieces that begin and do not end before [`Pieces::let_end`].
    fn held(pieces: impl IntoIterator<Item = u32>) -> Self {
        Self {
            may_end: Some(Semaphore::new(0)),
            ..Self::due(pieces)
        }
    }

    fn let_end(&self, pieces: usize) {
        self.may_end.as_ref().unwrap().add_permits(pieces);
    }

    fn add(&self, piece: u32) {
        lock(&self.due).push_back(piece);
        self.hint.notify_one();
    }

    async fn until(&self, mut holds: impl FnMut(&Self) -> bool) {
        let look = async {
            loop {
                let changed = self.changed.notified();
                if holds(self) {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(WITHIN, look).await.unwrap();
    }

    async fn until_ended(&self, pieces: usize) {
        self.until(|work| lock(&work.ended).len() == pieces).await;
    }
}

fn start(work: &Arc<Pieces>, in_hand: usize, poll_every: Duration) -> (Shutdown, JoinHandle<()>) {
    let shutdown = Shutdown::new();
    let (work, stages) = (work.clone(), shutdown.clone());
    let options = PumpOptions {
        in_hand,
        poll_every,
        drain_for: DRAIN_FOR,
    };
    let pump = tokio::spawn(async move { run(work.clone(), work, options, &stages).await });
    (shutdown, pump)
}

/// A poll that no test waits for.
const NEVER: Duration = Duration::from_hours(1_000);

#[tokio::test(start_paused = true)]
async fn no_more_is_claimed_than_there_is_room_for() {
    let work = Arc::new(Pieces::held([2, 4, 6]));
    let (shutdown, pump) = start(&work, 2, NEVER);
    work.until(|work| lock(&work.begun).len() == 2).await;
    assert_eq!(*lock(&work.claims), [2]);
    work.let_end(1);
    work.until(|work| lock(&work.begun).len() == 3).await;
    assert_eq!(*lock(&work.claims), [2, 1]);
    work.let_end(2);
    shutdown.stop();
    pump.await.unwrap();
    assert_eq!(lock(&work.ended).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_hint_is_followed_before_the_next_poll() {
    let work = Arc::new(Pieces::default());
    let (shutdown, pump) = start(&work, 2, NEVER);
    work.until(|work| lock(&work.claims).len() == 1).await;
    work.add(2);
    work.until_ended(1).await;
    shutdown.stop();
    pump.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_fails_is_repeated_at_the_next_poll() {
    let work = Arc::new(Pieces::due([2]));
    *lock(&work.failures) = 2;
    let begun = tokio::time::Instant::now();
    let (shutdown, pump) = start(&work, 2, Duration::from_secs(1));
    work.until_ended(1).await;
    assert_eq!(begun.elapsed(), Duration::from_secs(2));
    shutdown.stop();
    pump.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_piece_that_panics_costs_the_others_nothing() {
    let work = Arc::new(Pieces::due([1, 2, 3, 4]));
    let (shutdown, pump) = start(&work, 1, NEVER);
    work.until_ended(2).await;
    assert_eq!(*lock(&work.ended), [2, 4]);
    shutdown.stop();
    pump.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_stop_finishes_what_is_in_hand_and_claims_nothing_more() {
    let work = Arc::new(Pieces::held([2]));
    let (shutdown, pump) = start(&work, 2, NEVER);
    work.until(|work| lock(&work.begun).len() == 1).await;
    shutdown.stop();
    work.add(4);
    work.let_end(2);
    pump.await.unwrap();
    assert_eq!(*lock(&work.ended), [2]);
    assert_eq!(*lock(&work.due), [4]);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_end_within_the_drain_is_dropped() {
    let work = Arc::new(Pieces::held([2]));
    let (shutdown, pump) = start(&work, 2, NEVER);
    work.until(|work| lock(&work.begun).len() == 1).await;
    let stopped = tokio::time::Instant::now();
    shutdown.stop();
    pump.await.unwrap();
    assert_eq!(stopped.elapsed(), DRAIN_FOR);
    assert!(lock(&work.ended).is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_abort_drops_what_is_in_hand_at_once() {
    let work = Arc::new(Pieces::held([2]));
    let (shutdown, pump) = start(&work, 2, NEVER);
    work.until(|work| lock(&work.begun).len() == 1).await;
    let stopped = tokio::time::Instant::now();
    shutdown.abort();
    pump.await.unwrap();
    assert_eq!(stopped.elapsed(), Duration::ZERO);
    assert!(lock(&work.ended).is_empty());
}
