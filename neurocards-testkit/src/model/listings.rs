use std::cmp::Reverse;
use std::time::Duration;

use neurocards_core::ids::ModelId;
use neurocards_core::ids::{JobId, OrderId, UserId};
use neurocards_core::page::Page;
use neurocards_core::work::job::{Job, JobStatus};
use neurocards_core::work::order::{Order, VideoTitle};

use super::state::{JobRow, State, page_of};

/// How many of the newest videos a median is drawn from.
const MEDIAN_OF: usize = 50;
/// Fewer videos than this tell nothing.
const MEDIAN_LEAST: usize = 5;

impl State {
    pub(super) fn order_of(&self, user: UserId, order: OrderId) -> Option<Order> {
        let row = self.orders.get(&order)?;
        (row.order.user == user).then(|| row.order.clone())
    }

    pub(super) fn job_of(&self, user: UserId, job: JobId) -> Option<Job> {
        let row = self.jobs.get(&job)?;
        (row.job.user == user).then(|| row.job.clone())
    }

    pub(super) fn orders_of(&self, user: UserId, page: Page) -> Vec<Order> {
        let mut own: Vec<_> = self
            .orders
            .values()
            .filter(|row| row.order.user == user)
            .collect();
        own.sort_by_key(|row| Reverse(row.age));
        page_of(own.into_iter().map(|row| row.order.clone()), page)
    }

    pub(super) fn videos_of(&self, user: UserId, page: Page) -> Vec<Job> {
        let own = self.succeeded().into_iter().map(|row| &row.job);
        page_of(own.filter(|job| job.user == user).cloned(), page)
    }

    pub(super) fn titles_of(&self, user: UserId, jobs: &[JobId]) -> Vec<VideoTitle> {
        let all = self.jobs.values().map(|row| &row.job);
        let wanted = all.filter(|job| job.user == user && jobs.contains(&job.id));
        wanted.filter_map(|job| self.title(job)).collect()
    }

    fn title(&self, job: &Job) -> Option<VideoTitle> {
        let order = &self.orders.get(&job.order)?.order;
        Some(VideoTitle {
            job: job.id,
            description: job.description.clone(),
            variant: job.variant,
            of: u8::try_from(order.jobs.len()).ok()?,
        })
    }

    pub(super) fn has_open_jobs(&self, user: UserId) -> bool {
        let mut jobs = self.jobs.values().map(|row| &row.job);
        jobs.any(|job| job.user == user && !job.status.is_final())
    }

    pub(super) fn median_wait(&self, model: &ModelId) -> Option<Duration> {
        let newest = self.succeeded().into_iter();
        let of_model = newest.filter(|row| row.job.brief.format.model == *model);
        let mut waits: Vec<_> = of_model
            .take(MEDIAN_OF)
            .filter_map(|row| (row.finished_at? - row.job.created_at).to_std().ok())
            .collect();
        waits.sort_unstable();
        (waits.len() >= MEDIAN_LEAST).then(|| waits[waits.len() / 2])
    }

    /// Succeeded jobs, the one that finished last first.
    fn succeeded(&self) -> Vec<&JobRow> {
        let all = self.jobs.values();
        let mut rows: Vec<_> = all
            .filter(|row| row.job.status == JobStatus::Succeeded)
            .collect();
        rows.sort_by_key(|row| Reverse((row.finished_at, row.age)));
        rows
    }
}
