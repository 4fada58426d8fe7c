use neurocards_core::work::failure::{Cause, ErrorClass, Failure};

use super::client::Kie;
use super::exchange::{exchange, fault};
use super::keys::no_key;

impl Kie {
    /// The balance at KIE in its own credits (1 credit = 0.005 US dollars), which may be a
    /// fraction. A call that fails says nothing about the balance.
    pub async fn balance(&self) -> Result<f64, Failure> {
        let key = *self.keys.in_order().first().ok_or_else(no_key)?;
        let request = self
            .api
            .get(self.api_url("api/v1/chat/credit"))
            .timeout(self.options.deadlines.check);
        let answer = exchange(request, self.keys.secret(key))
            .await
            .map_err(|error| fault(&error))?;
        let envelope = answer.envelope()?;
        envelope.data.as_f64().ok_or_else(|| {
            let detail = format!("the balance is no number: {}", answer.text());
            Failure::new(ErrorClass::Unknown, Cause::Unclear, detail)
        })
    }
}
