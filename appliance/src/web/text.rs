//! The words of the frame, and of the pages that belong to no module.

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
    /// Sign out.
    /// The person's own page about logging in.
    pub sign_in: &'static str,
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
    /// Name of the module for many people's posts.
    pub reassignment: &'static str,
    /// Name of the pages about how others log in.
    pub sign_in_rooms: &'static str,
    /// Label of the language choice.
    pub language: &'static str,
    /// Label of the appearance choice.
    pub theme: &'static str,
    /// Appearance: as the machine says.
    pub theme_auto: &'static str,
    /// Appearance: light.
    pub theme_light: &'static str,
    /// Appearance: dark.
    pub theme_dark: &'static str,
    /// Appearance: high contrast.
    pub theme_contrast: &'static str,
    /// Button that keeps a setting.
    pub keep: &'static str,
    /// Heading of the settings menu.
    pub settings: &'static str,
    /// Told to screen readers when new mail arrives, before the number.
    pub arrived: &'static str,
    /// Opens the list of keys.
    pub keys: &'static str,
    /// Choice whether single letters act.
    pub keys_choice: &'static str,
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
    reassignment: "人事異動",
    sign_in_rooms: "サインイン",
    language: "表示する言葉",
    theme: "画面の色",
    theme_auto: "端末に合わせる",
    theme_light: "明るい",
    theme_dark: "暗い",
    theme_contrast: "はっきり",
    keep: "この設定にする",
    settings: "設定",
    arrived: "新しいメールが届きました",
    keys: "キー操作",
    keys_choice: "文字キーで操作する",
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
    reassignment: "Reassignment",
    sign_in_rooms: "Sign-in",
    language: "Language",
    theme: "Appearance",
    theme_auto: "As this device",
    theme_light: "Light",
    theme_dark: "Dark",
    theme_contrast: "High contrast",
    keep: "Keep this setting",
    settings: "Settings",
    arrived: "New mail has arrived",
    keys: "Keys",
    keys_choice: "Use single-letter keys",
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
