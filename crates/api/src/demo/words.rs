//! Names and phrases that records are made of. Latin and Chinese stand beside each other.

pub const FAMILY: &[&str] = &[
    "Anders",
    "Berglund",
    "Citeaux",
    "Dubois",
    "Ek",
    "Fonseca",
    "García",
    "Hansen",
    "Ivanova",
    "Jensen",
    "Kowalski",
    "López",
    "Müller",
    "Nagy",
    "O'Brien",
    "Pereira",
    "Quiroga",
    "Rossi",
    "Schmidt",
    "Tannamuri",
    "Ueda",
    "Vogel",
    "Wilson",
    "Yorres",
    "Zhukov",
];

pub const GIVEN: &[&str] = &[
    "Ana",
    "Bernardo",
    "Christina",
    "Diego",
    "Elizabeth",
    "Frédérique",
    "Giovanni",
    "Helen",
    "Ines",
    "Jaime",
    "Karin",
    "Lino",
    "Martine",
    "Nadia",
    "Olga",
    "Patricia",
    "Rita",
    "Simon",
    "Thomas",
    "Victoria",
    "Yang",
    "Zbyszek",
];

pub const HAN_FAMILY: &[&str] = &[
    "王", "李", "張", "陳", "林", "黃", "吳", "劉", "蔡", "楊", "許", "鄭", "謝", "郭", "洪", "曾",
    "歐陽", "司馬",
];

pub const HAN_GIVEN: &[&str] = &[
    "小明", "雅婷", "志豪", "淑芬", "家豪", "怡君", "俊傑", "美玲", "建宏", "佳穎", "文雄", "麗華",
    "子軒", "宇翔",
];

pub const FIRM: &[&str] = &[
    "Alfreds",
    "Blauer See",
    "Bólido",
    "Cactus",
    "Drachenblut",
    "Eastern Connection",
    "Folk och fä",
    "Galería",
    "Hungry Coyote",
    "Island Trading",
    "Königlich",
    "La maison",
    "Magazzini",
    "North/South",
    "Océano",
    "Piccolo",
    "Rancho grande",
    "Seven Seas",
    "Toms",
    "Victuailles",
    "White Clover",
    "Wolski",
];

pub const FIRM_KIND: &[&str] = &[
    "GmbH", "Ltd.", "S.A.", "AB", "Inc.", "B.V.", "S.p.A.", "Oy", "Foods", "Imports",
];

pub const HAN_FIRM: &[&str] = &[
    "怡海", "大同", "遠東", "統一", "台達", "宏碁", "新光", "中華", "華新", "東方", "海天", "金龍",
    "永豐", "長榮",
];

pub const HAN_FIRM_KIND: &[&str] = &[
    "軟件有限公司",
    "股份有限公司",
    "科技",
    "貿易有限公司",
    "實業",
    "電子",
    "國際物流",
    "食品",
];

pub const INDUSTRY: &[&str] = &[
    "Food",
    "Machinery",
    "Software",
    "Logistics",
    "Retail",
    "Health",
    "Energy",
    "Education",
    "製造業",
    "金融業",
];

pub const CITY: &[(&str, &str)] = &[
    ("Berlin", "DE"),
    ("Luleå", "SE"),
    ("Madrid", "ES"),
    ("London", "GB"),
    ("Torino", "IT"),
    ("Lyon", "FR"),
    ("台北市", "TW"),
    ("高雄市", "TW"),
    ("上海市", "CN"),
    ("深圳市", "CN"),
    ("Graz", "AT"),
    ("Helsinki", "FI"),
];

pub const JOB: &[&str] = &[
    "Owner",
    "Sales Manager",
    "Purchasing",
    "Accounting",
    "Marketing Assistant",
    "經理",
    "採購",
    "工程師",
];

pub const DEAL: &[&str] = &[
    "Annual supply",
    "Pilot",
    "Renewal",
    "Expansion",
    "Maintenance contract",
    "年度採購",
    "試用",
    "續約",
    "系統導入",
];

pub const SUBJECT: &[(&str, &str)] = &[
    ("task", "Send the offer"),
    ("task", "準備簡報"),
    ("call", "Ask about the decision"),
    ("call", "確認交期"),
    ("meeting", "Review on site"),
    ("meeting", "產品說明會"),
    ("note", "Prefers delivery on Tuesdays"),
    ("note", "對價格敏感，重視售後服務"),
];
