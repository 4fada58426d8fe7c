use neurocards_core::ids::UserId;
use neurocards_core::ledger::Violation;
use proptest::test_runner::TestCaseError;

use super::action::{Action, USERS};
use super::pair::Pair;
use super::same::{Compared, both, ledger, same};
use crate::factory::{a_chargeback, a_grant, a_purchase};

impl Pair {
    pub(super) async fn act_on_money(&self, action: &Action) -> Compared {
        let answers = match action {
            Action::Grant { user, key, amount } => {
                let grant = a_grant(UserId(*user), &format!("gift:{key}"), *amount);
                self.on_both(async |stores| stores.ledger.grant(&grant).await)
                    .await
            }
            Action::Purchase {
                user,
                charge,
                credits,
            } => {
                let payment = a_purchase(UserId(*user), &format!("charge-{charge}"), *credits);
                self.on_both(async |stores| stores.ledger.purchase(&payment).await)
                    .await
            }
            Action::Chargeback { charge } => {
                let charge = format!("charge-{charge}");
                self.on_both(async |stores| stores.ledger.chargeback(&a_chargeback(&charge)).await)
                    .await
            }
            _ => return Ok(()),
        };
        same("money", &both(answers, |it| ledger(&it)))
    }

    /// Balances and audits, after each step.
    pub(super) async fn compare_accounts(&self) -> Compared {
        let audits = self
            .on_both(async |stores| stores.ledger.audit(100).await.unwrap())
            .await;
        let clean = |violations: &[Violation]| violations.is_empty();
        if !clean(&audits.0) || !clean(&audits.1) {
            let found = format!("the audits of model and store find {audits:#?}");
            return Err(TestCaseError::fail(found));
        }
        for user in USERS.map(UserId) {
            let balances = self
                .on_both(async |stores| stores.ledger.balance(user).await.unwrap())
                .await;
            same(&format!("the balance of user {user}"), &balances)?;
        }
        Ok(())
    }
}
