//! What is wrong with a row, and what to do next, in words.

use super::super::model::{Column, Finding, What};

pub(super) fn japanese(finding: &Finding) -> (String, &'static str) {
    match &finding.what {
        What::NoColumn => (
            format!("「{}」の列がありません。", finding.column.word()),
            "1行目に列の名前を書いてください。",
        ),
        What::OtherFile => (
            "職員録のCSVではないようです。".to_owned(),
            "職員録の「書き出す」で作ったCSVを選んでください。",
        ),
        What::NoRow => (
            "読み込む行がありません。".to_owned(),
            "1行目に列の名前、2行目から発令を書いてください。",
        ),
        What::TooMany => (
            "行が多すぎて、ここから先を読んでいません。".to_owned(),
            "一覧を分けて読み込んでください。",
        ),
        What::Bytes => (
            "読み取れない文字があります。".to_owned(),
            "UTF-8かShift_JISで保存し直してください。",
        ),
        What::Empty => ("空欄です。".to_owned(), "この欄を埋めてください。"),
        What::UnknownAct(word) => (
            format!("「{word}」という区分はありません。"),
            "区分は、書き方にある言葉のどれかにしてください。",
        ),
        What::Invalid(text) => (
            format!("「{text}」は使えません。"),
            match finding.column {
                Column::Address => "名前@ドメイン の形で書いてください。",
                Column::Login => "英小文字と数字で書いてください。記号は . - _ が使えます。",
                _ => "書き方を確かめてください。",
            },
        ),
        What::Nobody(login) => (
            format!("発令日に在籍する「{login}」の方が見つかりません。"),
            "ログイン名を確かめてください。新しい方は区分を採用にします。",
        ),
        What::OtherName(theirs) => (
            format!("このログイン名は「{theirs}」さんのものです。"),
            "ログイン名か氏名を直してください。",
        ),
        What::LoginTaken(login) => (
            format!("ログイン名「{login}」は、もう使われています。"),
            "別のログイン名にするか、区分を異動にしてください。",
        ),
        What::AddressTaken(address) => (
            format!("メールアドレス「{address}」は、もう使われています。"),
            "メールの欄に別のアドレスを書いてください。",
        ),
        What::NoUnit(name) => (
            format!("発令日に「{name}」という所属がありません。"),
            "所属の名前を確かめるか、組織新設の行を加えてください。",
        ),
        What::ManyUnits(name) => (
            format!("「{name}」という所属が二つ以上あります。"),
            "総務課/総務係 のように上から書いてください。",
        ),
        What::UnitThere(name) => (
            format!("「{name}」は、もうあります。"),
            "この行を消すか、別の名前にしてください。",
        ),
        What::Remaining(people) => (
            format!("廃止する所属に{people}人が残っています。"),
            "残っている方の異動か退職の行を加えてください。",
        ),
        What::Below => (
            "廃止する所属の下に、別の所属が残っています。".to_owned(),
            "下の所属の廃止の行を加えてください。",
        ),
        What::Account => (
            "廃止する所属の課代表が使われています。".to_owned(),
            "組織の画面で、先に課代表を閉じてください。",
        ),
        What::BelowItself => (
            "この所属が、自分より下の所属の下に入ることになります。".to_owned(),
            "新しい上の所属を確かめてください。",
        ),
        What::TooDeep => (
            "所属の階層が深くなりすぎます。".to_owned(),
            "もっと上の所属の下に移してください。",
        ),
        What::NotHeld => (
            "この方は、その所属を兼務していません。".to_owned(),
            "所属と職位を確かめてください。",
        ),
        What::NoMain => (
            "この方には、本務の職がありません。".to_owned(),
            "ログイン名を確かめるか、先に異動の行で職を決めてください。",
        ),
        What::NotAway => (
            "この方は、休職も出向もしていません。".to_owned(),
            "区分を異動にするか、ログイン名を確かめてください。",
        ),
        What::Later => (
            "この方には、発令日以後の発令がすでにあります。".to_owned(),
            "先の発令を取り消してから、もう一度読み込んでください。",
        ),
        What::Twice(line) => (
            format!("{line}行目と重なっています。"),
            "どちらかの行を消してください。",
        ),
    }
}

pub(super) fn english(finding: &Finding) -> (String, &'static str) {
    match &finding.what {
        What::NoColumn => (
            format!("There is no column “{}”.", finding.column.word()),
            "Write the names of the columns in line 1.",
        ),
        What::OtherFile => (
            "This is not a CSV of the directory.".to_owned(),
            "Choose the CSV that the directory exports.",
        ),
        What::NoRow => (
            "There is nothing to read.".to_owned(),
            "Write the names of the columns in line 1 and appointments below.",
        ),
        What::TooMany => (
            "There are too many lines; what follows was not read.".to_owned(),
            "Read the list in parts.",
        ),
        What::Bytes => (
            "Letters cannot be read.".to_owned(),
            "Save the list as UTF-8 or Shift_JIS.",
        ),
        What::Empty => ("Nothing stands here.".to_owned(), "Fill it in."),
        What::UnknownAct(word) => (
            format!("“{word}” is not a kind of row."),
            "Use one of the words that are listed.",
        ),
        What::Invalid(text) => (
            format!("“{text}” cannot be used."),
            "Check how it is written.",
        ),
        What::Nobody(login) => (
            format!("Nobody called “{login}” is here on the day."),
            "Check the log-in name; for somebody new write 採用.",
        ),
        What::OtherName(theirs) => (
            format!("This log-in name is that of {theirs}."),
            "Correct the log-in name or the name.",
        ),
        What::LoginTaken(login) => (
            format!("The log-in name “{login}” is taken."),
            "Choose another one, or write 異動.",
        ),
        What::AddressTaken(address) => (
            format!("The address “{address}” is taken."),
            "Write another address.",
        ),
        What::NoUnit(name) => (
            format!("There is no unit “{name}” on the day."),
            "Check the name, or add a line that opens it.",
        ),
        What::ManyUnits(name) => (
            format!("There is more than one unit “{name}”."),
            "Write it from the top, as 総務課/総務係.",
        ),
        What::UnitThere(name) => (
            format!("“{name}” is there already."),
            "Remove the line or choose another name.",
        ),
        What::Remaining(people) => (
            format!("People who remain in the unit that closes: {people}."),
            "Add lines that move them.",
        ),
        What::Below => (
            "Units remain below the one that closes.".to_owned(),
            "Add lines that close them.",
        ),
        What::Account => (
            "The unit to be closed has an open account of its own.".to_owned(),
            "Close the account on the page of the unit first.",
        ),
        What::BelowItself => (
            "The unit would stand below itself.".to_owned(),
            "Check the unit above.",
        ),
        What::TooDeep => (
            "The tree of units would be too deep.".to_owned(),
            "Choose a unit nearer to the top.",
        ),
        What::NotHeld => (
            "They hold nothing there beside their main post.".to_owned(),
            "Check the unit and the post.",
        ),
        What::NoMain => (
            "They hold no main post.".to_owned(),
            "Check the log-in name, or move them to one first.",
        ),
        What::NotAway => (
            "They are neither on leave nor on loan.".to_owned(),
            "Write 異動, or check the log-in name.",
        ),
        What::Later => (
            "An appointment of this day or a later one stands already.".to_owned(),
            "Take that one back and read the list again.",
        ),
        What::Twice(line) => (
            format!("Line {line} says something else of the same."),
            "Remove one of them.",
        ),
    }
}
