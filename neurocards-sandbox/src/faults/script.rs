//! How each fault is scripted at the stand-ins, and how one sees that it has happened.

use neurocards_fakes::kie::{Call, Create, FaultKind, Plan};

use super::FaultName;
use crate::effects::World;
use crate::pace;

/// How often the video model asks for patience.
const TOO_MANY_REQUESTS: u32 = 2;

/// Lets `fault` happen to what comes next.
pub(super) fn arm(world: &World, fault: FaultName) {
    let kie = &world.kie;
    match fault {
        FaultName::Kie500 => kie.fail_next_creates(1, FaultKind::server_exception()),
        FaultName::Kie500Forever => kie.fail_all(Call::Create, FaultKind::server_exception()),
        FaultName::KieModeration => kie.plan_all(Plan::moderated()),
        FaultName::KieRateLimit => {
            kie.fail_next_creates(TOO_MANY_REQUESTS, FaultKind::rate_limit());
        }
        FaultName::KieLostReply => kie.fail_next_creates(1, FaultKind::AcceptThenCut),
        FaultName::OpenaiDown => world.openai.down_for_ever(),
        // Without an answer the worker is certainly in the middle of its submit when it dies.
        FaultName::WorkerKilled => kie.fail_next_creates(1, FaultKind::AcceptThenHang),
    }
}

/// Lets everything go well again.
pub(super) fn disarm(world: &World) {
    world.kie.clear_faults();
    world.kie.plan_all(pace::render());
    world.openai.clear_faults();
}

/// How far the ledgers were when a fault was armed: what is older cannot be its doing.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    creates: usize,
    polls: usize,
    prompts: usize,
}

impl Mark {
    pub(super) fn of(world: &World) -> Self {
        let kie = world.kie.ledger();
        Self {
            creates: kie.creates.len(),
            polls: kie.polls.len(),
            prompts: world.openai.calls(),
        }
    }

    /// Whether `fault` has met somebody since.
    pub(super) fn has_met(self, world: &World, fault: FaultName) -> bool {
        let kie = world.kie.ledger();
        let mut creates = kie.creates.iter().skip(self.creates);
        match fault {
            FaultName::Kie500 | FaultName::Kie500Forever => creates.any(|it| is_refused(it, 500)),
            FaultName::KieRateLimit => creates.any(|it| is_refused(it, 429)),
            FaultName::KieLostReply => creates.any(is_unanswered),
            FaultName::WorkerKilled => creates.any(|create| create.task.is_some()),
            FaultName::KieModeration => kie
                .polls
                .iter()
                .skip(self.polls)
                .any(|poll| poll.state.as_deref() == Some("fail")),
            FaultName::OpenaiDown => world.openai.calls() > self.prompts,
        }
    }
}

fn is_refused(create: &Create, code: i64) -> bool {
    create
        .reply
        .as_ref()
        .is_some_and(|reply| reply.body["code"] == code)
}

fn is_unanswered(create: &Create) -> bool {
    let cut = create
        .reply
        .as_ref()
        .is_some_and(|reply| reply.status.is_none());
    create.task.is_some() && cut
}
