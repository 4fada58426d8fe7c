use neurocards_core::actor::Reason;
use neurocards_core::ids::{JobId, TaskId, UserId};
use neurocards_core::money::ledger::Release;
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::IdSource;
use neurocards_core::work::job::{Claimed, Lease, LeaseId, Progress};
use neurocards_core::work::order::NewOrder;
use neurocards_core::work::policy::Policy;

use super::action::{Action, Fact};
use super::pair::{Pair, nth, remember};
use super::same::{Compared, both, leased, placed, same};
use crate::conformance::LEASE_FOR;
use crate::conformance::harness::worker;
use crate::factory::{a_prompt, a_refusal, a_retry, a_video, an_operator, an_order};

impl Pair {
    pub(super) async fn act_on_work(&mut self, action: &Action) -> Compared {
        match action {
            Action::Place {
                user,
                videos,
                price,
                within,
            } => {
                let order = an_order().of(UserId(*user)).videos(*videos).priced(*price);
                let order = order.within(*within).build(&self.ids);
                self.orders.push(order.clone());
                self.place(&order).await
            }
            Action::PlaceAgain { order } => self.place_again(*order).await,
            Action::PlaceForeign { order } => self.place_foreign(*order).await,
            Action::Claim { limit } => self.claim(*limit).await,
            Action::Extend { first, count } => self.extend(*first, *count).await,
            Action::Record { lease, fact } => self.record(*lease, *fact).await,
            Action::Cancel { user, order } => self.cancel(*user, *order).await,
            Action::Refund { order, job } => self.refund(*order, *job).await,
            Action::Wake { nonce, task } => self.wake(*nonce, *task).await,
            Action::Hold(hold_for) => {
                let held = self.on_both(async |it| it.jobs.hold(*hold_for).await.is_ok());
                same("hold", &held.await)
            }
            action => self.release(action).await,
        }
    }

    pub(super) async fn place(&self, order: &NewOrder) -> Compared {
        let answers = self.on_both(async |stores| stores.jobs.place(order).await);
        same("place", &both(answers.await, |it| placed(&it)))
    }

    async fn place_again(&self, order: usize) -> Compared {
        match nth(&self.orders, order) {
            Some(order) => self.place(order).await,
            None => Ok(()),
        }
    }

    /// Another user's product, or nobody we know.
    async fn place_foreign(&self, order: usize) -> Compared {
        let Some(known) = nth(&self.orders, order) else {
            let stranger = an_order().of(UserId(404)).build(&self.ids);
            return self.place(&stranger).await;
        };
        let other = UserId(known.user.0 % 3 + 1);
        let foreign = an_order().of(other).showing(&known.product);
        self.place(&foreign.build(&self.ids)).await
    }

    pub(super) async fn claim(&mut self, limit: u16) -> Compared {
        let claim = self.on_both(async |it| it.jobs.claim(&worker(1), limit, LEASE_FOR).await);
        let mut claimed = both(claim.await, Result::unwrap);
        for side in [&mut claimed.0, &mut claimed.1] {
            side.sort_by_key(|it| it.job.id);
        }
        let plain = |claimed: &[Claimed]| -> Vec<_> {
            let plain = |it: &Claimed| (it.job.clone(), it.lease.id(), it.now);
            claimed.iter().map(plain).collect()
        };
        same("claim", &(plain(&claimed.0), plain(&claimed.1)))?;
        let leases = claimed.0.iter().zip(&claimed.1);
        let leases = leases.map(|(model, subject)| (model.lease.id(), subject.lease.id()));
        remember(&mut self.leases, leases);
        Ok(())
    }

    async fn extend(&self, first: usize, count: usize) -> Compared {
        let Some(first) = first.checked_rem(self.leases.len()) else {
            return Ok(());
        };
        let some: Vec<_> = self
            .leases
            .iter()
            .skip(first)
            .take(count)
            .copied()
            .collect();
        let leases: (Vec<_>, Vec<_>) = some.into_iter().unzip();
        let lost = self.under(&leases, async |it, leases| {
            it.jobs.extend(leases, LEASE_FOR).await
        });
        let jobs = |lost: Result<Vec<LeaseId>, _>| {
            let mut jobs: Vec<_> = lost.unwrap().iter().map(|lease| lease.job).collect();
            jobs.sort_unstable();
            jobs
        };
        same("extend", &both(lost.await, jobs))
    }

    async fn record(&mut self, lease: usize, fact: Fact) -> Compared {
        let Some(pair) = nth(&self.leases, lease).copied() else {
            return Ok(());
        };
        let Some(progress) = self.progress(pair.0.job, fact).await else {
            return Ok(());
        };
        let record = self.under(&pair, async |stores, lease| {
            stores.jobs.record(&granted(lease), &progress).await
        });
        same("record", &both(record.await, |it| leased(&it)))
    }

    async fn progress(&mut self, job: JobId, fact: Fact) -> Option<Progress> {
        Some(match fact {
            Fact::Prompt => Progress::Prompt(a_prompt()),
            Fact::Photo => Progress::Photo {
                url: "https://files.example/1.jpg".to_owned(),
            },
            Fact::AttemptBegun => {
                let nonce = self.ids.nonce();
                remember(&mut self.nonces, [nonce.clone()]);
                let no = self.attempts(job).await? + 1;
                Progress::AttemptBegun { no, nonce }
            }
            Fact::Submitted(task) => Progress::Submitted {
                task: task_named(task),
            },
            Fact::Spent(credits) => Progress::Spent {
                spent: ProviderCredits::from_f64(credits.into()).ok()?,
            },
        })
    }

    /// How many attempts the job has; `None` if it may have no more.
    async fn attempts(&self, job: JobId) -> Option<u16> {
        let order = self.orders.iter().find(|order| order.jobs.contains(&job))?;
        let job = self.model.stores.jobs.job(order.user, job).await.unwrap()?;
        if job.attempts_used() >= Policy::default().attempts_max {
            return None;
        }
        u16::try_from(job.attempts.len()).ok()
    }

    /// The actions that end a lease.
    async fn release(&self, action: &Action) -> Compared {
        let (Action::Snooze { lease, .. }
        | Action::Retry { lease, .. }
        | Action::Complete { lease }
        | Action::Fail { lease }) = action
        else {
            return Ok(());
        };
        let Some(pair) = nth(&self.leases, *lease) else {
            return Ok(());
        };
        let ended = self.under(pair, async |stores, lease| {
            let (jobs, lease) = (&stores.jobs, granted(lease));
            match action {
                Action::Snooze { after, .. } => jobs.snooze(lease, *after).await,
                Action::Retry { after, ends, .. } => {
                    jobs.retry(lease, &a_retry(*after, *ends)).await
                }
                Action::Complete { .. } => jobs.complete(lease, &a_video()).await,
                _ => jobs.fail(lease, &a_refusal()).await,
            }
        });
        same("the end of a lease", &both(ended.await, |it| leased(&it)))
    }

    async fn cancel(&self, user: i64, order: usize) -> Compared {
        let Some(order) = nth(&self.orders, order).map(|order| order.id) else {
            return Ok(());
        };
        let user = UserId(user);
        let cancelled = self.on_both(async |it| it.jobs.cancel(user, order).await.unwrap());
        same("cancel", &cancelled.await)
    }

    async fn refund(&self, order: usize, job: usize) -> Compared {
        let Some(order) = nth(&self.orders, order) else {
            return Ok(());
        };
        let release = Release {
            job: order.jobs[job % order.jobs.len()],
            reason: Reason::of("lost in space"),
            by: an_operator(),
        };
        let refunded = self.on_both(async |it| it.jobs.refund(&release).await.unwrap());
        same("the refund of a job", &refunded.await)
    }

    async fn wake(&self, nonce: usize, task: u8) -> Compared {
        let Some(nonce) = nth(&self.nonces, nonce) else {
            return Ok(());
        };
        let task = task_named(task);
        let woken = self.on_both(async |it| it.jobs.wake(nonce, &task).await.unwrap());
        same("wake", &woken.await)
    }
}

fn granted(lease: &LeaseId) -> Lease {
    Lease::granted(lease.job, lease.token)
}

fn task_named(number: u8) -> TaskId {
    TaskId::parse(format!("task-{number}")).expect("a task id")
}
