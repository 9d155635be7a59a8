//! What we sell.

use chrono::NaiveDate;

use crate::choice;
use crate::kernel::catalogue::{Entity, Scope};
use crate::kernel::currency::Money;
use crate::kernel::field::Initial;
use crate::record;

choice! {
    /// What kind of thing a product is.
    pub enum ProductKind { Good = "good", Service = "service", Bundle = "bundle" }
}

choice! {
    /// Where a product stands in its life.
    pub enum ProductLifecycle { Planned = "planned", Active = "active", Discontinued = "discontinued" }
}

record! {
    /// Something we sell.
    pub struct Product of PRODUCT: System {
        /// What people call it.
        name: String [max(255), keyed(), search(), fact()],
        /// The article number.
        sku: Option<String> [max(100), unique(), search(), fact()],
        /// What kind of thing it is.
        kind: ProductKind [or(Initial::Text("good")), fact()],
        /// Where it stands in its life; set freely, because it often comes from an ERP system.
        lifecycle: ProductLifecycle [or(Initial::Text("active")), fact()],
        /// Group of products.
        family: Option<String> [max(100), search(), fact()],
        /// Unit of measure: piece, hour, "10 boxes x 20 bags".
        unit: Option<String> [max(100), fact()],
        /// Price of one unit before discounts.
        list_price: Option<Money> [range(0, i64::MAX), fact()],
        /// Class of tax.
        tax_category: Option<String> [max(50)],
        /// Sold from this day on.
        active_from: Option<NaiveDate>,
        /// Sold until this day.
        active_to: Option<NaiveDate>,
        /// Anything else worth knowing.
        description: Option<String> [multiline(), search()],
    }
}

/// Products.
pub static PRODUCT: Entity = Entity {
    scope: Scope::Shared,
    anchor: true,
    custom: true,
    sort: "name",
    brief: &["sku", "list_price"],
    ..Entity::root("product", "products", Product::FIELDS)
};
