//! Every word of the mail module, in Japanese and in English.

use super::model::Folder;
use crate::text::Language;
use crate::web::keys::Keys;

/// The fixed words of the mail pages.
#[derive(Debug)]
pub(super) struct MailText {
    pub title: &'static str,
    pub inbox: &'static str,
    pub held: &'static str,
    pub archive: &'static str,
    pub trash: &'static str,
    pub folders: &'static str,
    pub list: &'static str,
    pub search: &'static str,
    pub search_here: &'static str,
    pub search_do: &'static str,
    pub clear: &'static str,
    pub unread_only: &'static str,
    pub show_all: &'static str,
    pub unread: &'static str,
    pub attachment: &'static str,
    pub older: &'static str,
    pub newest: &'static str,
    pub choose: &'static str,
    pub choose_hint: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub cc: &'static str,
    /// Before and after the number of people who are not named.
    pub others: (&'static str, &'static str),
    /// Before and after the number of lines of the report that open in place.
    pub rest_lines: (&'static str, &'static str),
    /// Before and after the number of files that open in place.
    pub rest_files: (&'static str, &'static str),
    pub date: &'static str,
    pub became: &'static str,
    pub reply_to: &'static str,
    pub print: &'static str,
    pub story: &'static str,
    pub headers: &'static str,
    pub headers_hint: &'static str,
    pub no_headers: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub turn: &'static str,
    pub back: &'static str,
    pub back_to_mail: &'static str,
    pub view_text: &'static str,
    pub view_html: &'static str,
    pub html_frame: &'static str,
    pub files: &'static str,
    pub download: &'static str,
    pub no_text: &'static str,
    pub no_subject: &'static str,
    pub no_sender: &'static str,
    pub mark_unread: &'static str,
    pub to_archive: &'static str,
    pub to_trash: &'static str,
    pub restore: &'static str,
    /// Key, what it does.
    pub keys: Keys,
    pub no_mail: &'static str,
    pub no_mail_hint: &'static str,
    pub no_unread: &'static str,
    pub no_unread_hint: &'static str,
    pub no_match: &'static str,
    pub no_match_hint: &'static str,
    pub no_held: &'static str,
    pub no_held_hint: &'static str,
    pub no_trash: &'static str,
    pub no_trash_hint: &'static str,
    pub no_archive: &'static str,
    pub no_archive_hint: &'static str,
}

static JA: MailText = MailText {
    title: "メール",
    inbox: "受信箱",
    held: "保留・受け取り待ち",
    archive: "処理済み",
    trash: "ごみ箱",
    folders: "フォルダ",
    list: "メールの一覧",
    search: "差出人・件名",
    search_here: "このフォルダの中をさがす",
    search_do: "さがす",
    clear: "さがすのをやめる",
    unread_only: "未読",
    show_all: "すべて",
    unread: "未読",
    attachment: "添付",
    older: "続きを読む",
    newest: "新しいメールに戻る",
    choose: "メールを選ぶと、ここに表示します。",
    choose_hint: "J と K で上下に移り、O で開きます。",
    from: "差出人",
    to: "宛先",
    cc: "写し",
    others: ("ほか ", "名"),
    rest_lines: ("ほか ", "件の内訳を見る"),
    rest_files: ("ほか ", "件の添付を見る"),
    date: "日時",
    became: "から次の名前へ",
    reply_to: "返信先",
    print: "印刷",
    story: "来歴",
    headers: "元のヘッダー",
    headers_hint: "送られてきたときのヘッダーです。表示できない文字は除いてあります。",
    no_headers: "このメールに、ほかのヘッダーはありませんでした。",
    previous: "前のメール",
    next: "次のメール",
    turn: "前後のメール",
    back: "一覧に戻る",
    back_to_mail: "メールに戻る",
    view_text: "文字だけで見る",
    view_html: "書式つきで見る",
    html_frame: "書式つきの本文",
    files: "添付ファイル",
    download: "受け取る",
    no_text: "本文はありません。",
    no_subject: "（件名なし）",
    no_sender: "（差出人なし）",
    mark_unread: "未読に戻す",
    to_archive: "処理済みへ",
    to_trash: "ごみ箱へ",
    restore: "受信箱に戻す",
    keys: &[
        ("j", "次のメール"),
        ("k", "前のメール"),
        ("o", "開く"),
        ("u", "未読・既読を切り替える"),
        ("e", "処理済みへ"),
    ],
    no_mail: "まだメールはありません。",
    no_mail_hint: "届くと、開き直さなくてもここに出ます。",
    no_unread: "未読のメールはありません。",
    no_unread_hint: "「すべて」を押すと、読んだメールも出ます。",
    no_match: "あてはまるメールはありません。",
    no_match_hint: "言葉を短くするか、別の言葉でお試しください。漢字の新旧、ひらがなとカタカナは区別しません。",
    no_held: "受け取り待ちのものはありません。",
    no_held_hint: "パスワード付きの添付など、確かめられなかったものがあると、ここに出ます。",
    no_trash: "ごみ箱は空です。",
    no_trash_hint: "捨てたメールは、ここから受信箱に戻せます。",
    no_archive: "処理済みのメールはありません。",
    no_archive_hint: "用の済んだメールは「処理済みへ」でここに移せます。さがすこともできます。",
};

static EN: MailText = MailText {
    title: "Mail",
    inbox: "Inbox",
    held: "Held",
    archive: "Archive",
    trash: "Trash",
    folders: "Folders",
    list: "Messages",
    search: "Sender or subject",
    search_here: "Search this folder",
    search_do: "Search",
    clear: "Clear the search",
    unread_only: "Unread",
    show_all: "All",
    unread: "Unread",
    attachment: "Attachments",
    older: "Show more",
    newest: "Back to the newest",
    choose: "Choose a message to read it here.",
    choose_hint: "J and K move down and up, O opens.",
    from: "From",
    to: "To",
    cc: "Cc",
    others: ("and ", " more"),
    rest_lines: ("Show ", " more lines"),
    rest_files: ("Show ", " more files"),
    date: "Date",
    became: "became",
    reply_to: "Reply to",
    print: "Print",
    story: "History",
    headers: "Original headers",
    headers_hint: "The headers as they were sent. Characters that cannot be shown are left out.",
    no_headers: "This message came with no other headers.",
    previous: "Previous",
    next: "Next",
    turn: "Neighbouring messages",
    back: "Back to the list",
    back_to_mail: "Back to the message",
    view_text: "View as text",
    view_html: "View with formatting",
    html_frame: "Message with formatting",
    files: "Attachments",
    download: "Download",
    no_text: "There is no text.",
    no_subject: "(no subject)",
    no_sender: "(no sender)",
    mark_unread: "Mark as unread",
    to_archive: "Archive",
    to_trash: "Move to trash",
    restore: "Back to the inbox",
    keys: &[
        ("j", "Next message"),
        ("k", "Previous message"),
        ("o", "Open"),
        ("u", "Read or unread"),
        ("e", "Archive"),
    ],
    no_mail: "There is no mail yet.",
    no_mail_hint: "It will appear here as it arrives, without reloading.",
    no_unread: "There is no unread mail.",
    no_unread_hint: "Choose “All” to see what you have read.",
    no_match: "No message matches.",
    no_match_hint: "Try a shorter or another word. Width, kana and old forms of letters make no difference.",
    no_held: "Nothing is waiting.",
    no_held_hint: "What could not be checked, such as a password-locked attachment, is shown here.",
    no_trash: "The trash is empty.",
    no_trash_hint: "What you throw away can be put back from here.",
    no_archive: "Nothing is archived.",
    no_archive_hint: "Move what you have dealt with here by “Archive”.",
};

/// The mail module's words in `language`.
pub(super) fn words(language: Language) -> &'static MailText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// 「見積の件」を処理済みへ移しました。
pub(super) fn moved(language: Language, subject: &str, to: Folder) -> String {
    let words = words(language);
    let subject = if subject.is_empty() {
        words.no_subject
    } else {
        subject
    };
    match (language, to) {
        (Language::Japanese, Folder::Inbox) => format!("「{subject}」を受信箱に戻しました。"),
        (Language::Japanese, Folder::Archive) => format!("「{subject}」を処理済みへ移しました。"),
        (Language::Japanese, Folder::Trash) => format!("「{subject}」をごみ箱へ移しました。"),
        (Language::English, Folder::Inbox) => format!("“{subject}” is back in the inbox."),
        (Language::English, Folder::Archive) => format!("“{subject}” was archived."),
        (Language::English, Folder::Trash) => format!("“{subject}” was moved to the trash."),
    }
}

/// The module's name and the letters that act in it.
pub(crate) fn keys(language: Language) -> (&'static str, Keys) {
    let words = words(language);
    (words.title, words.keys)
}

/// The names of the parts of a mail in which words are found.
#[derive(Debug)]
pub(super) struct FoundText {
    pub subject: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub copy: &'static str,
    pub body: &'static str,
    pub file: &'static str,
}

static FOUND_JA: FoundText = FoundText {
    subject: "件名",
    from: "差出人",
    to: "宛先",
    copy: "CC",
    body: "本文",
    file: "添付",
};

static FOUND_EN: FoundText = FoundText {
    subject: "Subject",
    from: "From",
    to: "To",
    copy: "CC",
    body: "Text",
    file: "Attachment",
};

/// Those names in `language`.
pub(super) fn found(language: Language) -> &'static FoundText {
    match language {
        Language::Japanese => &FOUND_JA,
        Language::English => &FOUND_EN,
    }
}

/// The words of mail's tiles on the portal.
#[derive(Debug)]
pub(super) struct TileText {
    pub unread: &'static str,
    pub held: &'static str,
    pub unread_card: &'static str,
    pub held_card: &'static str,
    pub held_order: &'static str,
    pub inbox: &'static str,
    pub look: &'static str,
    /// What is so, and what will be here.
    pub unread_none: (&'static str, &'static str),
    pub held_none: (&'static str, &'static str),
}

static TILE_JA: TileText = TileText {
    unread: "未読メール",
    held: "受け取り待ち",
    unread_card: "まだ読んでいないメール",
    held_card: "受け取りを待っているもの",
    held_order: "期限の近い順",
    inbox: "受信箱を開く",
    look: "見る",
    unread_none: (
        "未読のメールはありません。",
        "届くと、開いたままでもここに出ます。",
    ),
    held_none: (
        "受け取りを待っているものはありません。",
        "確認が必要な添付ファイルが届くと、ここに出ます。",
    ),
};

static TILE_EN: TileText = TileText {
    unread: "Unread mail",
    held: "Held",
    unread_card: "Mail you have not read",
    held_card: "Waiting for you",
    held_order: "Nearest deadline first",
    inbox: "Open the inbox",
    look: "Look",
    unread_none: (
        "You have read everything.",
        "New mail appears here while the page is open.",
    ),
    held_none: (
        "Nothing waits for you.",
        "Attachments that need a look will appear here.",
    ),
};

/// Those words in `language`.
pub(super) fn tile(language: Language) -> &'static TileText {
    match language {
        Language::Japanese => &TILE_JA,
        Language::English => &TILE_EN,
    }
}

/// うち今日 2.
pub(super) fn of_today(language: Language, count: usize) -> String {
    match (language, count) {
        (_, 0) => String::new(),
        (Language::Japanese, count) => format!("うち今日 {count}"),
        (Language::English, count) => format!("{count} of them today"),
    }
}

/// ほか 12 件を見る.
pub(super) fn more(language: Language, rest: u64) -> String {
    match language {
        Language::Japanese => format!("ほか {rest} 件を見る"),
        Language::English => format!("{rest} more"),
    }
}

/// Reading one's own mail, as a right.
pub(super) fn read_own(language: Language) -> &'static str {
    match language {
        Language::Japanese => "自分のメールを読む",
        Language::English => "Read their own mail",
    }
}
