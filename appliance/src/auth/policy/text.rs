//! The words about passwords, the same wherever one is chosen.

use super::judge::Complaint;
use super::model::Policy;
use crate::text::Language;

/// What a password must be, each rule a sentence.
pub(in crate::auth) fn rules(language: Language, policy: Policy) -> String {
    let (least, kinds, former) = (policy.least(), policy.kinds(), policy.former());
    let japanese = language == Language::Japanese;
    let mut rules = vec![if japanese {
        format!(
            "{least}文字以上にしてください。短い言葉をいくつかつなげると、覚えやすく、当てられにくくなります。"
        )
    } else {
        format!(
            "At least {least} characters. A few short words in a row are easy to remember and hard to guess."
        )
    }];
    if kinds > 0 {
        rules.push(if japanese {
            format!("英小文字・英大文字・数字・記号のうち{kinds}種類以上を使ってください。")
        } else {
            format!("Use at least {kinds} of small letters, capitals, digits and signs.")
        });
    }
    if former > 1 {
        rules.push(if japanese {
            format!("最近の{former}個と同じものは使えません。")
        } else {
            format!("None of your last {former}.")
        });
    }
    rules.join(if japanese { "" } else { " " })
}

/// What to say about a password that cannot be taken.
pub(in crate::auth) fn complaint(language: Language, complaint: Complaint) -> String {
    let most = Policy::MOST;
    match (language, complaint) {
        (Language::Japanese, Complaint::Differ) => {
            "2つの欄のパスワードが違っています。同じものを入れてください。".to_owned()
        }
        (Language::Japanese, Complaint::Short(least)) => {
            format!("新しいパスワードは{least}文字以上にしてください。")
        }
        (Language::Japanese, Complaint::Long) => {
            format!("新しいパスワードは{most}文字以内にしてください。")
        }
        (Language::Japanese, Complaint::Kinds(kinds)) => {
            format!("英小文字・英大文字・数字・記号のうち、{kinds}種類以上を使ってください。")
        }
        (Language::Japanese, Complaint::Guessable) => {
            "そのパスワードは当てられやすいので、別のものにしてください。よくある言葉や並びに、関係のない言葉をいくつか足すと強くなります。".to_owned()
        }
        (Language::Japanese, Complaint::Own) => {
            "お名前・ログイン名・団体の名前からできたパスワードは当てられやすいので、別のものにしてください。".to_owned()
        }
        (Language::Japanese, Complaint::Former) => {
            "最近お使いになったパスワードです。別のものにしてください。".to_owned()
        }
        (Language::English, Complaint::Differ) => {
            "The two passwords differ. Please enter the same one twice.".to_owned()
        }
        (Language::English, Complaint::Short(least)) => {
            format!("Please choose a password of at least {least} characters.")
        }
        (Language::English, Complaint::Long) => {
            format!("Please choose a password of at most {most} characters.")
        }
        (Language::English, Complaint::Kinds(kinds)) => {
            format!("Please use at least {kinds} of small letters, capitals, digits and signs.")
        }
        (Language::English, Complaint::Guessable) => {
            "That password is easily guessed. Please choose another; a few unrelated words make it strong.".to_owned()
        }
        (Language::English, Complaint::Own) => {
            "A password made of your name, your log-in name or your organisation's is easily guessed. Please choose another.".to_owned()
        }
        (Language::English, Complaint::Former) => {
            "You used that password not long ago. Please choose another.".to_owned()
        }
    }
}
