//! The words of パスキー.

use crate::text::Language;

/// Words of the button that asks for one.
#[derive(Debug)]
pub(in crate::auth) struct OfferText {
    /// Between the ways of logging in.
    pub or: &'static str,
    pub enter: &'static str,
    /// The same where somebody is in already, or half.
    pub confirm: &'static str,
    /// What it is, for who has never used one.
    pub hint: &'static str,
    /// The person or the device gave up.
    pub stopped: &'static str,
    /// Anything else that the browser says.
    pub failed: &'static str,
    /// Where too many asked.
    pub busy: &'static str,
    pub no_script: &'static str,
    /// This browser knows no passkeys.
    pub unable: &'static str,
    /// The page is open under another name; the right one follows.
    pub elsewhere: &'static str,
    /// The device has one already.
    pub twice: &'static str,
}

/// Words of the page of one's passkeys.
#[derive(Debug)]
pub(super) struct ManageText {
    pub title: &'static str,
    pub back: &'static str,
    pub lead: &'static str,
    pub mine: &'static str,
    pub none: &'static str,
    pub made: &'static str,
    pub used: &'static str,
    pub unused: &'static str,
    pub doubted: &'static str,
    pub doubted_lead: &'static str,
    pub remove: &'static str,
    pub remove_lead: &'static str,
    pub remove_do: &'static str,
    pub add: &'static str,
    pub add_lead: &'static str,
    pub label: &'static str,
    pub label_help: &'static str,
    pub keep: &'static str,
    pub unoffered: &'static str,
    pub wrong_label: &'static str,
    pub wrong_last: &'static str,
    pub failed: &'static str,
    pub done_added: &'static str,
    pub done_removed: &'static str,
}

static OFFER_JA: OfferText = OfferText {
    or: "または",
    enter: "パスキーでログインする",
    confirm: "パスキーで確認する",
    hint: "登録した端末の顔・指紋・PINで確かめます。",
    stopped: "パスキーの確認が済みませんでした。もう一度押すか、ほかの方法をお使いください。",
    failed: "パスキーを使えませんでした。もう一度押すか、ほかの方法をお使いください。",
    busy: "ただいま混み合っています。5分ほど待ってからお試しください。",
    no_script: "パスキーは、JavaScript を使えるブラウザーで使えます。ほかの方法は、このまま使えます。",
    unable: "このブラウザーではパスキーを使えません。ほかの方法をお使いください。",
    elsewhere: "パスキーは、次のアドレスで開いた画面で使えます。",
    twice: "この端末のパスキーは、もう登録してあります。",
};

static OFFER_EN: OfferText = OfferText {
    or: "or",
    enter: "Log in with a passkey",
    confirm: "Confirm with a passkey",
    hint: "Your device asks for your face, your finger or its PIN.",
    stopped: "The passkey was not confirmed. Press again, or log in another way.",
    failed: "The passkey could not be used. Press again, or log in another way.",
    busy: "Many are asking at once. Please wait about five minutes and try again.",
    no_script: "Passkeys need a browser with JavaScript. The other ways work as they are.",
    unable: "This browser knows no passkeys. Please log in another way.",
    elsewhere: "Passkeys work on pages opened at this address:",
    twice: "This device's passkey is added already.",
};

static MANAGE_JA: ManageText = ManageText {
    title: "パスキー",
    back: "サインインの設定へ戻る",
    lead: "端末の顔・指紋・PINでログインします。パスワードも確認コードもいりません。にせの画面では働かないので、だまされて盗まれることもありません。",
    mine: "登録したパスキー",
    none: "まだありません。下の「パスキーを加える」で、いま使っている端末に作れます。",
    made: "登録",
    used: "最後の利用",
    unused: "まだ使っていません",
    doubted: "止めました",
    doubted_lead: "同じ鍵の写しが使われたおそれがあるため、このパスキーでは入れなくしました。消して、登録し直してください。心当たりのないときは、管理者にお知らせください。",
    remove: "消す",
    remove_lead: "この端末のパスキーではログインできなくなります。パスワードは、これまでどおり使えます。",
    remove_do: "このパスキーを消す",
    add: "パスキーを加える",
    add_lead: "いま使っている端末か、セキュリティキーに作ります。端末の画面の案内に従ってください。パスワードは、これまでどおり使えます。",
    label: "名前",
    label_help: "どの端末か分かる名前を付けます。例: 窓口のノートPC、青いセキュリティキー",
    keep: "パスキーを作る",
    unoffered: "この団体では、いまパスキーを使えません。管理者にお尋ねください。",
    wrong_label: "名前は1文字から40文字で入れてください。",
    wrong_last: "これを消すとログインする方法がなくなるため、消せません。先にほかのパスキーを加えるか、管理者に登録コードを求めてパスワードを決めてください。",
    failed: "パスキーを登録できませんでした。もう一度「パスキーを作る」を押してください。続くときは、ほかの端末でお試しください。",
    done_added: "パスキーを加えました。次のログインから使えます。",
    done_removed: "パスキーを消しました。端末の中に残ったものは、端末の設定から消してください。",
};

static MANAGE_EN: ManageText = ManageText {
    title: "Passkeys",
    back: "Back to sign-in settings",
    lead: "Log in by the face, finger or PIN of your device, without password and code. A passkey does nothing on a forged page, so nobody can trick you out of it.",
    mine: "Your passkeys",
    none: "None yet. Add one below, on the device you use.",
    made: "Added",
    used: "Last used",
    unused: "not used yet",
    doubted: "Stopped",
    doubted_lead: "A copy of this key may have been used, so it opens nothing any more. Remove it and add it anew. If you do not know why, tell your administrator.",
    remove: "Remove",
    remove_lead: "This device logs in by it no more. The password works as before.",
    remove_do: "Remove this passkey",
    add: "Add a passkey",
    add_lead: "It is made in this device or in a security key; follow what the device says. Your password goes on working.",
    label: "Name",
    label_help: "A name that tells you which device it is: laptop at the counter, blue security key.",
    keep: "Make a passkey",
    unoffered: "Your organisation does not use passkeys now. Please ask your administrator.",
    wrong_label: "Please give a name of one to forty characters.",
    wrong_last: "Without it you could not log in any more, so it stays. Add another passkey first, or ask your administrator for an enrolment code and choose a password.",
    failed: "The passkey could not be added. Press \"Make a passkey\" again; if it goes on, try another device.",
    done_added: "The passkey is added. It is good from the next time you log in.",
    done_removed: "The passkey is removed. What is left of it in the device is removed in the device's settings.",
};

/// The words of the button in `language`.
pub(super) fn offer(language: Language) -> &'static OfferText {
    match language {
        Language::Japanese => &OFFER_JA,
        Language::English => &OFFER_EN,
    }
}

/// The words of the page in `language`.
pub(super) fn manage(language: Language) -> &'static ManageText {
    match language {
        Language::Japanese => &MANAGE_JA,
        Language::English => &MANAGE_EN,
    }
}
