//! The KIE client against the stand-in for KIE, whose ledger shows what really happened.

use std::time::Duration;

use bytes::Bytes;
use futures::TryStreamExt;
use image::{ImageFormat, RgbImage};
use neurocards_adapters::kie::{Kie, KieOptions, catalogue};
use neurocards_adapters::video;
use neurocards_core::ids::{Nonce, TaskId};
use neurocards_core::money::provider_credits::ProviderCredits;
use neurocards_core::ports::{FetchError, RenderRequest, SubmitError, TaskState, VideoGenerator};
use neurocards_core::work::failure::ErrorClass;
use neurocards_core::work::format::{Aspect, Format};
use neurocards_fakes::kie::{FakeKie, FaultKind, FileFault, Ledger, Plan, Stage, StillClip};
use tokio::time::{self, timeout};

/// No slow machine takes this long.
const WITHIN: Duration = Duration::from_mins(1);

/// A plan that is over at once.
fn quick() -> Plan {
    Plan {
        stages: Vec::new(),
        ..Plan::default()
    }
}

async fn stand_in(plan: Plan) -> FakeKie {
    FakeKie::builder()
        .renderer(StillClip)
        .plan(plan)
        .start()
        .await
        .unwrap()
}

fn client(kie: &FakeKie) -> Kie {
    let mut options = KieOptions::new(
        kie.keys().iter().map(|key| key.as_str().into()).collect(),
        kie.api_url().parse().unwrap(),
        kie.upload_url().parse().unwrap(),
    );
    options.deadlines.submit = WITHIN;
    Kie::new(options).unwrap()
}

fn formats() -> Vec<Format> {
    let catalogue = catalogue();
    let models = catalogue.models().iter();
    models
        .flat_map(|model| model.seconds.iter().map(|seconds| (&model.id, *seconds)))
        .map(|(model, seconds)| Format {
            model: model.clone(),
            seconds,
            aspect: Aspect::Vertical,
        })
        .collect()
}

async fn uploaded(client: &Kie) -> RenderRequest {
    let mut photo = std::io::Cursor::new(Vec::new());
    RgbImage::new(900, 600)
        .write_to(&mut photo, ImageFormat::Jpeg)
        .unwrap();
    let format = formats().remove(0);
    let photo = Bytes::from(photo.into_inner());
    RenderRequest {
        nonce: Nonce::from_bits(1),
        prompt: "A mug on a table.".to_owned(),
        photo_url: client.upload(photo, &format).await.unwrap(),
        format,
    }
}

/// The first state of a task that is not pending.
async fn end(client: &Kie, task: &TaskId) -> TaskState {
    let ended = async {
        loop {
            match client.check(task, None).await.unwrap() {
                TaskState::Pending => tokio::task::yield_now().await,
                state => return state,
            }
        }
    };
    timeout(WITHIN, ended).await.expect("the task ends")
}

async fn read(client: &Kie, state: TaskState) -> Result<Vec<u8>, FetchError> {
    let TaskState::Ready(video) = state else {
        panic!("{state:?}");
    };
    let stream = client.fetch(&video).await?;
    let pieces: Vec<Bytes> = stream.try_collect().await?;
    Ok(pieces.concat())
}

#[tokio::test]
async fn a_photo_becomes_a_video_in_every_format_of_the_catalogue() {
    let kie = stand_in(quick()).await;
    let client = client(&kie);
    let photo = uploaded(&client).await;
    for format in formats() {
        let task = client
            .submit(&RenderRequest {
                format: format.clone(),
                ..photo.clone()
            })
            .await
            .unwrap_or_else(|error| panic!("{format:?}: {error}"));
        let file = read(&client, end(&client, &task).await).await.unwrap();
        assert!(video::probe(&file).is_ok(), "{format:?}");
    }
    let ledger = kie.ledger();
    assert_eq!(ledger.creates.len(), formats().len());
    assert_eq!(ledger.violations, Vec::<String>::new());
}

#[tokio::test]
async fn a_lost_answer_to_createtask_costs_one_task_and_never_two() {
    for fault in [
        FaultKind::AcceptThenCut,
        FaultKind::AcceptThenHttp(502),
        FaultKind::AcceptThenHttp(524),
        FaultKind::AcceptThenNoData,
        FaultKind::AcceptThenGarbage,
    ] {
        let kie = stand_in(quick()).await;
        let client = client(&kie);
        let request = uploaded(&client).await;
        kie.fail_next_creates(1, fault.clone());
        assert_lost(&kie, &client.submit(&request).await);
    }
}

#[tokio::test]
async fn an_answer_to_createtask_that_never_comes_costs_one_task_and_never_two() {
    let kie = stand_in(quick()).await;
    let client = client(&kie);
    let request = uploaded(&client).await;
    kie.fail_next_creates(1, FaultKind::AcceptThenHang);
    let deadline = async {
        let created = |ledger: &Ledger| ledger.creates.iter().any(|create| create.task.is_some());
        kie.wait_for_ledger(WITHIN, created).await.unwrap();
        time::pause();
        time::advance(WITHIN).await;
        time::resume();
    };
    let (outcome, ()) = tokio::join!(client.submit(&request), deadline);
    assert_lost(&kie, &outcome);
}

/// One task was made, and nobody knows.
fn assert_lost(kie: &FakeKie, outcome: &Result<TaskId, SubmitError>) {
    let creates = kie.ledger().creates;
    assert!(
        matches!(outcome, Err(SubmitError::Unknown(_))),
        "{outcome:?} of {creates:?}"
    );
    let tasks = creates.iter().filter(|create| create.task.is_some());
    assert_eq!((creates.len(), tasks.count()), (1, 1), "{creates:?}");
}

#[tokio::test]
async fn the_end_of_a_task_tells_what_was_taken_for_it() {
    for (plan, kept) in [(quick(), true), (Plan::internal_error(), false)] {
        let kie = stand_in(plan).await;
        let client = client(&kie);
        let task = client.submit(&uploaded(&client).await).await.unwrap();
        let told = end(&client, &task).await.spent();
        let taken = ProviderCredits::from_f64(kie.ledger().credits_taken).unwrap();
        let spent = if kept { taken } else { ProviderCredits::ZERO };
        assert_eq!(told, Some(spent));
        assert_ne!(taken, ProviderCredits::ZERO);
    }
}

#[tokio::test]
async fn a_refusal_costs_no_task() {
    for (fault, class) in [
        (FaultKind::rate_limit(), ErrorClass::RateLimit),
        (FaultKind::Http(429), ErrorClass::RateLimit),
        (FaultKind::no_credits(), ErrorClass::Billing),
        (FaultKind::no_credits_as_500(), ErrorClass::Billing),
        (FaultKind::key_spent(), ErrorClass::Billing),
        (FaultKind::no_access(), ErrorClass::Billing),
        (FaultKind::maintenance(), ErrorClass::Temporary),
        (FaultKind::server_exception(), ErrorClass::Temporary),
        (FaultKind::model_paused(), ErrorClass::Unknown),
        (FaultKind::this_field_is_required(), ErrorClass::Unknown),
        (FaultKind::moderated(), ErrorClass::User),
    ] {
        let kie = stand_in(quick()).await;
        let client = client(&kie);
        let request = uploaded(&client).await;
        kie.fail_next_creates(1, fault.clone());
        let outcome = client.submit(&request).await;
        let Err(SubmitError::Rejected(failure)) = outcome else {
            panic!("{fault:?}: {outcome:?}");
        };
        assert_eq!(failure.class, class, "{fault:?}");
        let creates = kie.ledger().creates;
        assert!(
            creates.iter().all(|create| create.task.is_none()),
            "{fault:?}"
        );
        assert_eq!(creates.len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_task_that_hides_or_shows_an_unknown_state_is_waited_for() {
    let kie = stand_in(Plan {
        stages: vec![Stage::new("reviewing", 30)],
        hidden_polls: 1,
        ..quick()
    })
    .await;
    let client = client(&kie);
    let task = client.submit(&uploaded(&client).await).await.unwrap();
    assert_eq!(client.check(&task, None).await.unwrap(), TaskState::Missing);
    assert!(matches!(end(&client, &task).await, TaskState::Ready(_)));
}

#[tokio::test]
async fn a_broken_file_is_never_taken_for_a_video() {
    for file in [
        FileFault::Expired,
        FileFault::Page,
        FileFault::CutAfter { bytes: 200 },
        FileFault::Status {
            status: 503,
            times: 1,
        },
        FileFault::Huge {
            bytes: 200 * 1024 * 1024,
            declared: true,
        },
    ] {
        let kie = stand_in(Plan {
            file: Some(file.clone()),
            ..quick()
        })
        .await;
        let client = client(&kie);
        let task = client.submit(&uploaded(&client).await).await.unwrap();
        let state = end(&client, &task).await;
        assert!(read(&client, state).await.is_err(), "{file:?}");
        assert_eq!(kie.ledger().violations, Vec::<String>::new());
    }
}
