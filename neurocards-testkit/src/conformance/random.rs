//! Random sequences of actions on a store and on the model, compared after every step.

mod action;
mod chats;
mod crowd;
mod draws;
mod everything;
mod member;
mod money;
mod money_action;
mod money_steps;
mod money_strategies;
mod pair;
mod people;
mod same;
mod strategies;
mod twins;
mod users;
mod work;

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use proptest::test_runner::{Config, RngSeed, TestRunner};
use tokio::runtime::Builder;

use super::Harness;
use crate::clock::HandClock;
use action::Action;
use member::any_crowd;
use pair::Pair;
use strategies::any_actions;

/// The environment variable that replays a run: the seed a failure printed.
pub const SEED_VARIABLE: &str = "NEUROCARDS_SEED";
/// The environment variable that sets how many sequences are tried.
pub const CASES_VARIABLE: &str = "NEUROCARDS_CASES";

/// The longest sequence, in actions.
const LONGEST: usize = 120;

/// Tries `cases` random sequences of actions on a fresh store each, and on the model, and compares
/// every result, and in the end everything that the ports show.
///
/// Runs on a runtime of its own, so call it from a plain `#[test]`. Panics with the shortest
/// sequence found to differ, and the seed; [`SEED_VARIABLE`] set to it replays the run.
/// [`CASES_VARIABLE`] sets another number of sequences, for long runs.
pub fn compare_with_model(fresh: impl AsyncFn(Arc<HandClock>) -> Harness, cases: u32) {
    let seed = from_environment(SEED_VARIABLE).unwrap_or_else(draw_seed);
    let config = Config {
        max_shrink_iters: 2_000,
        ..config(seed, cases)
    };
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let outcome = TestRunner::new(config).run(&any_actions(), |actions| {
        runtime.block_on(compare(&fresh, &actions))
    });
    if let Err(difference) = outcome {
        panic!("{SEED_VARIABLE}={seed} shows a difference: {difference}");
    }
}

/// Lets `cases` random crowds act on a fresh store each, everybody at once, and checks what must
/// hold whoever was first: the invariants, the sums of the books, each piece of news told once, and
/// that no call failed because others were made.
///
/// Runs on a runtime of its own, so call it from a plain `#[test]`. Panics with the seed of the
/// crowds' moves; [`SEED_VARIABLE`] set to it makes them again, in an order of their own.
/// [`CASES_VARIABLE`] sets another number of crowds, for long runs.
pub fn let_crowds_act(fresh: impl AsyncFn(Arc<HandClock>) -> Harness, cases: u32) {
    let seed = from_environment(SEED_VARIABLE).unwrap_or_else(draw_seed);
    let config = Config {
        max_shrink_iters: 0,
        ..config(seed, cases)
    };
    let runtime = Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let outcome = TestRunner::new(config).run(&any_crowd(), |crowd| {
        runtime.block_on(crowd::act(&fresh, crowd));
        Ok(())
    });
    if let Err(unsound) = outcome {
        panic!("{SEED_VARIABLE}={seed} shows an unsound store: {unsound}");
    }
}

fn config(seed: u64, cases: u32) -> Config {
    let cases = from_environment(CASES_VARIABLE).map_or(cases, |cases| {
        u32::try_from(cases).expect("a number of cases that fits")
    });
    Config {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    }
}

async fn compare(
    fresh: &impl AsyncFn(Arc<HandClock>) -> Harness,
    actions: &[Action],
) -> same::Compared {
    let subject = fresh(HandClock::new()).await;
    let mut pair = Pair::new(subject).await;
    for action in actions {
        pair.act(action).await?;
        pair.compare_accounts(action).await?;
    }
    pair.compare_everything().await
}

fn from_environment(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().expect("a whole number"))
}

/// A seed from the randomness that every hash map starts with.
fn draw_seed() -> u64 {
    RandomState::new().hash_one(0)
}
