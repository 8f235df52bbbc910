//! The words of the frame, and of the pages that belong to no module.

use super::keys::Keys;
use crate::text::Language;

/// The words around every page.
#[derive(Debug)]
pub(crate) struct FrameText {
    /// The product's mark.
    pub mark: &'static str,
    /// Placeholder and label of the search box.
    pub search: &'static str,
    /// Hint at the key that reaches the search box.
    pub search_key: &'static str,
    /// What waits for this person, beside its number in the bar.
    pub notices: &'static str,
    /// The person's own page about logging in.
    pub sign_in: &'static str,
    /// Sign out.
    pub sign_out: &'static str,
    /// Skip link for keyboards and screen readers.
    pub skip: &'static str,
    /// Label of the rail for screen readers.
    pub rail: &'static str,
    /// Name of the portal.
    pub portal: &'static str,
    /// Name of the mail module.
    pub mail: &'static str,
    /// Name of the directory module.
    pub directory: &'static str,
    /// Name of the room of those who administer.
    pub administration: &'static str,
    /// The page of how things look.
    pub display: &'static str,
    /// The button that takes back what was just done.
    pub undo: &'static str,
    /// Heading of the settings menu.
    pub settings: &'static str,
    /// Told to screen readers when new mail arrives, before the number.
    pub arrived: &'static str,
    /// Opens the list of keys.
    pub keys: &'static str,
    /// Heading of the keys that act on every page.
    pub keys_everywhere: &'static str,
    /// Those keys.
    pub keys_common: Keys,
    /// Heading of the keys that lead to other pages.
    pub keys_go: &'static str,
    /// Said where the keys are switched off.
    pub keys_off: &'static str,
    /// The page of all keys.
    pub keys_all: &'static str,
    /// Switches them off.
    pub keys_stop: &'static str,
    /// Switches them on.
    pub keys_use: &'static str,
    /// The pages at hand.
    pub favourites: &'static str,
    /// Keeps this page.
    pub pin: &'static str,
    /// Takes it away.
    pub unpin: &'static str,
    /// The manual.
    pub help: &'static str,
    /// The part of the manual that is about this page.
    pub help_here: &'static str,
    /// What waits at the checkpoint, short.
    pub held: &'static str,
    /// Closes what is open.
    pub close: &'static str,
    /// Said when the server does not answer.
    pub unreachable: &'static str,
    /// Said when the server answered that it could not be done.
    pub not_done: &'static str,
    /// Stands before the number of an error page.
    pub number: &'static str,
}

static JA: FrameText = FrameText {
    mark: "関所",
    search: "すべてからさがす",
    search_key: "/ キー",
    notices: "受け取り待ち",
    sign_in: "サインインの設定",
    sign_out: "ログアウト",
    skip: "本文へ移動",
    rail: "メニュー",
    portal: "ポータル",
    mail: "メール",
    directory: "職員録",
    administration: "管理",
    display: "表示の設定",
    undo: "取り消す",
    settings: "設定",
    arrived: "新しいメールが届きました",
    keys: "キー操作",
    keys_everywhere: "どの画面でも",
    keys_common: &[
        ("/", "すべてからさがす"),
        ("?", "この画面のキー操作"),
        ("s", "お気に入りに入れる・外す"),
        ("z", "直前の操作を取り消す"),
        ("n", "次のページ・次のもの"),
        ("p", "前のページ・前のもの"),
        ("Esc", "開いたものを閉じる"),
    ],
    keys_go: "画面を移る",
    keys_off: "文字キーを使わない設定です。",
    keys_all: "すべての画面のキー",
    keys_stop: "文字キーを使わない",
    keys_use: "文字キーを使う",
    favourites: "お気に入り",
    pin: "お気に入りに入れる",
    unpin: "お気に入りから外す",
    help: "使い方",
    help_here: "この画面の使い方",
    held: "保留",
    close: "閉じる",
    unreachable: "つながりませんでした。少し待ってから、もう一度お試しください。",
    not_done: "できませんでした。画面を開き直してから、もう一度お試しください。",
    number: "お問い合わせ番号",
};

static EN: FrameText = FrameText {
    mark: "Sekisho",
    search: "Search everything",
    search_key: "/ key",
    notices: "Held",
    sign_in: "Sign-in settings",
    sign_out: "Log out",
    skip: "Skip to content",
    rail: "Menu",
    portal: "Portal",
    mail: "Mail",
    directory: "Directory",
    administration: "Administration",
    display: "Display",
    undo: "Undo",
    settings: "Settings",
    arrived: "New mail has arrived",
    keys: "Keys",
    keys_everywhere: "Everywhere",
    keys_common: &[
        ("/", "Search everything"),
        ("?", "Keys of this page"),
        ("s", "Keep as a favourite, or not"),
        ("z", "Undo what was just done"),
        ("n", "Next page, next one"),
        ("p", "Page before, one before"),
        ("Esc", "Close what is open"),
    ],
    keys_go: "Go to",
    keys_off: "Single-letter keys are switched off.",
    keys_all: "Keys of all pages",
    keys_stop: "Switch them off",
    keys_use: "Switch them on",
    favourites: "Favourites",
    pin: "Keep as a favourite",
    unpin: "Remove from the favourites",
    help: "Help",
    help_here: "Help on this page",
    held: "Held",
    close: "Close",
    unreachable: "No answer. Please wait a moment and try again.",
    not_done: "That did not work. Please open the page again and repeat it.",
    number: "Number to tell",
};

/// The frame's words in `language`.
pub(crate) fn frame(language: Language) -> &'static FrameText {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

/// The words of the page that shows two who changed one thing.
#[derive(Debug)]
pub(crate) struct ConflictText {
    /// Its heading.
    pub title: &'static str,
    /// What happened and what can be done.
    pub lead: &'static str,
    /// Over what stands there.
    pub theirs: &'static str,
    /// Over what was sent.
    pub mine: &'static str,
    /// Beside a part in which the two differ.
    pub different: &'static str,
    /// Where nothing stands.
    pub nothing: &'static str,
    /// Leaves what stands there.
    pub keep: &'static str,
    /// Writes over it.
    pub over: &'static str,
}

static CONFLICT_JA: ConflictText = ConflictText {
    title: "ほかの画面で先に変わっています",
    lead: "まだ何も上書きしていません。2つの内容を見くらべて、どちらにするかお選びください。",
    theirs: "いまの内容",
    mine: "あなたが入れた内容",
    different: "ちがいあり",
    nothing: "（なし）",
    keep: "いまの内容のままにする",
    over: "あなたの内容で上書きする",
};

static CONFLICT_EN: ConflictText = ConflictText {
    title: "This was changed elsewhere meanwhile",
    lead: "Nothing was written over. Compare the two and choose.",
    theirs: "As it stands",
    mine: "As you entered it",
    different: "Differs",
    nothing: "(nothing)",
    keep: "Leave it as it stands",
    over: "Write mine over it",
};

/// Those words in `language`.
pub(crate) fn conflict(language: Language) -> &'static ConflictText {
    match language {
        Language::Japanese => &CONFLICT_JA,
        Language::English => &CONFLICT_EN,
    }
}

/// The words around a list that leaves as a file.
#[derive(Debug)]
pub(crate) struct OutText {
    /// Heading of what Shift_JIS cannot say.
    pub lost: &'static str,
    /// What can be done.
    pub lost_why: &'static str,
    /// Over the row's number.
    pub row: &'static str,
    /// Over the column's name.
    pub column: &'static str,
    /// Over the whole cell.
    pub cell: &'static str,
    /// Over the letters that are lost.
    pub letters: &'static str,
    /// Saves as UTF-8.
    pub save_utf8: &'static str,
    /// Saves with 〓.
    pub save_geta: &'static str,
    /// Back to the list.
    pub back: &'static str,
}

static OUT_JA: OutText = OutText {
    lost: "Shift_JIS では表せない文字があります",
    lost_why: "UTF-8 で保存すると、すべての文字がそのまま残ります。Shift_JIS が必要なときは、下の文字を〓に置きかえて保存できます。",
    row: "行",
    column: "列",
    cell: "内容",
    letters: "表せない文字",
    save_utf8: "UTF-8 で保存する",
    save_geta: "〓に置きかえて保存する",
    back: "一覧にもどる",
};

static OUT_EN: OutText = OutText {
    lost: "Shift_JIS has no code for some letters",
    lost_why: "Saved as UTF-8, every letter stays as it is. Where Shift_JIS is needed, the letters below can be saved as 〓.",
    row: "Row",
    column: "Column",
    cell: "Text",
    letters: "Letters",
    save_utf8: "Save as UTF-8",
    save_geta: "Save with 〓 in their place",
    back: "Back to the list",
};

/// Those words in `language`.
pub(crate) fn out(language: Language) -> &'static OutText {
    match language {
        Language::Japanese => &OUT_JA,
        Language::English => &OUT_EN,
    }
}

/// A page that only says one thing and what to do next.
#[derive(Debug)]
pub(crate) struct Notice {
    /// What happened, one sentence.
    pub heading: &'static str,
    /// What to do next, one sentence.
    pub next: &'static str,
    /// The words of the link onward.
    pub link: &'static str,
}

/// The page for what is not there, or is not this person's.
pub(crate) fn not_found(language: Language) -> Notice {
    match language {
        Language::Japanese => Notice {
            heading: "お探しのページは見つかりませんでした。",
            next: "移動したか、見ることのできる方が限られています。",
            link: "受信箱を開く",
        },
        Language::English => Notice {
            heading: "This page was not found.",
            next: "It has moved, or only certain people may see it.",
            link: "Open the inbox",
        },
    }
}

/// The page for a request that another site sent in this person's name.
pub(crate) fn refused(language: Language) -> Notice {
    match language {
        Language::Japanese => Notice {
            heading: "安全のため、この操作を受け付けませんでした。",
            next: "画面を開き直してから、もう一度お試しください。",
            link: "受信箱を開く",
        },
        Language::English => Notice {
            heading: "For safety, this action was not accepted.",
            next: "Please open the page again and repeat it.",
            link: "Open the inbox",
        },
    }
}

/// The page for a form that could not be understood.
pub(crate) fn not_understood(language: Language) -> Notice {
    match language {
        Language::Japanese => Notice {
            heading: "入力の内容を読み取れませんでした。",
            next: "前の画面に戻って、もう一度お試しください。",
            link: "受信箱を開く",
        },
        Language::English => Notice {
            heading: "What was sent could not be read.",
            next: "Please go back and try again.",
            link: "Open the inbox",
        },
    }
}

/// The page for our own failure.
pub(crate) fn failed(language: Language) -> Notice {
    match language {
        Language::Japanese => Notice {
            heading: "ただいま表示できません。",
            next: "少し待ってから、もう一度お試しください。続くときは、下の番号を情報担当へお知らせください。",
            link: "もう一度開く",
        },
        Language::English => Notice {
            heading: "This cannot be shown just now.",
            next: "Please try again in a moment. If it goes on, tell your IT section the number below.",
            link: "Open again",
        },
    }
}
