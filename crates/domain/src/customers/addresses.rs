//! Postal addresses: rows inside accounts and contacts.

use crate::choice;
use crate::kernel::catalogue::Entity;
use crate::kernel::document::Document;
use crate::kernel::field::{Format, Initial};
use crate::kernel::value::Value;
use crate::record;

choice! {
    /// What an address is used for.
    pub enum AddressKind {
        Main = "main", Billing = "billing", Shipping = "shipping", Home = "home", Misc = "other",
    }
}

record! {
    /// One postal address.
    pub struct Address of ADDRESS: Part {
        /// What it is used for.
        kind: AddressKind [or(Initial::Text("main"))],
        /// Street, house, floor; several lines.
        lines: Option<String> [multiline(), max(500), personal()],
        /// District.
        district: Option<String> [max(100)],
        /// City.
        city: Option<String> [max(100), search()],
        /// State, province, region.
        region: Option<String> [max(100)],
        /// Postcode.
        postcode: Option<String> [max(20)],
        /// Country: an ISO 3166 code, or its name as given.
        country: Option<String> [max(100), format(Format::Country)],
    }
}

/// Addresses.
pub static ADDRESS: Entity = Entity {
    title: "city",
    ..Entity::part("address", "addresses", Address::FIELDS)
};

/// Puts city and country of the main (or first) address on the root, where lists show them.
pub fn derive(owner: &mut Document) {
    let addresses = owner.typed_rows::<Address>("addresses");
    let main = addresses
        .iter()
        .find(|address| address.kind == AddressKind::Main)
        .or_else(|| addresses.first());
    let text =
        |value: Option<&String>| value.map_or(Value::Null, |text| Value::text(text.as_str()));
    let city = text(main.and_then(|address| address.city.as_ref()));
    let country = text(main.and_then(|address| address.country.as_ref()));
    owner.set("city", city);
    owner.set("country", country);
}
