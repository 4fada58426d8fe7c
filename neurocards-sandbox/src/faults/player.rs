//! Plays one fault at a time, until the orders that it met are over.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use neurocards_core::ids::UserId;
use neurocards_core::ports::{Stores, Unavailable};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::FaultName;
use super::script::{Mark, arm, disarm};
use crate::effects::World;
use crate::worker::Killer;

/// How often the stand-ins' ledgers are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(30);
/// How often it is asked whether orders are open.
const ASK_EVERY: Duration = Duration::from_millis(300);

/// Plays faults. Clones share what is being played.
#[derive(Clone)]
pub struct FaultPlayer {
    world: World,
    stores: Stores,
    killer: Killer,
    round: Arc<Mutex<Round>>,
}

/// One fault, from its arming to its end.
#[derive(Default)]
struct Round {
    playing: Option<FaultName>,
    happened: bool,
    over: CancellationToken,
}

impl FaultPlayer {
    pub(crate) fn new(world: World, stores: Stores, killer: Killer) -> Self {
        Self {
            world,
            stores,
            killer,
            round: Arc::default(),
        }
    }

    /// Plays `fault` instead of any other: it meets the next order, and ends with it. Must be
    /// called inside a tokio runtime.
    pub fn play(&self, fault: FaultName) {
        self.take_back();
        let mark = Mark::of(&self.world);
        let over = CancellationToken::new();
        *self.round() = Round {
            playing: Some(fault),
            happened: false,
            over: over.clone(),
        };
        arm(&self.world, fault);
        let player = self.clone();
        tokio::spawn(over.run_until_cancelled_owned(async move {
            if let Err(error) = player.see_through(fault, mark).await {
                tracing::warn!(%error, "a fault is played without an end");
            }
        }));
    }

    /// Ends what is being played.
    pub fn take_back(&self) {
        let mut round = self.round();
        round.playing = None;
        round.over.cancel();
        disarm(&self.world);
    }

    /// What is being played.
    pub fn playing(&self) -> Option<FaultName> {
        self.round().playing
    }

    /// Whether the last fault that was played has met somebody.
    pub fn has_happened(&self) -> bool {
        self.round().happened
    }

    async fn see_through(&self, fault: FaultName, mark: Mark) -> Result<(), Unavailable> {
        while !mark.has_met(&self.world, fault) {
            sleep(LOOK_EVERY).await;
        }
        self.round().happened = true;
        if fault == FaultName::WorkerKilled {
            self.killer.kill().await;
        }
        while self.has_open_orders().await? {
            sleep(ASK_EVERY).await;
        }
        self.take_back();
        Ok(())
    }

    async fn has_open_orders(&self) -> Result<bool, Unavailable> {
        for user in self.world.telegram.users() {
            if self.stores.jobs.has_open_jobs(UserId(user.id)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn round(&self) -> MutexGuard<'_, Round> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
