use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::UserId;
use neurocards_core::money::payment::RefundEnd;
use neurocards_testkit::factory::{a_charge_id, a_purchase, a_refund_of};

use crate::ledger_rules::assert_refused;
use crate::on_every_store;
use crate::payers::REWARDS;
use crate::rig::Rig;

/// A payment of the first invoice whose price is 200, with one column of its own.
macro_rules! a_payment {
    ($charge:literal, $user:literal, $credits:literal, $amount:literal) => {
        a_payment!($charge, $user, $credits, $amount, "'paid'", "null")
    };
    ($charge:literal, $user:literal, $credits:literal, $amount:literal, $status:literal,
        $refunded_at:literal) => {
        concat!(
            "insert into payments (charge, invoice_id, user_id, credits, currency, amount, status,
                rewarded, booked_at, refunded_at)
            select ",
            $charge,
            ", id, ",
            $user,
            ", ",
            $credits,
            ", currency, ",
            $amount,
            ", ",
            $status,
            ", false, created_at, ",
            $refunded_at,
            " from invoices where amount = 200 and user_id = 1 limit 1"
        )
    };
}

/// Statements that a careless or hostile program could send, by the rule that refuses them.
const ATTACKS: &[(&str, &str)] = &[
    (
        "what an invoice is for never changes",
        "update invoices set credits = credits + 1 where credits = 7",
    ),
    (
        "whose an invoice is never changes",
        "update invoices set user_id = 2 where credits = 7",
    ),
    (
        "an invoice is not deleted",
        "delete from invoices where credits = 7",
    ),
    (
        "an invoice is made once",
        "insert into invoices (id, user_id, credits, currency, amount, created_at)
        select id, user_id, credits, currency, amount + 1, created_at
        from invoices where credits = 7",
    ),
    (
        "a payment has its purchase",
        a_payment!("'free'", "user_id", "credits", "amount"),
    ),
    (
        "a charge is booked once",
        a_payment!("'first-1'", "user_id", "credits", "amount"),
    ),
    (
        "a payment is of its invoice's amount",
        a_payment!("'loose'", "user_id", "credits", "amount - 1"),
    ),
    (
        "a payment is for its invoice's credits",
        a_payment!("'loose-6'", "user_id", "credits + 1", "amount"),
    ),
    (
        "a payment is by its invoice's user",
        a_payment!("'loose-of-2'", "2", "credits", "amount"),
    ),
    (
        "a purchase of another user proves no payment",
        a_payment!("'loose-of-2'", "user_id", "credits", "amount"),
    ),
    (
        "a payment begins as paid",
        a_payment!(
            "'loose'",
            "user_id",
            "credits",
            "amount",
            "'refunded'",
            "created_at"
        ),
    ),
    (
        "a charge has a name",
        a_payment!("''", "user_id", "credits", "amount"),
    ),
    (
        "a status is one of four",
        "update payments set status = 'lost' where status = 'paid'",
    ),
    (
        "a refunded payment stays refunded",
        "update payments set status = 'paid', refunded_at = null where status = 'refunded'",
    ),
    (
        "a refund that is asked is not forgotten",
        "update payments set status = 'paid' where status = 'refund_asked'",
    ),
    (
        "no refund is asked while the user has the credits",
        "update payments set status = 'refund_asked' where status = 'paid'",
    ),
    (
        "no refund is refused before the credits are back",
        "update payments set status = 'refund_refused' where status = 'refund_asked'",
    ),
    (
        "no refund is refused that nobody asked for",
        "update payments set status = 'refund_refused' where status = 'paid'",
    ),
    (
        "money that is back says since when",
        "update payments set status = 'refunded' where status = 'paid'",
    ),
    (
        "money that is not back does not say when",
        "update payments set refunded_at = booked_at where status = 'paid'",
    ),
    (
        "when money came back never changes",
        "update payments set refunded_at = booked_at where status = 'refunded'",
    ),
    (
        "what was taken never changes",
        "update payments set amount = amount + 1 where status = 'paid'",
    ),
    (
        "what was bought never changes",
        "update payments set credits = credits + 1 where status = 'paid'",
    ),
    (
        "who paid never changes",
        "update payments set user_id = 2 where status = 'paid'",
    ),
    (
        "a charge never changes its name",
        "update payments set charge = 'other' where status = 'paid'",
    ),
    (
        "what a payment brought never changes",
        "update payments set rewarded = not rewarded where status = 'paid'",
    ),
    (
        "a payment is not deleted",
        "delete from payments where status = 'paid'",
    ),
    (
        "news is told once",
        "insert into deliveries (kind, user_id, chat, language, news_key, news, run_at)
        select kind, user_id, chat, language, news_key, news, run_at
        from deliveries where kind = 'money'",
    ),
    (
        "news has a key",
        "insert into deliveries (kind, user_id, chat, language, news, run_at)
        select kind, user_id, chat, language, news, run_at
        from deliveries where kind = 'money'",
    ),
    (
        "news says something",
        "insert into deliveries (kind, user_id, chat, language, news_key, run_at)
        select kind, user_id, chat, language, 'new', run_at
        from deliveries where kind = 'money'",
    ),
];

/// An invoice with a fresh id and one column of its own.
macro_rules! an_invoice {
    ($id:literal, $credits:literal, $currency:literal, $amount:literal) => {
        concat!(
            "insert into invoices (id, user_id, credits, currency, amount, created_at) select ",
            $id,
            ", user_id, ",
            $credits,
            ", ",
            $currency,
            ", ",
            $amount,
            ", created_at from invoices limit 1"
        )
    };
}

const ATTACKS_ON_POSTGRES: &[(&str, &str)] = &[
    (
        "an invoice sells something",
        an_invoice!("gen_random_uuid()", "0", "'XTR'", "1"),
    ),
    (
        "an invoice has a price",
        an_invoice!("gen_random_uuid()", "1", "'XTR'", "0"),
    ),
    (
        "a price is capped",
        an_invoice!("gen_random_uuid()", "1", "'XTR'", "100000001"),
    ),
    (
        "a currency is one of two",
        an_invoice!("gen_random_uuid()", "1", "'USD'", "1"),
    ),
    ("payments are not emptied", "truncate payments"),
    ("invoices are not emptied", "truncate invoices cascade"),
];

const ATTACKS_ON_SQLITE: &[(&str, &str)] = &[
    (
        "an invoice sells something",
        an_invoice!("randomblob(16)", "0", "'XTR'", "1"),
    ),
    (
        "an invoice has a price",
        an_invoice!("randomblob(16)", "1", "'XTR'", "0"),
    ),
    (
        "a price is capped",
        an_invoice!("randomblob(16)", "1", "'XTR'", "100000001"),
    ),
    (
        "a currency is one of two",
        an_invoice!("randomblob(16)", "1", "'USD'", "1"),
    ),
    (
        "an invoice is not replaced",
        "replace into invoices (id, user_id, credits, currency, amount, created_at)
        select id, user_id, credits, currency, amount + 1, created_at from invoices
        where credits = 7",
    ),
    (
        "a payment is not replaced",
        "replace into payments (no, charge, invoice_id, user_id, credits, currency, amount, status,
            rewarded, booked_at)
        select no, charge, invoice_id, user_id, credits, currency, amount, 'paid', rewarded,
            booked_at
        from payments where status = 'refunded'",
    ),
];

/// Two users: the first has a payment in every status, an invoice for 7 credits that nobody paid,
/// and purchases that no payment names.
async fn some_deals(rig: &Rig) {
    let payments = &rig.stores.payments;
    let user = rig.payer(1, 5).await;
    rig.payer(2, 5).await;
    rig.offered(user, 7).await;
    for name in ["asked", "done", "refused"] {
        let charge = rig.invoiced(user, 4, name).await;
        payments.book(&charge, &REWARDS).await.unwrap();
        payments.ask_refund(&a_refund_of(name)).await.unwrap();
    }
    let refused = RefundEnd::Refused(Reason::of("no"));
    for (name, end) in [("done", RefundEnd::Done), ("refused", refused)] {
        let charge = a_charge_id(name);
        let ended = payments.end_refund(&charge, &end, &Actor::System);
        assert!(ended.await.unwrap());
    }
    for (payer, name, credits) in [(1, "loose", 5), (1, "loose-6", 6), (2, "loose-of-2", 5)] {
        let purchase = a_purchase(UserId(payer), name, credits);
        rig.stores.ledger.purchase(&purchase).await.unwrap();
    }
}

async fn the_database_refuses_what_no_port_would_send(rig: Rig) {
    some_deals(&rig).await;
    let before = rig.deals().await;
    assert_refused(&rig, ATTACKS, ATTACKS_ON_POSTGRES, ATTACKS_ON_SQLITE).await;
    assert_eq!(rig.deals().await, before);
    rig.assert_sound().await;
}

/// What the rules above leave is used: statements of the same form that break none are taken.
async fn the_database_takes_a_payment_that_follows(rig: Rig) {
    some_deals(&rig).await;
    let sound = [
        a_payment!("'loose'", "user_id", "credits", "amount"),
        "update payments set status = 'refunded', refunded_at = booked_at
        where status = 'refund_asked'",
        "update payments set status = 'refunded', refunded_at = booked_at
        where status = 'refund_refused'",
    ];
    for sql in sound {
        assert_eq!(rig.raw(sql).await.unwrap(), 1, "{sql}");
    }
}

on_every_store!(
    the_database_refuses_what_no_port_would_send,
    the_database_takes_a_payment_that_follows,
);
