//! A stand-in for KIE.ai: createTask, recordInfo, balance, uploads, result files, callbacks.
//!
//! It answers on three addresses, as KIE does: [`FakeKie::api_url`], [`FakeKie::upload_url`] and
//! [`FakeKie::files_url`]. The video is made out of the very photo that was uploaded. Nearly every
//! error comes inside HTTP 200, credits are taken when a task is created, and a task cannot be
//! stopped. Shapes and texts are those of docs.kie.ai and of recorded answers of 2026.
//!
//! What happens to the next tasks is said with [`Plan`], what goes wrong with the next requests
//! with [`FaultKind`]; [`Ledger`] keeps every effect. Tests hold tasks with [`KieHandle::hold`] and let
//! them go with [`KieHandle::release`], so that none has to sleep.
//!
//! [`control_table`] describes the control interface at the address of the API.
//!
//! Everything is kept in memory and has a limit: 100 MB per upload, 2 GiB of files, 20,000 tasks,
//! 100,000 entries of each kind in the ledger.
//!
//! What it does not do: the endpoints of Veo and Runway, models without a photo, TLS.

mod accounts;
mod answer;
mod api;
mod builder;
mod callback;
mod catalogue;
mod clock;
mod control;
mod create;
mod download_url;
mod faults;
mod file_body;
mod file_host;
mod handle;
mod ids;
mod input_rules;
mod ledger;
mod life;
mod limiter;
mod model;
mod models;
mod named_plans;
mod order;
mod plan;
mod plans;
mod record;
mod refusal;
mod renderer;
mod script;
mod server;
mod shape;
mod shared;
mod signature;
mod stored;
mod task;
mod upload_host;
mod uploads;
mod world;

pub use builder::Builder;
pub use control::control_table;
pub use faults::{Call, Fault, FaultKind};
pub use handle::KieHandle;
pub use ledger::{Callback, Create, Download, Ledger, Poll, Reply, Upload};
pub use plan::{Callbacks, CreditsConsumed, Ending, FileFault, Plan, Stage, TaskIdStyle};
#[cfg(feature = "render")]
pub use renderer::PhotoClip;
pub use renderer::{Renderer, Shot, StillClip};
pub use script::Script;
pub use server::FakeKie;
pub use signature::sign;
pub use task::TaskView;
