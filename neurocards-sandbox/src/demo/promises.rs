//! What a run must have kept.

use super::report::{Outcome, Promise, Report};
use crate::faults::{End, FaultName};

/// Facts that the report itself does not carry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// Violations that the ledger's audit found.
    pub(super) violations: usize,
    /// Whether the card is the message under which the order was launched.
    pub(super) one_card: bool,
    /// Whether no attempt asked for a task twice.
    pub(super) asked_once: bool,
    /// Whether the fault that was played has happened.
    pub(super) fault_happened: bool,
}

/// Judges `report`, whose promises are not filled in yet.
pub(super) fn judge(report: &Report, fault: Option<FaultName>, facts: Facts) -> Vec<Promise> {
    let count = |outcome| {
        report
            .videos
            .iter()
            .filter(|video| video.outcome == outcome)
            .count()
    };
    let (delivered, refunded) = (count(Outcome::Delivered), count(Outcome::Refunded));
    let all = report.videos.len();
    let spent = report.credits.before - report.credits.after;
    let mut promises = vec![
        promise(
            "each video arrived, or its credit came back",
            delivered + refunded == all,
        ),
        promise(
            "the account agrees with the ledger, and nothing is held",
            spent.try_into() == Ok(delivered) && report.credits.held == 0 && facts.violations == 0,
        ),
        promise(
            "each video was sent once",
            report.messages.videos == delivered,
        ),
        promise(
            "each failure was told once",
            report.notices.len() == refunded,
        ),
        promise("one message showed the whole order", facts.one_card),
        promise("no attempt asked for two tasks", facts.asked_once),
    ];
    match fault {
        Some(fault) => promises.extend(of_fault(report, fault, (delivered, refunded), facts)),
        None => promises.push(promise("every video arrived", delivered == all)),
    }
    promises
}

fn of_fault(
    report: &Report,
    fault: FaultName,
    (delivered, refunded): (usize, usize),
    facts: Facts,
) -> Vec<Promise> {
    let all = report.videos.len();
    let mut promises = vec![promise("the fault happened", facts.fault_happened)];
    promises.push(match fault.right_end() {
        End::Videos => promise("every video arrived in spite of it", delivered == all),
        End::Refunds => promise("every credit came back", refunded == all),
    });
    if fault.allows_one_task_each() {
        let tasks = report.effects.create_task;
        promises.push(promise(
            "the video model was asked once per video",
            tasks == all,
        ));
    }
    promises
}

const fn promise(what: &'static str, held: bool) -> Promise {
    Promise { what, held }
}
