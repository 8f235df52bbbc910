//! Words for findings: removed things and kept things as phrases, the rest as sentences.

use sekisho_ir::{Code, Finding};

use super::place::place_phrase;
use super::{Both, Lang, both};

/// How a finding is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// One of the things that were removed: noun and counter.
    Removed(Both, &'static str),
    /// One of the things that stayed: noun and counter (none where the number says nothing).
    Kept(Both, &'static str),
    /// A sentence of its own; `{n}` is the number, and of `[one|many]` in English the one that fits it is said.
    Note(Both),
}

/// The telling of a code.
#[expect(clippy::too_many_lines, reason = "one line a code")]
pub fn telling(code: Code) -> Telling {
    use Telling::{Kept, Note, Removed};
    match code {
        Code::MacroRemoved => Removed(both("マクロ", "macro"), "件"),
        Code::ExternalLinkRemoved => Removed(both("外部リンク", "external link"), "件"),
        Code::EmbeddedObjectRemoved => {
            Removed(both("埋め込みオブジェクト", "embedded object"), "件")
        }
        Code::ActiveXRemoved => Removed(both("ActiveXコントロール", "ActiveX control"), "件"),
        Code::DdeRemoved => Removed(both("ほかのソフトを呼び出す指定（DDE）", "DDE call"), "件"),
        Code::EmbeddedFontRemoved => Removed(both("埋め込みフォント", "embedded font"), "件"),
        Code::ScriptRemoved => Removed(both("スクリプト", "script"), "件"),
        Code::RemoteContentRemoved => Removed(
            both("外部から読み込む画像など", "remote picture or the like"),
            "件",
        ),
        Code::MetadataRemoved => Removed(
            both("作成者や日時などの付加情報", "piece of metadata"),
            "件",
        ),
        Code::CommentRemoved => Removed(both("コメント", "comment"), "件"),
        Code::PartDropped => Removed(
            both(
                "安全を確かめられない部品",
                "part that could not be verified",
            ),
            "件",
        ),
        Code::MarkupDropped => Removed(
            both(
                "安全を確かめられない書式",
                "piece of markup that could not be verified",
            ),
            "か所",
        ),
        Code::FormRemoved => Removed(both("入力フォーム", "form"), "件"),
        Code::HiddenTextRemoved => Removed(both("見えない文字", "run of hidden text"), "か所"),
        Code::SignatureRemoved => Removed(both("電子署名", "digital signature"), "件"),
        Code::QueryRemoved => Removed(both("外部データへの接続", "data connection"), "件"),
        Code::AddInRemoved => Removed(both("アドイン", "add-in"), "件"),
        Code::ControlRemoved => Removed(both("制御文字", "control character"), "文字"),
        Code::DirectionRemoved => Removed(
            both("文字の並びを変える記号", "direction-changing character"),
            "文字",
        ),
        Code::PartsBeyondLimit => Removed(both("上限を超えた部分", "part beyond the limit"), "件"),
        Code::ExtraBytesDropped => Removed(
            both(
                "本体の外にあったデータ",
                "piece of data outside the file proper",
            ),
            "か所",
        ),
        Code::FormulasKept => Kept(both("数式", "formula"), "件"),
        Code::PrintAreaKept => Kept(both("印刷範囲", "print area"), ""),
        Code::SheetsKept => Kept(both("シート", "sheet"), "枚"),
        Code::MergedCellsKept => Kept(both("セルの結合", "merged cell"), "か所"),
        Code::ValidationsKept => Kept(both("入力規則", "input rule"), "件"),
        Code::ChartsKept => Kept(both("グラフ", "chart"), "件"),
        Code::PagesKept => Kept(both("ページ", "page"), "枚"),
        Code::AnimationKept => Kept(both("動きのある画像", "animation frame"), "コマ"),
        Code::CommentsKept => Kept(both("コメント", "comment"), "件"),
        Code::RevisionsKept => Kept(both("変更履歴", "tracked change"), "件"),
        Code::EmbeddedKept => Kept(
            both("無害化した埋め込み文書", "embedded document, sanitised too"),
            "件",
        ),
        Code::LinksKept => Kept(both("リンク", "link"), "件"),
        Code::HiddenKept => Kept(
            both("非表示の行・列・シート", "hidden row, column or sheet"),
            "か所",
        ),
        Code::AnimationStilled => Note(both(
            "動く画像{n}枚は最初のコマだけにしました",
            "{n} moving [picture was reduced to its|pictures were reduced to their] first frame",
        )),
        Code::RevisionsAccepted => Note(both(
            "変更履歴{n}件を本文に反映しました",
            "{n} tracked [change was|changes were] made part of the text",
        )),
        Code::HiddenShown => Note(both(
            "非表示だった{n}か所を表示しました",
            "{n} hidden [thing is|things are] shown now",
        )),
        Code::EmbeddedPictured => Note(both(
            "埋め込みオブジェクト{n}件は絵に置き換えました",
            "{n} embedded [object was replaced by its picture|objects were replaced by their pictures]",
        )),
        Code::DrawingPictured => Note(both(
            "図形{n}件は絵に置き換えました",
            "{n} [drawing was replaced by its picture|drawings were replaced by their pictures]",
        )),
        Code::WordsOutlined => Note(both(
            "図形の中の文字{n}か所は、形を保ったまま線画に変えました。文字としての検索やコピーはできません",
            "{n} [run|runs] of words in the drawing [is an outline now: it looks|are outlines now: they look] the same and can no longer be searched or copied",
        )),
        Code::EffectsPictured => Note(both(
            "図形の中のぼかしや影など{n}か所は画像に置き換えました",
            "{n} [effect|effects] in the drawing (blur, shadow) [was|were] drawn as pixels",
        )),
        Code::FormatConverted => Note(both(
            "編集できる近い形式に変えて作り直しました",
            "the file was rebuilt in the nearest format that stays editable",
        )),
        Code::ColoursConverted => Note(both(
            "画像{n}枚の色を標準の色に合わせました",
            "the colours of {n} [picture|pictures] were brought into the common colour space",
        )),
        Code::LockOpened => Note(both(
            "パスワードによる保護を開いて作り直しました。新しいファイルにパスワードはありません",
            "its password lock was opened; the new file has no password",
        )),
        Code::ImagesRedrawn => Note(both(
            "画像{n}枚を描き直しました",
            "{n} [picture was|pictures were] drawn anew",
        )),
        Code::PicturesReduced => Note(both(
            "画像{n}枚を小さくしました",
            "{n} [picture was|pictures were] made smaller",
        )),
        Code::FormulaNeutralised => Note(both(
            "数式として動くおそれのあるセル{n}件を文字に変えました",
            "{n} [cell|cells] that a spreadsheet could run [was|were] made plain text",
        )),
        Code::FormulaFrozen => Note(both(
            "数式{n}件は計算結果の値に置き換えました",
            "{n} [formula was replaced by its value|formulas were replaced by their values]",
        )),
        Code::FieldFrozen => Note(both(
            "自動で変わる項目{n}件は今の文字に置き換えました",
            "{n} [field was replaced by its|fields were replaced by their] text",
        )),
        Code::LinkMadeText => Note(both(
            "リンク{n}件は押せない文字に変えました",
            "{n} [link was|links were] made plain text",
        )),
        Code::LinkDiffers => Note(both(
            "表示と行き先が異なるリンクが{n}件あります。行き先を横に示しました",
            "{n} [link leads elsewhere than it says; the true place is shown beside it|links lead elsewhere than they say; the true place is shown beside them]",
        )),
        Code::NameChanged => Note(both(
            "ファイル名を安全な名前に変えました",
            "the file name was made safe",
        )),
        Code::ExtensionChanged => Note(both(
            "拡張子をファイルの実際の形式に合わせました",
            "the extension was changed to what the file is",
        )),
        Code::BytesNotRepresented => Note(both(
            "表示できない部分が{n}バイトありました",
            "{n} [byte|bytes] could not be shown",
        )),
        Code::CharsetGuessed => Note(both(
            "文字コードは内容から判断しました",
            "the character set was found by looking",
        )),
        Code::DuplicateHeader => Note(both(
            "重複した見出しは一つにまとめました",
            "duplicate headers were reduced to one",
        )),
        Code::StructureRepaired => Note(both(
            "壊れていた構造を補って読みました",
            "a broken structure was repaired while reading",
        )),
        Code::TextCut => Note(both(
            "長すぎる文章は上限で切りました",
            "text was cut at the limit",
        )),
        Code::AttachmentsApart => Note(both(
            "中に添付されていたファイル{n}件（{at}）は、1件ずつ無害化し、別のファイルとして横に置きました。置けなかったものは保留として示します",
            "{n} [file|files] attached inside ({at}) [was|were] made safe one by one and [stands|stand] beside it; what could not be is shown as held",
        )),
        Code::AttachmentsLocked => Note(both(
            "中に添付されていたファイル{n}件は、添付だけが暗号化されていて取り出せませんでした。差出人に、暗号化しない再送を依頼してください",
            "{n} [file|files] attached inside [is|are] enciphered and could not be taken out; ask the sender to send [it|them] without",
        )),
        Code::TakenFrom => Note(both(
            "「{at}」の中に添付されていたファイルです",
            "it was attached inside “{at}”",
        )),
        Code::PicturesLeftOut => Removed(both("画像", "picture"), "点"),
        Code::PagePictured => Note(both(
            "{at}ページ目は複雑なため、画像に変えました。文字の検索とコピーはできます",
            "page {at} was too intricate and is a picture now; its words can still be searched and copied",
        )),
        Code::PagesPictured => Note(both(
            "{n}ページを画像に変えました。文字の検索とコピーはできます",
            "{n} [page is a picture|pages are pictures] now; the words can still be searched and copied",
        )),
        Code::WordsPictured => Note(both(
            "{n}ページを文字ごと画像に変えました。文字の検索とコピーはできません",
            "{n} [page is a picture|pages are pictures] now, words included; they can no longer be searched or copied",
        )),
        Code::PageTooIntricate => Note(both(
            "{at}ページ目に、決められた量を超える図や文字があります",
            "page {at} has more shapes or words than is allowed",
        )),
        Code::PageTooLarge => Note(both(
            "{at}ページ目がA0の用紙より大きくなっています",
            "page {at} is larger than a sheet of A0",
        )),
        // A newer engine may tell what these words do not know yet; the number is still told.
        _ => Note(both(
            "そのほかの処理が{n}件ありました",
            "{n} other [change was|changes were] made",
        )),
    }
}

/// One finding as a phrase: 「マクロ2件（ThisWorkbook、計算）」.
pub fn finding_phrase(finding: &Finding, lang: Lang) -> String {
    let n = finding.count;
    match (telling(finding.code), lang) {
        (Telling::Note(text), Lang::Ja) => placed(text.ja, finding, lang),
        (Telling::Note(text), Lang::En) => placed(&numbered(text.en, n), finding, lang),
        (Telling::Kept(noun, ""), _) => noun.lang(lang).to_owned(),
        (Telling::Removed(noun, counter) | Telling::Kept(noun, counter), Lang::Ja) => {
            let places = places(finding, lang, "、").map(|places| format!("（{places}）"));
            format!("{}{n}{counter}{}", noun.ja, places.unwrap_or_default())
        }
        (Telling::Removed(noun, _) | Telling::Kept(noun, _), Lang::En) => {
            let noun = if n == 1 {
                noun.en.to_owned()
            } else {
                plural(noun.en)
            };
            let places = places(finding, lang, ", ").map(|places| format!(" ({places})"));
            format!("{n} {noun}{}", places.unwrap_or_default())
        }
    }
}

/// The sentence with its number and, where it has room for them, its places.
fn placed(text: &str, finding: &Finding, lang: Lang) -> String {
    let between = if lang == Lang::Ja { "、" } else { ", " };
    let text = text.replace("{n}", &finding.count.to_string());
    if !text.contains("{at}") {
        return text;
    }
    let at = places(finding, lang, between);
    text.replace("{at}", at.as_deref().unwrap_or("…"))
}

/// Of every `[one|many]` the one that fits the number.
fn numbered(text: &str, n: u32) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((plain, choice)) = rest.split_once('[') {
        let (choice, after) = choice.split_once(']').unwrap_or((choice, ""));
        let (one, many) = choice.split_once('|').unwrap_or((choice, choice));
        said.push_str(plain);
        said.push_str(if n == 1 { one } else { many });
        rest = after;
    }
    said.push_str(rest);
    said
}

/// The first few places; more of them would hide the sentence.
fn places(finding: &Finding, lang: Lang, between: &str) -> Option<String> {
    // The name of a part inside a package tells a reader nothing; its file is named already.
    let inside = |place: &str| {
        [".xml", ".bin", ".rels"]
            .iter()
            .any(|end| place.ends_with(end))
    };
    let named: Vec<String> = finding
        .places
        .iter()
        .filter(|place| !inside(place))
        .map(|place| place_phrase(place, lang))
        .collect();
    let shown = named.get(..3).unwrap_or(&named);
    let more = if named.len() > shown.len() { "…" } else { "" };
    (!shown.is_empty()).then(|| format!("{}{more}", shown.join(between)))
}

fn plural(noun: &str) -> String {
    for (one, many) in [
        ("piece of ", "pieces of "),
        ("run of ", "runs of "),
        ("part ", "parts "),
        (
            "embedded document, sanitised too",
            "embedded documents, sanitised too",
        ),
        (
            "hidden row, column or sheet",
            "hidden rows, columns or sheets",
        ),
        ("remote picture or the like", "remote pictures or the like"),
    ] {
        if let Some(rest) = noun.strip_prefix(one) {
            return format!("{many}{rest}");
        }
    }
    format!("{noun}s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_of_its_own() {
        let other = both(
            "そのほかの処理が{n}件ありました",
            "{n} other [change was|changes were] made",
        );
        for code in Code::ALL {
            assert_ne!(telling(*code), Telling::Note(other), "{code}");
        }
    }

    #[test]
    fn one_thing_is_told_as_one() {
        for code in Code::ALL {
            let one = finding_phrase(&Finding::new(*code, 1), Lang::En);
            let many = finding_phrase(&Finding::new(*code, 2), Lang::En);
            assert!(!format!("{one}{many}").contains(['[', '|', ']']), "{one}");
            let thing = one.split(' ').nth(1).unwrap_or_default();
            let plural = thing.ends_with('s');
            assert!(!one.starts_with('1') || !plural, "{one}");
        }
        let picture = Finding::new(Code::ImagesRedrawn, 1);
        assert_eq!(
            finding_phrase(&picture, Lang::En),
            "1 picture was drawn anew"
        );
    }

    #[test]
    fn a_removal_names_thing_number_and_place() {
        let macros = Finding::new(Code::MacroRemoved, 2)
            .at("ThisWorkbook")
            .at("計算");
        assert_eq!(
            finding_phrase(&macros, Lang::Ja),
            "マクロ2件（ThisWorkbook、計算）"
        );
        assert_eq!(
            finding_phrase(&macros, Lang::En),
            "2 macros (ThisWorkbook, 計算)"
        );
        let one = Finding::new(Code::PartDropped, 1);
        assert_eq!(
            finding_phrase(&one, Lang::En),
            "1 part that could not be verified"
        );
    }
}
