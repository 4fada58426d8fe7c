//! Where photos are worked on: off the async threads, few at a time.

use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::PhotoProblem;

/// Photos worked on at once. Each may take `PhotoLimits::MAX_MEMORY` for a moment.
static SEATS: Semaphore = Semaphore::const_new(2);
/// How long a photo waits for a seat.
const WAIT: Duration = Duration::from_secs(20);

/// Runs `work` when a seat is free. The seat is freed when the work ends, even if nobody waits for
/// its result any more.
pub(super) async fn work<T, F>(work: F) -> Result<T, PhotoProblem>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, PhotoProblem> + Send + 'static,
{
    let Ok(Ok(seat)) = timeout(WAIT, SEATS.acquire()).await else {
        return Err(PhotoProblem::Busy);
    };
    let outcome = spawn_blocking(move || {
        let result = work();
        drop(seat);
        result
    });
    // A panic of a decoder is a defect of the picture as far as people are concerned.
    outcome.await.unwrap_or(Err(PhotoProblem::Damaged))
}
