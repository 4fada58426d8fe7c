//! The statement, in the person's own things.

use chrono::DateTime;
use neurocards_core::actor::{Actor, OperatorName, Reason};
use neurocards_core::ids::{JobId, UserId};
use neurocards_core::money::credits::Credits;
use neurocards_core::money::entry_key::EntryKey;
use neurocards_core::money::ledger::{Entry, EntryKind};
use neurocards_core::work::order::VideoTitle;

use super::bench::*;
use super::money::*;
use super::samples::*;
use crate::conversation::*;

fn entry(kind: EntryKind, key: &str, job: Option<JobId>) -> Entry {
    Entry {
        id: 1,
        user: UserId(7),
        kind,
        amount: Credits::small(5),
        balance_after: Credits::small(9),
        job,
        key: EntryKey::parse(key),
        reason: Reason::of("for operators"),
        actor: Actor::System,
        created_at: DateTime::UNIX_EPOCH,
    }
}

fn told(bench: &mut TestBench, entry: Entry) -> About {
    bench.found.entries = vec![entry];
    let turned = bench.command(Command::History);
    let Screen::History { lines, .. } = shown(&turned).2 else {
        panic!("{turned:?}");
    };
    lines[0].about.clone()
}

#[test]
fn what_moved_for_a_video_names_it() {
    let job: JobId = id(31);
    let mut bench = TestBench::new();
    bench.found.titles = vec![VideoTitle {
        job,
        description: product().description,
        variant: 1,
        of: 3,
    }];
    for (kind, word) in [
        (EntryKind::Hold, "hold"),
        (EntryKind::Capture, "capture"),
        (EntryKind::Refund, "refund"),
    ] {
        let about = told(&mut bench, entry(kind, &format!("{word}:{job}"), Some(job)));
        let About::Video {
            number: 2,
            of: 3,
            headline,
        } = about
        else {
            panic!("{about:?}");
        };
        assert!(headline.starts_with("Кружка"), "{headline}");
    }
    let unknown = entry(EntryKind::Hold, "hold:x", Some(id(32)));
    assert_eq!(told(&mut bench, unknown), About::Nothing);
}

#[test]
fn gifts_are_told_apart() {
    for (key, about) in [
        ("welcome:7", About::Welcome),
        (
            "promo:SPRING:7",
            About::Promo {
                code: "SPRING".to_owned(),
            },
        ),
        ("referral:8:referrer", About::FriendBought),
        ("referral:7:friend", About::BroughtByFriend),
        ("refund_refused:stx1", About::RefundRefused),
        ("thank you", About::Nothing),
    ] {
        let told = told(&mut TestBench::new(), entry(EntryKind::Grant, key, None));
        assert_eq!(told, about, "{key}");
    }
    let mut by_hand = entry(EntryKind::Grant, "welcome:7", None);
    for actor in [
        Actor::Operator(OperatorName::parse("anna").unwrap()),
        Actor::Admin(UserId(1)),
    ] {
        by_hand.actor = actor;
        let about = told(&mut TestBench::new(), by_hand.clone());
        assert_eq!(about, About::Operator);
    }
}

#[test]
fn a_mistaken_grant_taken_back_is_a_correction() {
    let entry = entry(EntryKind::Chargeback, "correction:manual:thanks", None);
    let mut bench = TestBench::new();
    assert_eq!(told(&mut bench, entry), About::Correction);
}

#[test]
fn who_gave_the_credits_of_a_video_back_is_told() {
    let mut back = entry(EntryKind::Refund, "refund:x", Some(id(31)));
    for (actor, by) in [
        (Actor::System, By::Program),
        (Actor::User, By::Owner),
        (
            Actor::Operator(OperatorName::parse("anna").unwrap()),
            By::Operator,
        ),
    ] {
        back.actor = actor;
        let mut bench = TestBench::new();
        bench.found.entries = vec![back.clone()];
        let turned = bench.command(Command::History);
        let Screen::History { lines, .. } = shown(&turned).2 else {
            panic!("{turned:?}");
        };
        assert_eq!(lines[0].by, by);
    }
}

#[test]
fn paid_credits_name_their_payment() {
    let mut bench = TestBench::new();
    bench.found.charges = vec![payment()];
    let charge = payment().charge;
    let price = payment().price;
    for (kind, word) in [
        (EntryKind::Purchase, "purchase"),
        (EntryKind::Chargeback, "chargeback"),
        (EntryKind::Chargeback, "reversal"),
    ] {
        let entry = entry(kind, &format!("{word}:{charge}"), None);
        assert_eq!(
            named_in(std::slice::from_ref(&entry)),
            (vec![], vec![charge.clone()])
        );
        assert_eq!(told(&mut bench, entry), About::Payment { price });
    }
}

#[test]
fn jobs_and_charges_are_named_once() {
    let job = Some(id(31));
    let entries = [
        entry(EntryKind::Hold, "hold:x", job),
        entry(EntryKind::Refund, "refund:x", job),
        entry(EntryKind::Purchase, "purchase:c1", None),
        entry(EntryKind::Chargeback, "chargeback:c1", None),
        entry(EntryKind::Grant, "welcome:7", None),
    ];
    let (jobs, charges) = named_in(&entries);
    assert_eq!((jobs.len(), charges.len()), (1, 1));
}

#[test]
fn the_head_tells_what_is_held() {
    let mut bench = TestBench::new();
    bench.balance.held = Credits::small(3);
    let turned = bench.command(Command::History);
    assert!(matches!(shown(&turned).2, Screen::History { held, .. } if held.get() == 3));
}
