//! Names of firms without their legal form.

use super::words;

/// Legal forms in Latin letters, as words at the end of a name.
const FORMS: &[&[&str]] = &[
    &["gmbh", "co", "kg"],
    &["gmbh"],
    &["mbh"],
    &["ag"],
    &["kg"],
    &["kgaa"],
    &["ohg"],
    &["ug"],
    &["e", "v"],
    &["ltd"],
    &["limited"],
    &["llc"],
    &["l", "l", "c"],
    &["llp"],
    &["inc"],
    &["incorporated"],
    &["corp"],
    &["corporation"],
    &["co"],
    &["company"],
    &["plc"],
    &["pty"],
    &["pte"],
    &["pvt"],
    &["sa"],
    &["s", "a"],
    &["sas"],
    &["sarl"],
    &["srl"],
    &["s", "r", "l"],
    &["spa"],
    &["s", "p", "a"],
    &["bv"],
    &["b", "v"],
    &["nv"],
    &["n", "v"],
    &["ab"],
    &["oy"],
    &["aps"],
    &["as"],
    &["kk"],
];

/// Legal forms in Chinese, the longer ones first.
const CHINESE_FORMS: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限責任公司",
    "责任有限公司",
    "責任有限公司",
    "有限公司",
    "股份公司",
    "公司",
];

/// What of a folded name of a firm counts: its words without the legal form, unless there is nothing else.
pub fn firm_core(folded: &str) -> String {
    let mut found: Vec<&str> = words(folded).collect();
    while let Some(kept) = FORMS.iter().find_map(|form| without(&found, form)) {
        found.truncate(kept);
    }
    let core = found.join(" ");
    let bare = CHINESE_FORMS
        .iter()
        .find_map(|form| core.strip_suffix(form))
        .map(str::trim_end);
    bare.filter(|bare| !bare.is_empty())
        .map_or_else(|| core.clone(), str::to_owned)
}

/// How many words stand before a legal form; at least one must.
fn without(words: &[&str], form: &[&str]) -> Option<usize> {
    let kept = words.len().checked_sub(form.len())?;
    (kept > 0 && words[kept..] == *form).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::firm_core;
    use crate::kernel::fold::plain;

    #[test]
    fn the_legal_form_does_not_count() {
        for (name, core) in [
            ("Harbour & Sons Ltd.", "harbour sons"),
            ("Harbour GmbH & Co. KG", "harbour"),
            ("Ｈarbour Co., Ltd", "harbour"),
            ("Rossi S.p.A.", "rossi"),
            ("Limited", "limited"),
            ("怡海軟件股份有限公司", "怡海軟件"),
            ("有限公司", "有限公司"),
            ("Yihai 怡海有限公司", "yihai 怡海"),
            ("", ""),
        ] {
            assert_eq!(firm_core(&plain(name)), core, "{name}");
        }
    }
}
