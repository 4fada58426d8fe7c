use neurocards_core::ids::JobId;
use neurocards_core::money::credits::Credits;
use neurocards_core::money::ledger::Hold;
use neurocards_core::ports::{PlaceError, Topic};
use neurocards_core::work::job::{Job, JobStatus};
use neurocards_core::work::order::{NewOrder, Order, Placed};
use neurocards_core::work::product::Product;

use super::entries::OutOfRange;
use super::state::{JobRow, OrderRow, State};

impl State {
    pub(super) fn place(&mut self, new: &NewOrder) -> Result<Placed, PlaceError> {
        if let Some(known) = self.orders.get(&new.id) {
            let own = known.order.user == new.user;
            return own.then_some(Placed::Existing).ok_or(PlaceError::Foreign);
        }
        self.check_owner(new)?;
        self.check_funds(new)?;
        self.keep_product(&new.product);
        self.insert_order(new);
        for (variant, hold) in (0..).zip(new.holds()) {
            self.insert_job(new, hold, variant)?;
        }
        self.announce(Topic::Jobs);
        Ok(Placed::New)
    }

    fn check_owner(&self, new: &NewOrder) -> Result<(), PlaceError> {
        let owns = |product: &Product| product.user == new.user;
        let stored = self.products.get(&new.product.id);
        let own = owns(&new.product) && stored.is_none_or(|row| owns(&row.product));
        if own && self.users.contains_key(&new.user) {
            return Ok(());
        }
        Err(PlaceError::Foreign)
    }

    fn check_funds(&self, new: &NewOrder) -> Result<(), PlaceError> {
        let balance = self.available(new.user);
        match new.total() {
            Some(needed) if needed <= balance => Ok(()),
            needed => Err(PlaceError::Insufficient {
                balance,
                needed: needed.unwrap_or(Credits::MAX),
            }),
        }
    }

    fn insert_order(&mut self, new: &NewOrder) {
        let product = self.products.get(&new.product.id);
        let product = product.map_or(&new.product, |row| &row.product).clone();
        let order = Order {
            id: new.id,
            user: new.user,
            chat: new.chat,
            product,
            brief: new.brief.clone(),
            jobs: new.jobs.clone(),
            price: new.price,
            placed_at: self.now,
        };
        let row = OrderRow {
            language: new.language,
            card_message: new.card_message,
            card: self.insert_card(&order, new.language),
            age: self.number(),
            order,
        };
        self.orders.insert(new.id, row);
    }

    fn insert_job(&mut self, new: &NewOrder, hold: Hold, variant: u8) -> Result<(), PlaceError> {
        let id = hold.job;
        self.hold(hold)
            .map_err(|OutOfRange| PlaceError::Insufficient {
                balance: self.available(new.user),
                needed: new.price,
            })?;
        let row = JobRow {
            job: self.queued(new, id, variant),
            run_at: self.now,
            token: 0,
            begun_under: Vec::new(),
            leased_until: None,
            finished_at: None,
            age: self.number(),
        };
        self.jobs.insert(id, row);
        Ok(())
    }

    fn queued(&self, new: &NewOrder, id: JobId, variant: u8) -> Job {
        Job {
            id,
            order: new.id,
            user: new.user,
            variant,
            status: JobStatus::Queued,
            price: new.price,
            brief: new.brief.clone(),
            description: new.product.description.clone(),
            photo: new.product.photo.clone(),
            language: new.language,
            prompt: None,
            remote_photo: None,
            attempts: Vec::new(),
            faults: 0,
            crashes: 0,
            video: None,
            failure: None,
            created_at: self.now,
            deadline_at: self.after(new.deadline),
        }
    }
}
