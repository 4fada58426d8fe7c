//! A store of one's own on the suite: a ledger that tells every posting to the terminal, in front
//! of any other. It passes what every ledger must.
//!
//! ```sh
//! cargo run -p neurocards-testkit --example own_store
//! ```
//!
//! In a crate of yours the whole suite becomes tests by one line:
//! `neurocards_testkit::conformance_tests!(fresh = fresh);`

use std::sync::Arc;

use async_trait::async_trait;
use neurocards_core::ids::UserId;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{
    Balance, Chargeback, Correction, Entry, Grant, Purchase, Violation, Written,
};
use neurocards_core::page::Page;
use neurocards_core::ports::{CreditLedger, LedgerError, Stores, Unavailable};
use neurocards_testkit::clock::HandClock;
use neurocards_testkit::conformance::credit_ledger::{charges, corrections, grants, statements};
use neurocards_testkit::conformance::{self, Harness};
use neurocards_testkit::model::MemoryStore;

/// Tells what is written before it answers.
struct Telling {
    ledger: Arc<dyn CreditLedger>,
}

fn tell(what: &str, written: &Result<Written, LedgerError>) {
    match written {
        Ok(written) => println!("  {what}: {written:?}"),
        Err(refused) => println!("  {what} refused: {refused}"),
    }
}

#[async_trait]
impl CreditLedger for Telling {
    async fn grant(&self, grant: &Grant) -> Result<Written, LedgerError> {
        let written = self.ledger.grant(grant).await;
        tell("grant", &written);
        written
    }

    async fn purchase(&self, purchase: &Purchase) -> Result<Written, LedgerError> {
        let written = self.ledger.purchase(purchase).await;
        tell("purchase", &written);
        written
    }

    async fn chargeback(&self, chargeback: &Chargeback) -> Result<Written, LedgerError> {
        let written = self.ledger.chargeback(chargeback).await;
        tell("chargeback", &written);
        written
    }

    async fn correct(&self, correction: &Correction) -> Result<Written, LedgerError> {
        let written = self.ledger.correct(correction).await;
        tell("correction", &written);
        written
    }

    async fn balance(&self, user: UserId) -> Result<Balance, Unavailable> {
        self.ledger.balance(user).await
    }

    async fn statement(&self, user: UserId, page: Page) -> Result<Vec<Entry>, Unavailable> {
        self.ledger.statement(user, page).await
    }

    async fn has(&self, key: &EntryKey) -> Result<bool, Unavailable> {
        self.ledger.has(key).await
    }

    async fn audit(&self, limit: u32) -> Result<Vec<Violation>, Unavailable> {
        self.ledger.audit(limit).await
    }
}

/// An empty store whose time is `clock`, with our ledger in it.
async fn fresh(clock: Arc<HandClock>) -> Harness {
    let stores = MemoryStore::stores(clock.clone());
    let ledger = Arc::new(Telling {
        ledger: stores.ledger.clone(),
    });
    Harness::new(Stores { ledger, ..stores }, clock)
}

/// Runs cases of the suite, each on a store of its own.
macro_rules! run {
    ($($port:ident::$case:ident),+ $(,)?) => {$(
        println!("{}", stringify!($case));
        conformance::run(fresh, $port::$case).await;
    )+};
}

#[tokio::main]
async fn main() {
    run!(
        grants::a_grant_is_written_once_per_key,
        grants::a_key_of_another_user_is_a_conflict,
        charges::a_purchase_is_credited_once_per_charge,
        charges::copies_of_one_payment_at_once_are_one_purchase,
        charges::a_chargeback_of_spent_credits_writes_nothing,
        corrections::a_correction_takes_back_all_of_its_grant_once,
        statements::every_entry_tells_the_balance_after_it,
    );
    println!("our ledger keeps the contract");
}
