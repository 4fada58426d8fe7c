//! Sums over a span of time.

use std::time::Duration;

use neurocards_core::actor::Actor;
use neurocards_core::ids::ModelId;
use neurocards_core::ids::TaskId;
use neurocards_core::money::payment::{Currency, Invoice, Price, RefundEnd};
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::money::report::{ModelSpend, MoneyReport};
use neurocards_core::ports::Clock;
use neurocards_core::work::job::{AttemptEnd, Progress};

use crate::conformance::Harness;
use crate::factory::{a_charge, a_refusal, a_retry, a_video, an_invoice, an_order};

const HOUR: Duration = Duration::from_hours(1);

/// The hour that begins now.
async fn this_hour(h: &Harness) -> MoneyReport {
    let now = h.clock.now();
    h.stores.books.report(now, now + HOUR).await.unwrap()
}

/// The hour that ends now.
async fn last_hour(h: &Harness) -> MoneyReport {
    let now = h.clock.now();
    h.stores.books.report(now - HOUR, now).await.unwrap()
}

fn nothing(report: &MoneyReport) -> MoneyReport {
    MoneyReport {
        from: report.from,
        until: report.until,
        sold: 0,
        granted: 0,
        held: 0,
        captured: 0,
        refunded: 0,
        charged_back: 0,
        stars_received: 0,
        stars_refunded: 0,
        kopecks_received: 0,
        kopecks_refunded: 0,
        spent: Vec::new(),
    }
}

pub async fn a_span_without_anything_reports_nothing(h: &Harness) {
    let report = this_hour(h).await;
    assert_eq!(report, nothing(&report));
    assert_eq!(
        (report.from, report.until),
        (h.clock.now(), h.clock.now() + HOUR)
    );
}

pub async fn a_report_sums_what_was_booked(h: &Harness) {
    let (one, other) = (h.user(1, 3).await, h.user(2, 4).await);
    h.pay(one, 5, "c1").await;
    h.pay(other, 10, "c2").await;
    h.place(an_order().of(one).videos(3).priced(2)).await;
    let mut claimed = h.claim(100).await;
    let jobs = &h.stores.jobs;
    jobs.complete(claimed.remove(0).lease, &a_video())
        .await
        .unwrap();
    jobs.fail(claimed.remove(0).lease, &a_refusal())
        .await
        .unwrap();
    h.ask_refund("c2").await;
    let report = this_hour(h).await;
    let expected = MoneyReport {
        sold: 15,
        granted: 7,
        held: 6,
        captured: 2,
        refunded: 2,
        charged_back: 10,
        stars_received: 600,
        ..nothing(&report)
    };
    assert_eq!(report, expected);
}

pub async fn a_span_has_its_first_instant_and_not_its_last(h: &Harness) {
    let user = h.user(1, 3).await;
    h.pay(user, 5, "c1").await;
    let report = this_hour(h).await;
    assert_eq!(
        (report.granted, report.sold, report.stars_received),
        (3, 5, 200)
    );
    let report = last_hour(h).await;
    assert_eq!(report, nothing(&report));
    h.advance(HOUR);
    assert_eq!(last_hour(h).await.stars_received, 200);
    let report = this_hour(h).await;
    assert_eq!(report, nothing(&report));
}

pub async fn money_given_back_counts_when_it_is(h: &Harness) {
    let user = h.user(1, 0).await;
    h.pay(user, 5, "c1").await;
    h.ask_refund("c1").await;
    h.advance(HOUR);
    assert!(h.end_refund("c1", RefundEnd::Done, Actor::System).await);
    let (paid, given_back) = (last_hour(h).await, this_hour(h).await);
    assert_eq!(
        (paid.stars_received, paid.stars_refunded, paid.charged_back),
        (200, 0, 5)
    );
    let (stars, back) = (given_back.stars_received, given_back.stars_refunded);
    assert_eq!((stars, back, given_back.charged_back), (0, 200, 0));
}

pub async fn roubles_are_counted_on_their_own(h: &Harness) {
    let user = h.user(1, 0).await;
    let invoice = Invoice {
        price: Price::new(Currency::Roubles, 39_000).unwrap(),
        ..an_invoice(user, 5, &h.ids)
    };
    h.stores.payments.offer(&invoice).await.unwrap();
    h.book(&a_charge(&invoice, "c1")).await.unwrap();
    h.reverse("c1").await;
    let report = this_hour(h).await;
    assert_eq!(
        (report.kopecks_received, report.kopecks_refunded),
        (39_000, 39_000)
    );
    assert_eq!((report.stars_received, report.stars_refunded), (0, 0));
}

fn submitted(task: &str) -> Progress {
    let task = TaskId::parse(task).unwrap();
    Progress::Submitted { task }
}

fn spent(thousandths: i64) -> Progress {
    let spent = ProviderCredits::from_thousandths(thousandths).unwrap();
    Progress::Spent { spent }
}

/// Runs one attempt of the job that is due, with these facts.
async fn attempt(h: &Harness, no: u16, facts: impl IntoIterator<Item = Progress>) {
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, no).await;
    for fact in facts {
        h.record(&claimed.lease, fact).await;
    }
    let retry = a_retry(Duration::ZERO, Some(AttemptEnd::Failed));
    h.stores.jobs.retry(claimed.lease, &retry).await.unwrap();
}

async fn end_job(h: &Harness) {
    let claimed = h.claim_one().await;
    h.stores
        .jobs
        .fail(claimed.lease, &a_refusal())
        .await
        .unwrap();
}

pub async fn a_report_tells_what_each_model_took(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user).made_by("model-b")).await;
    attempt(h, 1, [submitted("b1"), spent(70_500)]).await;
    attempt(h, 2, [submitted("b2"), spent(11_700)]).await;
    attempt(h, 3, [submitted("b3")]).await;
    end_job(h).await;
    h.place(an_order().of(user).made_by("model-a")).await;
    attempt(h, 1, [submitted("a1")]).await;
    end_job(h).await;
    h.place(an_order().of(user).made_by("model-c")).await;
    attempt(h, 1, []).await;
    end_job(h).await;
    let spend = |model: &str, attempts, unpriced, thousandths| ModelSpend {
        model: ModelId(model.to_owned()),
        attempts,
        unpriced,
        provider_credits: ProviderCredits::from_thousandths(thousandths).unwrap(),
    };
    let expected = [spend("model-a", 1, 1, 0), spend("model-b", 3, 1, 82_200)];
    assert_eq!(this_hour(h).await.spent, expected);
    assert_eq!(last_hour(h).await.spent, []);
}

pub async fn an_attempt_counts_when_it_began(h: &Harness) {
    let user = h.user(1, 5).await;
    h.place(an_order().of(user)).await;
    let claimed = h.claim_one().await;
    h.begin_attempt(&claimed.lease, 1).await;
    h.advance(HOUR);
    h.record(&claimed.lease, submitted("task-1")).await;
    assert_eq!(last_hour(h).await.spent.len(), 1);
    assert_eq!(this_hour(h).await.spent, []);
}
