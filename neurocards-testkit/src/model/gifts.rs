use async_trait::async_trait;
use neurocards_core::actor::{Actor, Reason};
use neurocards_core::ids::UserId;
use neurocards_core::money::act::ActKind;
use neurocards_core::money::gift::{Friends, NewPromo, Promo, PromoCode, PromoRefusal};
use neurocards_core::page::Page;
use neurocards_core::ports::{CreatePromoError, Gifts, RedeemError, Unavailable};

use super::MemoryStore;
use super::books::NewAct;
use super::entries::{NewEntry, OutOfRange};
use super::state::{State, page_of};

#[async_trait]
impl Gifts for MemoryStore {
    async fn create_promo(&self, promo: &NewPromo) -> Result<(), CreatePromoError> {
        self.transact(|state| state.create_promo(promo))
    }

    async fn end_promo(
        &self,
        code: &PromoCode,
        reason: &Reason,
        by: &Actor,
    ) -> Result<bool, Unavailable> {
        Ok(self.transact(|state| state.end_promo(code, reason, by)))
    }

    async fn promo(&self, code: &PromoCode) -> Result<Option<Promo>, Unavailable> {
        let found = |state: &mut State| state.promos.iter().find(|it| it.code == *code).cloned();
        Ok(self.transact(found))
    }

    async fn promos(&self, page: Page) -> Result<Vec<Promo>, Unavailable> {
        Ok(self.transact(|state| page_of(state.promos.iter().rev().cloned(), page)))
    }

    async fn redeem(&self, user: UserId, code: &PromoCode) -> Result<Promo, RedeemError> {
        self.transact(|state| state.redeem(user, code))
    }

    async fn friends(&self, user: UserId) -> Result<Friends, Unavailable> {
        Ok(self.transact(|state| state.friends_of(user)))
    }
}

impl State {
    fn create_promo(&mut self, new: &NewPromo) -> Result<(), CreatePromoError> {
        new.check(self.now).map_err(CreatePromoError::Terms)?;
        if self.promos.iter().any(|promo| promo.code == new.code) {
            return Err(CreatePromoError::Exists(new.code.clone()));
        }
        self.promos.push(Promo {
            code: new.code.clone(),
            credits: new.credits,
            uses_max: new.uses_max,
            uses: 0,
            expires_at: new.expires_at,
            ended_at: None,
            created_at: self.now,
        });
        self.note(NewAct {
            kind: ActKind::PromoCreated,
            subject: new.code.to_string(),
            user: None,
            credits: Some(new.credits),
            reason: new.reason.clone(),
            actor: new.by.clone(),
        });
        Ok(())
    }

    fn end_promo(&mut self, code: &PromoCode, reason: &Reason, by: &Actor) -> bool {
        let now = self.now;
        let runs = |promo: &Promo| promo.ended_at.is_none() && now < promo.expires_at;
        let mut promos = self.promos.iter_mut();
        let Some(promo) = promos.find(|promo| promo.code == *code && runs(promo)) else {
            return false;
        };
        promo.ended_at = Some(now);
        self.note(NewAct {
            kind: ActKind::PromoEnded,
            subject: code.to_string(),
            user: None,
            credits: None,
            reason: reason.clone(),
            actor: by.clone(),
        });
        true
    }

    pub(super) fn redeem(&mut self, user: UserId, code: &PromoCode) -> Result<Promo, RedeemError> {
        let place = self.promos.iter().position(|promo| promo.code == *code);
        let place = place.ok_or(PromoRefusal::Unknown)?;
        let promo = &self.promos[place];
        let gift = promo.gift(user);
        promo.check(self.entry(&gift.key).is_some(), self.now)?;
        self.post(NewEntry::gift(&gift))
            .map_err(|OutOfRange| RedeemError::TooMuch)?;
        self.promos[place].uses += 1;
        Ok(self.promos[place].clone())
    }
}
