//! Keys, and the credits behind each.

use super::limiter::{Limiter, Rate};

/// One key with an account of its own.
pub(crate) struct Account {
    key: String,
    /// Credits; fractional, as at KIE.
    pub(crate) balance: f64,
    limiter: Limiter,
}

/// All keys that are accepted.
#[derive(Default)]
pub(crate) struct Accounts {
    all: Vec<Account>,
    /// Credits taken for created tasks.
    pub(crate) taken: f64,
    /// Credits given back for failed ones.
    pub(crate) returned: f64,
}

impl Accounts {
    pub(crate) fn add(&mut self, key: &str, balance: f64) {
        self.all.push(Account {
            key: key.to_owned(),
            balance,
            limiter: Limiter::default(),
        });
    }

    /// The number of the key in an `Authorization` header, counted from 0.
    pub(crate) fn find(&self, authorization: &str) -> Option<usize> {
        let key = authorization.strip_prefix("Bearer ")?;
        self.all.iter().position(|account| account.key == key)
    }

    pub(crate) fn get_mut(&mut self, number: usize) -> Option<&mut Account> {
        self.all.get_mut(number)
    }

    /// The balance of a key; 0 if there is no such key.
    pub(crate) fn balance(&self, number: usize) -> f64 {
        self.all.get(number).map_or(0.0, |account| account.balance)
    }

    /// Whether the account may ask for one more task now.
    pub(crate) fn admit(&mut self, number: usize, rate: Rate, now_ms: u64) -> bool {
        self.all
            .get_mut(number)
            .is_some_and(|account| account.limiter.admit(rate, now_ms))
    }

    /// Takes credits if there are enough.
    pub(crate) fn take(&mut self, number: usize, credits: f64) -> bool {
        match self.all.get_mut(number) {
            Some(account) if account.balance >= credits => {
                account.balance -= credits;
                self.taken += credits;
                true
            }
            _ => false,
        }
    }

    /// Gives credits of a failed task back to an account.
    pub(crate) fn give_back(&mut self, number: usize, credits: f64) {
        if let Some(account) = self.all.get_mut(number) {
            account.balance += credits;
            self.returned += credits;
        }
    }
}
