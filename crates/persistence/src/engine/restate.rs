//! Sums of several currencies in the company's, at the rates of one stated day. Added up per currency first and converted
//! once, so that the rounding is that of a few amounts and not of thousands. A missing rate leaves the sum empty and says
//! so: nothing is guessed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guanxi_domain::kernel::currency::{Currency, Money};
use guanxi_domain::kernel::decimal::Decimal;
use guanxi_domain::platform::currency_rates::converted;
use guanxi_domain::platform::currency_rates::of_company;
use serde_json::{Map, Value as Json, json};

use super::read::Reader;
use crate::cells;
use crate::error::Result;
use crate::sql::Sql;

/// What a figure is called besides its name when it is told in the company's currency.
const SUFFIX: &str = "_converted";

/// Rates towards the company's currency; none where none is known.
type Rates = BTreeMap<String, Option<Decimal>>;

impl Reader<'_> {
    /// Adds to each sum of money among these figures what it comes to in the company's currency on a day, and the rates
    /// used.
    pub fn restate(&mut self, figures: &mut Json, day: NaiveDate) -> Result<()> {
        let company = self.world.workspace.company_currency;
        let mut rates = Rates::new();
        let groups = figures["groups"].as_array_mut().into_iter().flatten();
        for group in groups {
            let Some(values) = group["values"].as_object_mut() else {
                continue;
            };
            for (name, sum) in sums(values) {
                for (code, _) in &sum {
                    if !rates.contains_key(code) {
                        let rate = self.rate_of(code, company, day)?;
                        rates.insert(code.clone(), rate);
                    }
                }
                values.insert(format!("{name}{SUFFIX}"), told(&sum, &rates, company));
            }
        }
        let used: Map<String, Json> = rates
            .into_iter()
            .map(|(code, rate)| {
                (
                    code,
                    rate.map_or(Json::Null, |rate| json!(rate.to_string())),
                )
            })
            .collect();
        figures["rates"] = json!({ "on": day, "currency": company.code(), "of": used });
        Ok(())
    }

    fn rate_of(
        &mut self,
        code: &str,
        company: Currency,
        day: NaiveDate,
    ) -> Result<Option<Decimal>> {
        if code == company.code() {
            return Ok(of_company());
        }
        let mut sql = Sql::text(
            self.conn.dialect(),
            "SELECT rate FROM currency_rates WHERE currency = ",
        );
        sql.bind(code)
            .push(" AND valid_on <= ")
            .bind(day)
            .push(" AND deleted_at IS NULL ORDER BY valid_on DESC LIMIT 1");
        let found = cells::rows(self.conn, sql, |cells| cells.int(0))?;
        Ok(found.into_iter().flatten().next().map(Decimal::from_micros))
    }
}

/// The sums of money among a group's figures: name, and minor units by currency.
fn sums(values: &Map<String, Json>) -> Vec<(String, Vec<(String, i64)>)> {
    let amounts = |json: &Json| {
        let amount = |one: &Json| {
            let code = one["currency"].as_str()?.to_owned();
            Some((code, one["amount_minor"].as_i64()?))
        };
        json.as_array()?
            .iter()
            .map(amount)
            .collect::<Option<Vec<_>>>()
    };
    values
        .iter()
        .filter(|(name, _)| name.starts_with("sum_"))
        .filter_map(|(name, json)| Some((name.clone(), amounts(json)?)))
        .collect()
}

fn told(sum: &[(String, i64)], rates: &Rates, company: Currency) -> Json {
    let rate_of = |code: &String| rates.get(code).copied().flatten();
    let missing: Vec<&String> = sum
        .iter()
        .map(|(code, _)| code)
        .filter(|code| rate_of(code).is_none())
        .collect();
    let total = sum.iter().try_fold(0_i64, |total, (code, minor)| {
        let amount = Money {
            minor: *minor,
            currency: code.parse().ok()?,
        };
        total.checked_add(converted(amount, rate_of(code)?, company)?.minor)
    });
    json!({ "amount_minor": total, "currency": company.code(), "missing": missing })
}
