use neurocards_core::ids::UserId;
use neurocards_core::money::account::{Account, HoldEnd, Posting};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Balance, EntryKind, Release, Written};
use neurocards_core::ports::LedgerError;

use super::unreadable;

/// A row of `accounts`.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct AccountRow {
    user_id: i64,
    #[sqlx(try_from = "i64")]
    balance: Credits,
    #[sqlx(try_from = "i64")]
    held: Credits,
}

impl From<AccountRow> for Account {
    fn from(row: AccountRow) -> Self {
        Self {
            user: UserId(row.user_id),
            balance: Balance {
                available: row.balance,
                held: row.held,
            },
        }
    }
}

/// A job's hold, with the account of its user.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct HeldRow {
    #[sqlx(flatten)]
    account: AccountRow,
    #[sqlx(try_from = "i64")]
    amount: Credits,
}

impl HeldRow {
    /// The capture or the refund that ends the hold.
    pub(crate) fn release(self, end: HoldEnd, release: &Release) -> Result<Posting, sqlx::Error> {
        let mut account = Account::from(self.account);
        let posting = account.release(end, self.amount, release);
        posting.map_err(unreadable)
    }
}

/// The entry that has a key already.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct KeyedRow {
    user_id: i64,
    kind: String,
    amount: i64,
}

impl KeyedRow {
    /// Whose account it moved.
    pub(crate) fn user(&self) -> UserId {
        UserId(self.user_id)
    }

    /// How much it moved.
    pub(crate) fn amount(&self) -> Result<Credits, sqlx::Error> {
        Credits::new(self.amount).map_err(unreadable)
    }

    /// Whether it is of this kind.
    pub(crate) fn is_a(&self, kind: EntryKind) -> bool {
        self.kind == kind.as_str()
    }

    /// Whether it is the entry that would be written now.
    pub(crate) fn is(
        &self,
        user: UserId,
        kind: EntryKind,
        amount: Credits,
        key: &EntryKey,
    ) -> Result<Written, LedgerError> {
        let same =
            self.user_id == user.0 && self.kind == kind.as_str() && self.amount == amount.get();
        if same {
            return Ok(Written::Existing);
        }
        Err(LedgerError::KeyConflict(key.clone()))
    }
}
