//! News of money in the outbox, each told once.

use neurocards_core::ids::UserId;
use neurocards_core::money::ledger::{Correction, Grant};
use neurocards_core::money::news::{MoneyNews, NewsKey};
use neurocards_core::user::Language;
use sqlx::types::Json;

use super::dialect::Tx;
use super::ledger;

/// Makes news due, in the chat and the language that the user has now. The same key again changes
/// nothing.
pub(super) async fn tell(
    tx: &mut Tx,
    user: UserId,
    key: NewsKey<'_>,
    news: &MoneyNews,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "-- news.tell
        insert into deliveries (kind, user_id, chat, language, news_key, news, run_at)
        values (
            'money', $1, coalesce((select chat from users where id = $1), $1),
            coalesce((select language from users where id = $1), $2), $3, $4, coalesce($5, current_timestamp)
        )
        on conflict do nothing",
    )
    .bind(user.0)
    .bind(Language::default().code())
    .bind(key.to_string())
    .bind(Json(news))
    .bind(tx.now)
    .execute(&mut *tx.db)
    .await?;
    Ok(())
}

/// Tells a user what another person gave them just now.
pub(super) async fn tell_of_gift(tx: &mut Tx, grant: &Grant) -> Result<(), sqlx::Error> {
    if !grant.is_from_another_person() {
        return Ok(());
    }
    let account = ledger::open_account(tx, grant.user).await?;
    let news = MoneyNews::Granted {
        credits: grant.amount,
        balance: account.balance.available,
    };
    tell(tx, grant.user, NewsKey::Granted(&grant.key), &news).await
}

/// Tells a user that what a grant gave was taken back just now.
pub(super) async fn tell_of_correction(
    tx: &mut Tx,
    correction: &Correction,
) -> Result<(), sqlx::Error> {
    let key = correction.key();
    let taken = ledger::keyed(tx, &key).await?;
    let taken = taken.ok_or(sqlx::Error::RowNotFound)?;
    let account = ledger::open_account(tx, taken.user()).await?;
    let news = MoneyNews::Corrected {
        credits: taken.amount()?,
        balance: account.balance.available,
    };
    tell(tx, taken.user(), NewsKey::Corrected(&key), &news).await
}
