//! Keys that follow from the catalogue: the names of entities, fields, choices, verbs and problems.

use crate::{Args, Language, Texts};

/// A catalogue name as it stands in a key: `owner_id` becomes `owner-id`.
pub fn dashed(name: &str) -> String {
    name.replace(['_', '.'], "-")
}

impl Texts {
    /// One record of this entity: "Account".
    pub fn entity(&self, entity: &str) -> String {
        self.text(&format!("entity-{}", dashed(entity)))
    }

    /// Many records of this entity: "Accounts".
    pub fn entity_plural(&self, entity: &str) -> String {
        self.text(&format!("entity-{}-plural", dashed(entity)))
    }

    /// One record of this entity inside a sentence or after a verb: "account".
    pub fn entity_inside(&self, entity: &str) -> String {
        inside(self.language(), self.entity(entity))
    }

    /// Many records of this entity inside a sentence: "accounts".
    pub fn entity_plural_inside(&self, entity: &str) -> String {
        inside(self.language(), self.entity_plural(entity))
    }

    /// A field's label: the entity's own word, else the word shared by all entities.
    pub fn field(&self, entity: &str, field: &str) -> String {
        let field = dashed(field);
        let own = format!("field-{}-{field}", dashed(entity));
        self.first_of(&[&own, &format!("field-{field}")])
    }

    /// What records are called on the page of the record that this field of theirs points to, such as "Subsidiaries";
    /// `None` where the plain word will do.
    pub fn related(&self, entity: &str, field: &str) -> Option<String> {
        let key = format!("related-{}-{}", dashed(entity), dashed(field));
        self.has(&key).then(|| self.text(&key))
    }

    /// The word for one value of a choice field; a value unknown to the texts shows as it is.
    pub fn choice(&self, entity: &str, field: &str, value: &str) -> String {
        let (field, choice) = (dashed(field), dashed(value));
        let own = format!("choice-{}-{field}-{choice}", dashed(entity));
        let shared = format!("choice-{field}-{choice}");
        if self.has(&own) || self.has(&shared) {
            self.first_of(&[&own, &shared])
        } else {
            value.to_owned()
        }
    }

    /// What a person does by this verb: "Win", else the shared word such as "Delete".
    pub fn verb(&self, entity: &str, verb: &str) -> String {
        let verb = dashed(verb);
        let own = format!("verb-{}-{verb}", dashed(entity));
        self.first_of(&[&own, &format!("verb-{verb}")])
    }

    /// The sentence for a stable error code; a code unknown to the texts gives the general sentence.
    ///
    /// Some refusals know more at one time than at another. `problem-<code>-<names of the values>` wins where all
    /// those values are given, `problem-out-of-range-least-most` for instance.
    pub fn problem(&self, code: &str, args: &Args) -> String {
        let key = format!("problem-{}", dashed(code));
        let detailed = format!("{key}-{}", args.names().join("-"));
        if self.has(&detailed) {
            self.format(&detailed, args)
        } else if self.has(&key) {
            self.format(&key, args)
        } else {
            self.format(
                "problem-unknown",
                &Args::new().with("code", code.to_owned()),
            )
        }
    }
}

/// English names things in lower case inside a sentence; Chinese has no case.
fn inside(language: Language, name: String) -> String {
    if language == Language::En {
        name.to_lowercase()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use crate::{Args, Language, Texts};

    fn texts() -> Texts {
        let source = "\
entity-account = Account
field-owner-id = Owner
field-account-name = Account name
field-name = Name
choice-account-tier-top = Top
problem-required = Fill this in.
problem-out-of-range = Out of range.
problem-out-of-range-least-most = Between { $least } and { $most }.
problem-unknown = Error { $code }.
";
        Texts::parse(Language::En, source.to_owned()).unwrap_or_else(|bad| panic!("{bad}"))
    }

    #[test]
    fn an_entity_may_have_its_own_word_for_a_shared_field() {
        assert_eq!(texts().field("account", "name"), "Account name");
        assert_eq!(texts().field("contact", "name"), "Name");
        assert_eq!(texts().field("contact", "owner_id"), "Owner");
    }

    #[test]
    fn names_stand_in_sentences_in_lower_case() {
        assert_eq!(texts().entity_inside("account"), "account");
    }

    #[test]
    fn unknown_choices_and_codes_still_say_something() {
        assert_eq!(texts().choice("account", "tier", "top"), "Top");
        assert_eq!(texts().choice("account", "tier", "new_one"), "new_one");
        assert_eq!(texts().problem("required", &Args::new()), "Fill this in.");
        assert_eq!(texts().problem("odd_one", &Args::new()), "Error odd_one.");
    }

    #[test]
    fn a_refusal_says_as_much_as_it_knows() {
        let limits = Args::new().with("most", 9).with("least", 1);
        assert_eq!(texts().problem("out_of_range", &limits), "Between 1 and 9.");
        assert_eq!(
            texts().problem("out_of_range", &Args::new()),
            "Out of range."
        );
    }
}
