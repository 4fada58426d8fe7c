//! Nothing is locked: a transaction that writes has the file for itself from its beginning.

use std::future::{Ready, ready};

use neurocards_core::ids::{JobId, OrderId, UserId};
use neurocards_core::money::gift::PromoCode;

use super::sql::Tx;

type Free = Ready<Result<(), sqlx::Error>>;

pub(super) fn deliveries(_: &mut Tx) -> Free {
    ready(Ok(()))
}

pub(super) fn updates(_: &mut Tx) -> Free {
    ready(Ok(()))
}

pub(super) fn referrals(_: &mut Tx) -> Free {
    ready(Ok(()))
}

pub(super) fn account(_: &mut Tx, _: UserId) -> Free {
    ready(Ok(()))
}

pub(super) fn payer(_: &mut Tx, _: UserId) -> Free {
    ready(Ok(()))
}

pub(super) fn promo(_: &mut Tx, _: &PromoCode) -> Free {
    ready(Ok(()))
}

pub(super) fn job(_: &mut Tx, _: JobId) -> Free {
    ready(Ok(()))
}

pub(super) fn jobs(_: &mut Tx, _: UserId, _: OrderId) -> Free {
    ready(Ok(()))
}
