use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::ids::ChargeId;

const USER: UserId = UserId(7);

fn account(available: i64, held: i64) -> Account {
    Account {
        user: USER,
        balance: Balance {
            available: Credits::new(available).unwrap(),
            held: Credits::new(held).unwrap(),
        },
    }
}

fn credits(amount: i64) -> Credits {
    Credits::new(amount).unwrap()
}

fn job() -> JobId {
    JobId(Uuid::from_u128(1))
}

fn a_grant(key: &str, amount: Credits) -> Grant {
    Grant {
        key: EntryKey::parse(key),
        user: USER,
        amount,
        reason: Reason::of("a gift"),
        by: Actor::System,
    }
}

fn a_hold(amount: Credits) -> Hold {
    Hold {
        job: job(),
        user: USER,
        amount,
        reason: Reason::of("a video"),
        by: Actor::User,
    }
}

fn a_chargeback() -> Chargeback {
    Chargeback {
        charge: ChargeId::parse("c1").unwrap(),
        reason: Reason::of("a dispute"),
        by: Actor::System,
    }
}

/// Asks the account for an entry of `kind`.
fn ask(account: &mut Account, kind: EntryKind, amount: Credits) -> Result<Posting, AccountError> {
    let Chargeback { charge, reason, by } = a_chargeback();
    match kind {
        EntryKind::Grant => account.grant(&a_grant("gift", amount)),
        EntryKind::Purchase => account.purchase(&Purchase {
            charge,
            user: USER,
            credits: amount,
            reason,
            by,
        }),
        EntryKind::Chargeback => account.chargeback(amount, &a_chargeback()),
        EntryKind::Hold => account.hold(&a_hold(amount)),
        EntryKind::Capture => account.release(HoldEnd::Capture, amount, &Release::earned(job())),
        EntryKind::Refund => account.release(HoldEnd::Refund, amount, &Release::cancelled(job())),
    }
}

fn any_account() -> impl Strategy<Value = Account> {
    let max = Credits::MAX.get();
    let total = prop_oneof![0..=20_i64, max - 20..=max];
    total
        .prop_flat_map(|total| (0..=total, Just(total)))
        .prop_map(|(held, total)| account(total - held, held))
}

fn any_amount() -> impl Strategy<Value = Credits> {
    let max = Credits::MAX.get();
    prop_oneof![4 => 0..=20_i64, 1 => max - 20..=max].prop_map(credits)
}

fn any_kind() -> impl Strategy<Value = EntryKind> {
    proptest::sample::select(vec![
        EntryKind::Grant,
        EntryKind::Purchase,
        EntryKind::Hold,
        EntryKind::Capture,
        EntryKind::Refund,
        EntryKind::Chargeback,
    ])
}

proptest! {
    #[test]
    fn an_entry_moves_what_is_available_by_its_sign_and_what_is_held_by_its_kind(
        before in any_account(), kind in any_kind(), amount in any_amount(),
    ) {
        let mut account = before;
        if let Ok(posting) = ask(&mut account, kind, amount) {
            let moved = |of: fn(&Balance) -> Credits| {
                of(&account.balance).get() - of(&before.balance).get()
            };
            let escrow = match kind {
                EntryKind::Hold => amount.get(),
                EntryKind::Capture | EntryKind::Refund => -amount.get(),
                _ => 0,
            };
            prop_assert_eq!(moved(|it| it.available), kind.sign() * amount.get());
            prop_assert_eq!(moved(|it| it.held), escrow);
            prop_assert_eq!(posting.after, account.balance);
            prop_assert_eq!((posting.user, posting.kind, posting.amount), (USER, kind, amount));
        }
    }

    #[test]
    fn a_refused_entry_moves_nothing(
        before in any_account(), kind in any_kind(), amount in any_amount(),
    ) {
        let mut account = before;
        if ask(&mut account, kind, amount).is_err() {
            prop_assert_eq!(account, before);
        }
    }

    #[test]
    fn no_sequence_of_entries_leaves_the_range_of_credits(
        entries in proptest::collection::vec((any_kind(), any_amount()), 0..60),
    ) {
        let mut account = Account::empty(USER);
        for (kind, amount) in entries {
            let _ = ask(&mut account, kind, amount);
            let Balance { available, held } = account.balance;
            prop_assert!(available.get() >= 0 && held.get() >= 0);
            prop_assert!(available.get() + held.get() <= Credits::MAX.get());
        }
    }

    #[test]
    fn a_hold_can_always_be_given_back_and_then_all_is_as_before(
        before in any_account(), amount in any_amount(), gift in any_amount(),
    ) {
        let mut account = before;
        if ask(&mut account, EntryKind::Hold, amount).is_ok() {
            let given = ask(&mut account, EntryKind::Grant, gift).is_ok();
            prop_assert!(ask(&mut account, EntryKind::Refund, amount).is_ok());
            if !given {
                prop_assert_eq!(account, before);
            }
        }
    }
}

#[test]
fn what_is_not_there_is_not_taken() {
    let lacks = Err(AccountError::Insufficient {
        balance: credits(3),
        needed: credits(4),
    });
    for kind in [EntryKind::Hold, EntryKind::Chargeback] {
        assert_eq!(ask(&mut account(3, 9), kind, credits(4)), lacks);
    }
}

#[test]
fn nothing_is_no_amount_and_an_account_is_bounded_with_what_it_holds() {
    let mut full = account(Credits::MAX.get() - 9, 8);
    let refused = |amount| Err(AccountError::Amount(amount));
    for amount in [Credits::ZERO, credits(2)] {
        assert_eq!(ask(&mut full, EntryKind::Grant, amount), refused(amount));
    }
    assert!(ask(&mut full, EntryKind::Grant, credits(1)).is_ok());
}

#[test]
fn no_more_is_released_than_is_held() {
    let refused = Err(AccountError::Amount(credits(3)));
    for kind in [EntryKind::Capture, EntryKind::Refund] {
        assert_eq!(ask(&mut account(9, 2), kind, credits(3)), refused);
    }
}

#[test]
fn a_key_that_does_not_fit_is_refused() {
    let long = "k".repeat(EntryKey::MAX_LEN);
    let mut account = Account::empty(USER);
    for key in [String::new(), format!("{long}k")] {
        let refused = account.grant(&a_grant(&key, credits(1)));
        assert_eq!(refused, Err(AccountError::Key), "{key}");
    }
    let grant = a_grant(&long, credits(1));
    assert!(account.grant(&grant).is_ok());
    let correction = Correction {
        grant: grant.key,
        reason: Reason::of("a slip"),
        by: Actor::System,
    };
    let refused = account.correct(grant.amount, &correction);
    assert_eq!(refused, Err(AccountError::Key));
}

#[test]
fn each_entry_has_the_key_of_what_it_is_for() {
    let amount = credits(1);
    for (kind, key) in [
        (EntryKind::Grant, EntryKey::parse("gift")),
        (EntryKind::Purchase, EntryKey::parse("purchase:c1")),
        (EntryKind::Chargeback, EntryKey::parse("chargeback:c1")),
        (EntryKind::Hold, EntryKey::Hold(job())),
        (EntryKind::Capture, EntryKey::Capture(job())),
        (EntryKind::Refund, EntryKey::Refund(job())),
    ] {
        let posting = ask(&mut account(5, 5), kind, amount).unwrap();
        assert_eq!(posting.key, key);
        let of_job = matches!(
            kind,
            EntryKind::Hold | EntryKind::Capture | EntryKind::Refund
        );
        assert_eq!(posting.job, of_job.then(job));
    }
}
