//! Choosing time zones, regions and currencies from what the browser knows.

use guanxi_domain::kernel::currency::Currency;
use leptos::prelude::*;

use crate::ui::intl::supported;
use crate::ui::{Choice, Combobox, Finding, Formats};

/// ISO 3166-1 alpha-2, which browsers can name but not list.
const REGIONS: &str = "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW \
BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR \
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH \
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX \
MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE \
SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG \
VI VN VU WF WS YE YT ZA ZM ZW";

/// The euro's regions and the currencies of the regions most firms sit in, for a first guess.
const EURO: &str = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK";
const CURRENCIES: [(&str, &str); 30] = [
    ("AE", "AED"),
    ("AU", "AUD"),
    ("BR", "BRL"),
    ("CA", "CAD"),
    ("CH", "CHF"),
    ("CN", "CNY"),
    ("CZ", "CZK"),
    ("DK", "DKK"),
    ("GB", "GBP"),
    ("HK", "HKD"),
    ("HU", "HUF"),
    ("ID", "IDR"),
    ("IL", "ILS"),
    ("IN", "INR"),
    ("JP", "JPY"),
    ("KR", "KRW"),
    ("MO", "MOP"),
    ("MX", "MXN"),
    ("MY", "MYR"),
    ("NO", "NOK"),
    ("NZ", "NZD"),
    ("PH", "PHP"),
    ("PL", "PLN"),
    ("SE", "SEK"),
    ("SG", "SGD"),
    ("TH", "THB"),
    ("TR", "TRY"),
    ("TW", "TWD"),
    ("US", "USD"),
    ("VN", "VND"),
];

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Zone,
    Region,
    Currency,
}

impl Listed {
    fn codes(self) -> Vec<String> {
        match self {
            Self::Zone => supported("timeZone"),
            Self::Region => REGIONS.split_whitespace().map(str::to_owned).collect(),
            // Browsers also know currencies of the past.
            Self::Currency => supported("currency")
                .into_iter()
                .filter(|code| code.parse::<Currency>().is_ok())
                .collect(),
        }
    }

    fn choice(self, formats: Formats, code: &str) -> Choice {
        match self {
            Self::Zone => Choice::new(code, code.replace('_', " ")),
            Self::Region => Choice::new(code, formats.name_of("region", code)),
            Self::Currency => {
                Choice::new(code, code).with_detail(formats.name_of("currency", code))
            }
        }
    }
}

/// The currency most firms of a region use, when we know.
pub(super) fn usual_currency(region: &str) -> Option<&'static str> {
    if !region.is_empty() && EURO.split(' ').any(|member| member == region) {
        return Some("EUR");
    }
    CURRENCIES
        .iter()
        .find(|(of, _)| *of == region)
        .map(|(_, code)| *code)
}

/// A combobox over all zones, regions or currencies; `value` holds the code.
#[component]
pub(super) fn CodeInput(
    /// What can be chosen.
    listed: Listed,
    /// The code chosen; empty when none is.
    value: RwSignal<String>,
    /// Runs when another code is chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
) -> impl IntoView {
    let formats = Formats::here();
    let chosen = RwSignal::new(None);
    Effect::new(move |_| {
        let code = value.get();
        chosen.set((!code.is_empty()).then(|| listed.choice(formats, &code)));
    });
    let find = move |text: String| -> Finding {
        let wanted = text.trim().to_lowercase();
        let fits = |choice: &Choice| {
            let words = format!(
                "{} {} {}",
                choice.value,
                choice.label,
                choice.detail.clone().unwrap_or_default()
            );
            words.to_lowercase().contains(&wanted)
        };
        let codes = listed.codes().into_iter();
        let choices = codes
            .map(|code| untrack(|| listed.choice(formats, &code)))
            .filter(fits)
            .take(MOST)
            .collect();
        Box::pin(async { Ok(choices) })
    };
    let take = move |choice: Option<Choice>| {
        let code = choice.map(|choice| choice.value).unwrap_or_default();
        value.set(code.clone());
        if let Some(act) = on_change {
            act.run(code);
        }
    };
    view! { <Combobox value=chosen find on_change=take /> }
}

/// As many as anybody scrolls through.
const MOST: usize = 100;

#[cfg(test)]
mod tests {
    use super::{REGIONS, usual_currency};

    #[test]
    fn regions_are_complete_and_in_order() {
        let regions: Vec<_> = REGIONS.split_whitespace().collect();
        assert!(regions.len() > 240 && regions.is_sorted());
    }

    #[test]
    fn a_first_guess_of_the_currency() {
        assert_eq!(usual_currency("TW"), Some("TWD"));
        assert_eq!(usual_currency("DE"), Some("EUR"));
        assert_eq!(usual_currency(""), None);
    }
}
