//! The list of all cases, and the macro that turns it into tests.

mod chats;
mod money;
mod work;

/// Expands to one `#[tokio::test]` per case of the conformance suite, in modules named by port.
///
/// `fresh` names an `async fn(Arc<HandClock>) -> Harness` in scope that makes an empty store.
/// The crate that uses it needs `tokio` with `macros` and `rt`.
#[macro_export]
macro_rules! conformance_tests {
    (fresh = $fresh:ident) => {
        $crate::conformance_tests_of_money!($fresh);
        $crate::conformance_tests_of_work!($fresh);
        $crate::conformance_tests_of_chats!($fresh);
    };
    (@group $fresh:ident $module:ident $path:tt { $($case:ident)+ }) => {
        mod $module {
            use super::*;
            $($crate::conformance_tests!(@case $fresh $path $case);)+
        }
    };
    (@case $fresh:ident [$($path:ident)::+] $case:ident) => {
        #[tokio::test]
        async fn $case() {
            $crate::conformance::run($fresh, $crate::conformance::$($path)::+::$case).await;
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// Every file of cases, as text.
    const CASES: [&str; 40] = [
        include_str!("credit_ledger/grants.rs"),
        include_str!("credit_ledger/charges.rs"),
        include_str!("credit_ledger/corrections.rs"),
        include_str!("credit_ledger/statements.rs"),
        include_str!("payments/invoices.rs"),
        include_str!("payments/charges.rs"),
        include_str!("payments/rewards.rs"),
        include_str!("payments/refunds.rs"),
        include_str!("payments/refunds_due.rs"),
        include_str!("payments/reversals.rs"),
        include_str!("payments/listings.rs"),
        include_str!("gifts/promos.rs"),
        include_str!("gifts/redemptions.rs"),
        include_str!("gifts/friends.rs"),
        include_str!("books/acts.rs"),
        include_str!("books/report.rs"),
        include_str!("job_queue/placing.rs"),
        include_str!("job_queue/claims.rs"),
        include_str!("job_queue/leases.rs"),
        include_str!("job_queue/attempts.rs"),
        include_str!("job_queue/spending.rs"),
        include_str!("job_queue/callbacks.rs"),
        include_str!("job_queue/endings.rs"),
        include_str!("job_queue/cancelling.rs"),
        include_str!("job_queue/refunding.rs"),
        include_str!("job_queue/holding.rs"),
        include_str!("job_queue/listings.rs"),
        include_str!("job_queue/cards.rs"),
        include_str!("outbox/deliveries.rs"),
        include_str!("outbox/order_cards.rs"),
        include_str!("outbox/videos.rs"),
        include_str!("outbox/news.rs"),
        include_str!("outbox/alarms.rs"),
        include_str!("inbox/updates.rs"),
        include_str!("inbox/writes.rs"),
        include_str!("inbox/money.rs"),
        include_str!("inbox/turns.rs"),
        include_str!("inbox/replies.rs"),
        include_str!("users.rs"),
        include_str!("wake_up.rs"),
    ];

    /// Every list of cases, as text.
    const LISTS: [&str; 3] = [
        include_str!("cases/money.rs"),
        include_str!("cases/work.rs"),
        include_str!("cases/chats.rs"),
    ];

    #[test]
    fn no_case_is_left_out_of_the_list() {
        let lists = LISTS.iter().flat_map(|list| list.lines());
        let listed: BTreeSet<_> = lists.map(str::trim).collect();
        let lines = CASES.iter().flat_map(|file| file.lines());
        let names = lines.filter_map(|line| line.strip_prefix("pub async fn ")?.split('(').next());
        let names: Vec<_> = names.collect();
        for name in &names {
            assert!(listed.contains(name), "{name} is left out");
        }
        assert!(names.len() >= 300, "{} cases", names.len());
    }
}
