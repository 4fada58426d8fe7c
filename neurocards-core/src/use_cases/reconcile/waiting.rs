use chrono::{DateTime, Utc};

use super::{Difference, OURS_PAGE, Reconcile, ReconcileError, Reconciliation};
use crate::money::payment::Currency;

impl Reconcile {
    /// Refunds that wait too long, in every currency.
    pub(super) async fn find_waiting(
        &self,
        now: DateTime<Utc>,
        found: &mut Reconciliation,
    ) -> Result<(), ReconcileError> {
        for currency in [Currency::Stars, Currency::Roubles] {
            let mut after = 0;
            loop {
                let page = self.payments.refunds_due(currency, after, OURS_PAGE);
                let page = page.await?;
                let Some(last) = page.last() else { break };
                after = last.payment.no;
                let waiting = page.iter().filter(|due| due.waits_too_long(now));
                found.differences.extend(waiting.map(Difference::waits));
            }
        }
        Ok(())
    }
}
