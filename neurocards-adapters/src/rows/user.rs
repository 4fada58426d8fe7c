use neurocards_core::ids::{ChatId, ProductId, UserId};
use neurocards_core::user::{Consent, Language, User};
use neurocards_core::work::media::MediaKey;
use neurocards_core::work::product::{Description, Product};
use uuid::Uuid;

use super::{Moment, unreadable};

/// A row of `users`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct UserRow {
    id: i64,
    chat: i64,
    language: String,
    consent_version: Option<i64>,
    consent_at: Option<Moment>,
    blocked: bool,
}

/// The language a row names.
pub(super) fn language(code: &str) -> Result<Language, sqlx::Error> {
    Language::parse(code).ok_or_else(|| unreadable(format!("no language has the code {code}")))
}

impl TryFrom<UserRow> for User {
    type Error = sqlx::Error;

    fn try_from(row: UserRow) -> Result<Self, sqlx::Error> {
        let consent = match (row.consent_version, row.consent_at) {
            (Some(version), Some(at)) => Some(Consent {
                version: u32::try_from(version).map_err(unreadable)?,
                accepted_at: at.0,
            }),
            _ => None,
        };
        Ok(Self {
            id: UserId(row.id),
            chat: ChatId(row.chat),
            language: language(&row.language)?,
            consent,
            blocked: row.blocked,
        })
    }
}

/// A row of `products`.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ProductRow {
    id: Uuid,
    user_id: i64,
    #[sqlx(try_from = "String")]
    photo: MediaKey,
    #[sqlx(try_from = "String")]
    description: Description,
}

impl From<ProductRow> for Product {
    fn from(row: ProductRow) -> Self {
        Self {
            id: ProductId(row.id),
            user: UserId(row.user_id),
            photo: row.photo,
            description: row.description,
        }
    }
}
