//! How people are shown, whatever script and order.

use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::customers::names::{NameOrder, display_name, split_name};
use proptest::prelude::*;
use serde_json::json;

use crate::support::{created, facts};

#[test]
fn the_order_counts_where_the_script_has_both() {
    for (family, given, order, shown) in [
        ("Anders", "Maria", "given_first", "Maria Anders"),
        ("Nagy", "Anna", "family_first", "Nagy Anna"),
        ("王", "小明", "given_first", "王小明"),
        ("王", "小明", "family_first", "王小明"),
        ("佐々木", "太郎", "given_first", "佐々木太郎"),
        ("김", "철수", "family_first", "김철수"),
        ("Wang", "小明", "family_first", "Wang 小明"),
        ("Wang", "小明", "given_first", "小明 Wang"),
        ("Suyama", "", "family_first", "Suyama"),
        ("", "Cher", "given_first", "Cher"),
        (
            "  van der Berg ",
            " Anna  ",
            "given_first",
            "Anna van der Berg",
        ),
        ("Berg", "Anna", "another_order", "Anna Berg"),
    ] {
        assert_eq!(
            display_name(family, given, &NameOrder::named(order)),
            shown,
            "{family} {given}"
        );
    }
}

#[test]
fn whole_names_fall_into_their_parts() {
    for (whole, family, given, order) in [
        ("Maria Anders", "Anders", "Maria", NameOrder::GivenFirst),
        (
            "Anna Maria van Berg",
            "Berg",
            "Anna Maria van",
            NameOrder::GivenFirst,
        ),
        ("歐陽娜娜", "歐陽", "娜娜", NameOrder::FamilyFirst),
        ("欧阳", "欧", "阳", NameOrder::FamilyFirst),
        ("王小明", "王", "小明", NameOrder::FamilyFirst),
        ("王", "王", "", NameOrder::FamilyFirst),
        ("Cher", "Cher", "", NameOrder::GivenFirst),
        ("", "", "", NameOrder::GivenFirst),
    ] {
        assert_eq!(
            split_name(whole),
            (family.to_owned(), given.to_owned(), order),
            "{whole}"
        );
    }
}

#[test]
fn a_contact_is_called_by_its_parts() {
    let body = json!({ "family_name": "歐陽", "given_name": "娜娜" });
    let (contact, _) = created(&CONTACT, 1, &facts(), body).unwrap();
    assert_eq!(
        (contact.text("name"), contact.title().as_str()),
        ("歐陽娜娜", "歐陽娜娜")
    );
}

proptest! {
    /// Splitting a name and putting it together again gives the name, blanks aside.
    #[test]
    fn a_split_name_is_whole_again(whole in "[a-zäöü]{1,6}( [a-z]{1,6}){0,3}|[一-龥]{1,5}") {
        let (family, given, order) = split_name(&whole);
        prop_assert_eq!(display_name(&family, &given, &order), whole);
    }

    #[test]
    fn no_name_panics(family: String, given: String) {
        for order in ["family_first", "given_first"] {
            display_name(&family, &given, &NameOrder::named(order));
        }
        split_name(&family);
    }
}
