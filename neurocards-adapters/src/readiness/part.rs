use std::error::Error;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;

/// How long a part may take to show that it works.
const PROBE_WITHIN: Duration = Duration::from_secs(2);

/// Why a part is not ready.
#[derive(Debug)]
pub struct NotReady {
    told: &'static str,
    error: Option<Box<dyn Error + Send + Sync>>,
}

impl NotReady {
    /// What anybody may read, as the end of "the part …".
    pub fn told(told: &'static str) -> Self {
        Self { told, error: None }
    }

    /// The same, with the error that only the log has.
    pub fn because(told: &'static str, error: impl Error + Send + Sync + 'static) -> Self {
        Self {
            told,
            error: Some(Box::new(error)),
        }
    }
}

type Probe = Box<dyn Fn() -> BoxFuture<'static, Result<(), NotReady>> + Send + Sync>;

/// One thing that must work.
pub(super) struct Part {
    name: &'static str,
    every: Duration,
    probe: Probe,
    /// What it lacks; `None` when it lacks nothing.
    lack: Mutex<Option<&'static str>>,
}

impl Part {
    pub(super) fn new<F>(
        name: &'static str,
        every: Duration,
        probe: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<(), NotReady>> + Send + 'static,
    {
        Self {
            name,
            every,
            probe: Box::new(move || probe().boxed()),
            lack: Mutex::new(Some("was not looked at yet")),
        }
    }

    pub(super) fn lacks(&self) -> Option<String> {
        self.lack().map(|lack| format!("{}: {lack}", self.name))
    }

    pub(super) async fn watch(&self) {
        loop {
            let looked = tokio::time::timeout(PROBE_WITHIN, (self.probe)()).await;
            let late = || Err(NotReady::told("does not answer in time"));
            self.note(looked.unwrap_or_else(|_| late()));
            tokio::time::sleep(self.every).await;
        }
    }

    /// Keeps what was seen, and logs it if it is new.
    fn note(&self, seen: Result<(), NotReady>) {
        let part = self.name;
        let (before, now) = (self.lack(), seen.as_ref().err().map(|lack| lack.told));
        match seen {
            Err(NotReady { told, error }) if before != now => {
                tracing::warn!(part, error, "not ready: it {told}");
            }
            Ok(()) if before.is_some() => tracing::info!(part, "ready"),
            _ => {}
        }
        *self.lack.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    fn lack(&self) -> Option<&'static str> {
        *self.lack.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    use super::*;

    const EVERY: Duration = Duration::from_secs(3);

    #[tokio::test(start_paused = true)]
    async fn a_part_is_ready_while_its_probe_says_so() {
        let works = Arc::new(AtomicBool::new(true));
        let probed = works.clone();
        let part = Part::new("store", EVERY, move || {
            let works = probed.load(Ordering::Relaxed);
            async move { works.then_some(()).ok_or(NotReady::told("is away")) }
        });
        assert_eq!(part.lacks().unwrap(), "store: was not looked at yet");
        let look = async {
            // Between two looks at the part.
            tokio::time::sleep(EVERY / 2).await;
            for (is_there, lacks) in [
                (true, None),
                (false, Some("store: is away".to_owned())),
                (true, None),
            ] {
                works.store(is_there, Ordering::Relaxed);
                tokio::time::sleep(EVERY).await;
                assert_eq!(part.lacks(), lacks);
            }
        };
        tokio::select! {
            () = part.watch() => unreachable!("it watches for ever"),
            () = look => {}
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_part_that_does_not_answer_is_not_ready_and_is_asked_again() {
        let asked = Arc::new(AtomicU32::new(0));
        let counted = asked.clone();
        let part = Part::new("store", EVERY, move || {
            counted.fetch_add(1, Ordering::Relaxed);
            std::future::pending()
        });
        let late = tokio::time::timeout(PROBE_WITHIN * 2 + EVERY, part.watch());
        late.await.unwrap_err();
        assert_eq!(part.lacks().unwrap(), "store: does not answer in time");
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }
}
