//! How people's names are put together.

use crate::choice;

choice! {
    /// Which part of a name comes first.
    pub enum NameOrder { FamilyFirst = "family_first", GivenFirst = "given_first" }
}

/// The name as it is shown. Chinese, Japanese and Korean names stand without a space, family first.
pub fn display_name(family: &str, given: &str, order: &NameOrder) -> String {
    let (family, given) = (family.trim(), given.trim());
    if family.is_empty() || given.is_empty() {
        return format!("{family}{given}");
    }
    if is_cjk(family) && is_cjk(given) {
        return format!("{family}{given}");
    }
    match order {
        NameOrder::FamilyFirst => format!("{family} {given}"),
        _ => format!("{given} {family}"),
    }
}

fn is_cjk(text: &str) -> bool {
    let wide = |c: char| matches!(u32::from(c), 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
    text.chars().all(wide)
}

/// Splits a name written in one piece: the last word is the family name, unless the whole is CJK,
/// where the first character is (two for the common compound surnames).
pub fn split_name(whole: &str) -> (String, String, NameOrder) {
    let whole = whole.trim();
    if !whole.is_empty() && is_cjk(whole) {
        let compound = COMPOUND_SURNAMES
            .iter()
            .find(|name| whole.starts_with(**name) && whole.len() > name.len());
        let first = whole.chars().next().map_or(0, char::len_utf8);
        let (family, given) = whole.split_at(compound.map_or(first, |name| name.len()));
        return (family.to_owned(), given.to_owned(), NameOrder::FamilyFirst);
    }
    match whole.rsplit_once(char::is_whitespace) {
        Some((given, family)) => (
            family.to_owned(),
            given.trim().to_owned(),
            NameOrder::GivenFirst,
        ),
        None => (whole.to_owned(), String::new(), NameOrder::GivenFirst),
    }
}

/// The compound surnames that are common today, in both scripts.
const COMPOUND_SURNAMES: [&str; 20] = [
    "歐陽", "欧阳", "司馬", "司马", "諸葛", "诸葛", "上官", "皇甫", "司徒", "東方", "东方", "夏侯",
    "尉遲", "尉迟", "公孫", "公孙", "慕容", "長孫", "长孙", "令狐",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_their_order_and_script() {
        assert_eq!(
            display_name("王", "小明", &NameOrder::FamilyFirst),
            "王小明"
        );
        assert_eq!(display_name("王", "小明", &NameOrder::GivenFirst), "王小明");
        assert_eq!(
            display_name("佐々木", "太郎", &NameOrder::FamilyFirst),
            "佐々木太郎"
        );
        assert_eq!(
            display_name("Anders", "Maria", &NameOrder::GivenFirst),
            "Maria Anders"
        );
        assert_eq!(
            display_name("Nagy", "Anna", &NameOrder::FamilyFirst),
            "Nagy Anna"
        );
        assert_eq!(display_name("Suyama", "", &NameOrder::GivenFirst), "Suyama");
    }

    #[test]
    fn whole_names_are_split() {
        let parts = |whole| {
            let (family, given, _) = split_name(whole);
            (family, given)
        };
        assert_eq!(
            parts("Maria Anders"),
            ("Anders".to_owned(), "Maria".to_owned())
        );
        assert_eq!(parts("歐陽娜娜"), ("歐陽".to_owned(), "娜娜".to_owned()));
        assert_eq!(parts("王小明"), ("王".to_owned(), "小明".to_owned()));
        assert_eq!(parts(" Cher "), ("Cher".to_owned(), String::new()));
    }
}
