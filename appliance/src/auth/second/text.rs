//! The words of 二段階の確認.

use crate::text::Language;

/// Words of the step at log-in.
#[derive(Debug)]
pub(super) struct StepText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub code: &'static str,
    pub enter: &'static str,
    pub failed: &'static str,
    pub passkey_failed: &'static str,
    pub lost: &'static str,
    pub recovery_lead: &'static str,
    pub recovery: &'static str,
    pub recovery_enter: &'static str,
    pub stop: &'static str,
}

/// Words of the pages where it is set up.
#[derive(Debug)]
pub(super) struct ManageText {
    pub title: &'static str,
    pub back: &'static str,
    pub lead: &'static str,
    pub scan: &'static str,
    pub scan_lead: &'static str,
    pub picture: &'static str,
    pub typed: &'static str,
    pub typed_help: &'static str,
    pub show: &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub keep: &'static str,
    pub failed: &'static str,
    pub late: &'static str,
    pub set: &'static str,
    pub since: &'static str,
    pub remove: &'static str,
    pub remove_lead: &'static str,
    pub codes: &'static str,
    pub codes_lead: &'static str,
    pub codes_once: &'static str,
    pub codes_for: &'static str,
    pub codes_made: &'static str,
    pub done: &'static str,
}

/// Words of the step where another factor is set up on the way in.
#[derive(Debug)]
pub(super) struct SetUpText {
    pub heading: &'static str,
    pub lead: &'static str,
    pub key: &'static str,
    pub key_lead: &'static str,
    pub label: &'static str,
    pub label_help: &'static str,
    pub make: &'static str,
    pub wrong_label: &'static str,
    pub wrong_key: &'static str,
    pub or: &'static str,
    pub app: &'static str,
    pub stop: &'static str,
}

static SET_UP_JA: SetUpText = SetUpText {
    heading: "二段階の確認の設定",
    lead: "団体の決まりにより、ログインにはパスワードのほかに、もう一つの確かめが必要です。次のどちらかを設定すると、続きの画面が開きます。",
    key: "パスキーを使う",
    key_lead: "いま使っている端末の顔・指紋・PINか、セキュリティキーで確かめます。次からはパスワードもいりません。",
    label: "名前",
    label_help: "どの端末か分かる名前です。例: 窓口のノートPC、青いセキュリティキー",
    make: "パスキーを作る",
    wrong_label: "名前は1文字から40文字で入れてください。",
    wrong_key: "パスキーを登録できませんでした。もう一度「パスキーを作る」を押すか、確認アプリをお使いください。",
    or: "または",
    app: "スマートフォンの確認アプリを使う",
    stop: "ログインをやめる",
};

static SET_UP_EN: SetUpText = SetUpText {
    heading: "Set up a second step",
    lead: "By the rules of your organisation a password alone does not let you in. Set up one of these two, and the page you wanted will open.",
    key: "Use a passkey",
    key_lead: "The face, finger or PIN of this device, or a security key. From the next time on you need no password.",
    label: "Name",
    label_help: "A name that tells you which device it is: laptop at the counter, blue security key.",
    make: "Make a passkey",
    wrong_label: "Please give a name of one to forty characters.",
    wrong_key: "The passkey could not be added. Press \"Make a passkey\" again, or use an authenticator app.",
    or: "or",
    app: "Use an authenticator app on your phone",
    stop: "Do not log in",
};

/// The words of setting up on the way in, in `language`.
pub(super) fn set_up(language: Language) -> &'static SetUpText {
    match language {
        Language::Japanese => &SET_UP_JA,
        Language::English => &SET_UP_EN,
    }
}

static STEP_JA: StepText = StepText {
    heading: "二段階の確認",
    lead: "確認アプリに表示されている6けたの数字を入れてください。",
    code: "確認コード",
    enter: "ログインする",
    failed: "確認できませんでした。新しく表示された数字を入れてください。一度使った数字は使えません。何度か続いたときは、1時間ほど待ってからお試しください。",
    passkey_failed: "パスキーで確認できませんでした。もう一度お試しになるか、確認コードを入れてください。",
    lost: "スマートフォンが手元にないとき",
    recovery_lead: "控えておいた回復コードのうち、まだ使っていないものを1つ入れてください。",
    recovery: "回復コード",
    recovery_enter: "回復コードでログインする",
    stop: "ログインをやめる",
};

static STEP_EN: StepText = StepText {
    heading: "Second step",
    lead: "Please enter the six digits that your authenticator app shows.",
    code: "Code",
    enter: "Log in",
    failed: "That could not be confirmed. Please enter the digits shown now; each code is good once. After several tries, wait about an hour.",
    passkey_failed: "The passkey did not work. Please try again, or enter a code.",
    lost: "Without your phone at hand",
    recovery_lead: "Enter one of your recovery codes that you have not used yet.",
    recovery: "Recovery code",
    recovery_enter: "Log in with the recovery code",
    stop: "Do not log in",
};

static MANAGE_JA: ManageText = ManageText {
    title: "確認アプリ",
    back: "サインインの設定へ戻る",
    lead: "スマートフォンの確認アプリ（Google Authenticator、Microsoft Authenticator など）を使うと、パスワードを知られても、ほかの人はログインできません。通信はいりません。",
    scan: "1. 確認アプリで読み取る",
    scan_lead: "アプリの「追加」を押し、この図を読み取ってください。",
    picture: "確認アプリで読み取る図",
    typed: "読み取れないとき",
    typed_help: "アプリの「キーを入力」に、次の文字を入れてください。種類は「時間ベース」です。",
    show: "2. 表示された数字を入れる",
    code: "確認コード",
    code_help: "アプリに表示された6けたの数字です。",
    keep: "確認アプリを使う",
    failed: "数字が合いませんでした。いま表示されている数字を入れてください。続くときは、スマートフォンの時計が合っているかお確かめください。",
    late: "時間が過ぎたため、新しい図を表示しました。もう一度読み取ってください。",
    set: "使っています",
    since: "設定した日時",
    remove: "確認アプリをやめる",
    remove_lead: "やめると、パスワードだけでログインできるようになります。機種を替えるときは、やめてからもう一度設定してください。",
    codes: "回復コード",
    codes_lead: "スマートフォンをなくしたときは、確認コードの代わりに、この中の1つでログインできます。1つは1回だけ使えます。印刷して、鍵のかかる所にしまってください。",
    codes_once: "この10個は、ここに一度だけ表示します。前の回復コードは使えません。",
    codes_for: "ログイン名",
    codes_made: "発行",
    done: "控えました",
};

static MANAGE_EN: ManageText = ManageText {
    title: "Authenticator app",
    back: "Back to sign-in settings",
    lead: "With an authenticator app on your phone nobody gets in who only learned your password. It needs no network.",
    scan: "1. Scan with the app",
    scan_lead: "Choose \"add\" in the app and scan this picture.",
    picture: "Picture for the authenticator app",
    typed: "If it cannot be scanned",
    typed_help: "Enter these letters in the app as a key, time-based.",
    show: "2. Enter the digits it shows",
    code: "Code",
    code_help: "The six digits in the app.",
    keep: "Use the app",
    failed: "The digits did not fit. Please enter those shown now; if it goes on, see whether the phone's clock is right.",
    late: "That took a while, so here is a new picture. Please scan again.",
    set: "In use",
    since: "Set up",
    remove: "Stop using the app",
    remove_lead: "Then a password alone lets you in again. For another phone, stop and set it up anew.",
    codes: "Recovery codes",
    codes_lead: "Should you lose the phone, one of these takes the place of a code. Each is good once. Print them and lock them away.",
    codes_once: "These ten are shown here once. Those you had before are good no more.",
    codes_for: "Log-in name",
    codes_made: "Made",
    done: "I have kept them",
};

/// The words of the step in `language`.
pub(super) fn step(language: Language) -> &'static StepText {
    match language {
        Language::Japanese => &STEP_JA,
        Language::English => &STEP_EN,
    }
}

/// The words of the pages in `language`.
pub(super) fn manage(language: Language) -> &'static ManageText {
    match language {
        Language::Japanese => &MANAGE_JA,
        Language::English => &MANAGE_EN,
    }
}
