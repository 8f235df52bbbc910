//! The words of the form of 登録内容.

use crate::text::Language;

/// The fixed words.
#[derive(Debug)]
pub(in crate::modules::administration) struct FactsText {
    /// The button that leads to the form.
    pub open: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub yomi: &'static str,
    pub yomi_help: &'static str,
    pub phone: &'static str,
    pub phone_help: &'static str,
    pub address: &'static str,
    pub address_help: &'static str,
    pub keep: &'static str,
    pub back: &'static str,
    pub name_wrong: &'static str,
    pub yomi_wrong: &'static str,
    pub phone_wrong: &'static str,
    pub address_wrong: &'static str,
    pub address_taken: &'static str,
    pub last: &'static str,
    pub last_lead: &'static str,
    pub part: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub nothing: &'static str,
    pub undo: &'static str,
    pub changed: &'static str,
    lang: Language,
}

impl FactsText {
    /// Says that an address is not one of the town's.
    pub(super) fn address_foreign(&self, domain: &str) -> String {
        match self.lang {
            Language::Japanese => {
                format!("「@{domain}」で終わるメールアドレスを入力してください。")
            }
            Language::English => format!("Enter an address that ends in “@{domain}”."),
        }
    }

    /// Says that it was done.
    pub(super) fn done(&self, name: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{name}さんの登録内容を変えました。"),
            Language::English => format!("What is registered of {name} was changed."),
        }
    }

    /// Says that it was taken back.
    pub(super) fn taken_back(&self, name: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{name}さんの登録内容を元に戻しました。"),
            Language::English => format!("What is registered of {name} is as it was before."),
        }
    }

    /// Who changed it last, and when.
    pub(super) fn last_by(&self, when: &str, who: &str) -> String {
        match self.lang {
            Language::Japanese => format!("{when}　{who}"),
            Language::English => format!("{when}, {who}"),
        }
    }
}

static JA: FactsText = FactsText {
    open: "登録内容を変える",
    title: "登録内容の変更",
    lead: "改姓や内線の変更などを、その場で職員録に反映します。所属や職は「人事異動」で変えます。",
    name: "氏名",
    name_help: "入力した文字を1字も変えずに登録します。姓と名の間は空けてください。外字や異体字も使えます。",
    yomi: "よみ",
    yomi_help: "職員録の並び順と検索に使います。ひらがなで登録します。",
    phone: "内線",
    phone_help: "ない場合は空欄にしてください。",
    address: "メールアドレス",
    address_help: "変えると、前のアドレスに届くメールはすぐに受け取れなくなり、差出人に戻ります。これまでに届いたメールは、そのまま読めます。",
    keep: "この内容で登録する",
    back: "職員のページに戻る",
    name_wrong: "氏名を80字以内で入力してください。",
    yomi_wrong: "よみを120字以内で入力してください。",
    phone_wrong: "内線を40字以内で入力してください。改行やタブは使えません。",
    address_wrong: "「名前@役所のドメイン」の形で、半角で入力してください。",
    address_taken: "このメールアドレスは、ほかの方か課代表が使っています。別のアドレスを入力してください。",
    last: "直前の変更",
    last_lead: "まちがえて変えたときは、変える前の内容に戻せます。",
    part: "項目",
    before: "変える前",
    after: "変えた後",
    nothing: "（空欄）",
    undo: "変える前に戻す",
    changed: "その後に登録内容が変わったため、元に戻しませんでした。今の内容を確かめてください。",
    lang: Language::Japanese,
};

static EN: FactsText = FactsText {
    open: "Change what is registered",
    title: "What is registered",
    lead: "A new family name or extension stands in the directory at once. Units and posts change by a reassignment.",
    name: "Name",
    name_help: "Kept letter by letter. Leave a space between family and given name. Private and variant letters may be used.",
    yomi: "Reading",
    yomi_help: "The directory is ordered and searched by it. Kept in hiragana.",
    phone: "Extension",
    phone_help: "Leave it empty where there is none.",
    address: "Mail address",
    address_help: "Once it is changed, mail to the address before is no longer taken and goes back to its sender. Mail that has come stays readable.",
    keep: "Keep this",
    back: "Back to the person",
    name_wrong: "Enter a name of at most 80 letters.",
    yomi_wrong: "Enter a reading of at most 120 letters.",
    phone_wrong: "Enter an extension of at most 40 letters on one line.",
    address_wrong: "Enter an address like name@the town's domain.",
    address_taken: "Somebody else or an account of a unit has this address. Enter another one.",
    last: "The last change",
    last_lead: "If it was a mistake, it can be taken back.",
    part: "What",
    before: "Before",
    after: "After",
    nothing: "(empty)",
    undo: "Take it back",
    changed: "It was changed again since, so nothing was taken back. Look at what stands there now.",
    lang: Language::English,
};

/// The words in `language`.
pub(in crate::modules::administration) fn words(language: Language) -> &'static FactsText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}
