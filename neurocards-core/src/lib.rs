//! The domain of neurocards: what an order, a job, a credit are, which ports the outside
//! world must offer, and the use cases that tie them together.
//!
//! Nothing here does I/O, reads a clock or knows a runtime. Adapters implement [`ports`];
//! programs wire them into [`use_cases`].
//!
//! The promise all of it serves: *either your video or your credit, never both, never neither.*
//!
//! # Where to find what
//!
//! Each line uses only what stands above it:
//!
//! - [`ids`], [`page`], [`user`], [`actor`]: who is who, and the names of things
//! - [`money`]: credits, the ledger's entries, payments and their refunds, gifts
//! - [`work`]: what an order asks, the jobs it becomes, the rules by which they fare
//! - [`chat`]: what a card shows, what is delivered, what an update changes
//! - [`ports`]: the contracts, with MUST words, that stores and providers keep
//! - [`use_cases`]: one step of a job, one delivery, one order, refunds, reconciliation
//!
//! # Example
//!
//! An order of one video is priced and held. Its job fails, and the credit is back. A store does
//! the same under the lock of the account, and writes the entries that the account answers.
//!
//! ```
//! use std::time::Duration;
//!
//! use neurocards_core::actor::{Actor, Reason};
//! use neurocards_core::ids::{ChatId, JobId, ModelId, OrderId, ProductId, UserId};
//! use neurocards_core::money::account::{Account, HoldEnd};
//! use neurocards_core::money::credits::Credits;
//! use neurocards_core::money::entry_key::EntryKey;
//! use neurocards_core::money::ledger::{Grant, Release};
//! use neurocards_core::user::Language;
//! use neurocards_core::work::brief::{Brief, Scenario, VideoCount};
//! use neurocards_core::work::catalogue::{Catalogue, VideoModel};
//! use neurocards_core::work::failure::{Cause, ErrorClass, Failure};
//! use neurocards_core::work::media::{MediaKey, MediaKind};
//! use neurocards_core::work::order::{NewOrder, OrderDraft};
//! use neurocards_core::work::product::{Description, Product};
//! use uuid::Uuid;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clips = VideoModel {
//!     id: ModelId("clips".to_owned()),
//!     title: "Clips".to_owned(),
//!     seconds: vec![5, 10],
//!     default_seconds: 5,
//!     price: Credits::small(1),
//!     prompt_max_chars: 2_000,
//!     usual_render: Duration::from_secs(90),
//! };
//! let catalogue = Catalogue::new(clips, []);
//! let user = UserId(7);
//! let draft = OrderDraft {
//!     id: OrderId(Uuid::from_u128(1)),
//!     user,
//!     chat: ChatId(7),
//!     card_message: None,
//!     product: Product {
//!         id: ProductId(Uuid::from_u128(2)),
//!         user,
//!         photo: MediaKey::of(b"the photo's bytes", MediaKind::Jpeg),
//!         description: Description::parse("A mug that keeps tea warm")?,
//!     },
//!     brief: Brief {
//!         scenario: Scenario::Ad { wishes: None },
//!         format: catalogue.default_format(),
//!     },
//!     language: Language::En,
//!     count: VideoCount::One,
//! };
//! let job = JobId(Uuid::from_u128(3));
//! let order = NewOrder::price(draft, &catalogue, &[job], Duration::from_secs(3_600))?;
//!
//! let mut account = Account::empty(user);
//! account.grant(&Grant {
//!     key: EntryKey::Welcome(user),
//!     user,
//!     amount: Credits::small(2),
//!     reason: Reason::parse("welcome")?,
//!     by: Actor::System,
//! })?;
//! for hold in order.holds() {
//!     account.hold(&hold)?;
//! }
//! assert_eq!(account.balance.available, Credits::small(1));
//! assert_eq!(account.balance.held, Credits::small(1));
//!
//! let fault = Failure::new(ErrorClass::Unknown, Cause::ProviderFault, "no answer");
//! let failed = Release::failed(job, &fault);
//! account.release(HoldEnd::Refund, order.price, &failed)?;
//! assert_eq!(account.balance.available, Credits::small(2));
//! # Ok(())
//! # }
//! ```

pub mod actor;
pub mod chat;
pub mod ids;
pub mod money;
pub mod page;
pub mod ports;
pub mod use_cases;
pub mod user;
pub mod work;
