//! A form stays a form: what a person fills in crosses, what binds it to data elsewhere does not.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod road;

use road::carry;
use road::forge::{Forge, unpacked};

/// A content control with these properties around these words.
fn control(properties: &str, words: &str) -> String {
    format!(
        "<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
}

fn written(body: &str) -> String {
    let forge = Forge::word(body, &[]).replace("word/document.xml", |text| {
        text.replace(
            "<w:body>",
            "<w:body xmlns:a14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
             xmlns:a15=\"http://schemas.microsoft.com/office/word/2012/wordml\">",
        )
    });
    unpacked(&carry("form.docx", &forge.close()).unwrap().bytes)
}

#[test]
fn boxes_lists_and_dates_of_a_form_stay() {
    let bound = "<w:dataBinding w:xpath=\"/evil\" w:storeItemID=\"{1}\"/><a15:dataBinding w:xpath=\"/evil\"/>\
                 <a15:webExtensionLinked w:val=\"evil\"/>";
    let body = [
        control(
            &format!(
                "<w:alias w:val=\"同意\"/>{bound}<a15:appearance a15:val=\"boundingBox\"/><a14:checkbox><a14:checked a14:val=\"1\"/><a14:checkedState a14:val=\"2612\" a14:font=\"MS Gothic\"/>\
             <a14:uncheckedState a14:val=\"2610\" a14:font=\"MS Gothic\"/></a14:checkbox>"
            ),
            "☒",
        ),
        control(
            &format!(
                "<w:dropDownList w:lastValue=\"1\">{bound}<w:listItem w:displayText=\"男\" w:value=\"1\"/><w:listItem w:displayText=\"女\" w:value=\"2\"/></w:dropDownList>"
            ),
            "男",
        ),
        control(
            "<w:comboBox><w:listItem w:value=\"東京\"/></w:comboBox>",
            "東京",
        ),
        control(
            "<w:showingPlcHdr/><w:date w:fullDate=\"2026-04-01T00:00:00Z\"><w:dateFormat w:val=\"ggge年M月d日\"/><w:lid w:val=\"ja-JP\"/><w:storeMappedDataAs w:val=\"dateTime\"/><w:calendar w:val=\"japan\"/></w:date>",
            "日付を選ぶ",
        ),
        control("<w:text w:multiLine=\"1\"/>", "氏名"),
        control("<w:picture/>", "写真"),
        control(
            "<a15:repeatingSection><a15:sectionTitle a15:val=\"家族\"/></a15:repeatingSection>",
            "家族",
        ),
        control("<a15:repeatingSectionItem/>", "一人目"),
    ];
    let text = written(&body.concat());
    for stays in [
        "<w14:checkbox><w14:checked w14:val=\"1\"/><w14:checkedState w14:val=\"2612\" w14:font=\"MS Gothic\"/><w14:uncheckedState w14:val=\"2610\" w14:font=\"MS Gothic\"/></w14:checkbox>",
        "<w15:appearance w15:val=\"boundingBox\"/>",
        "<w:listItem w:displayText=\"女\" w:value=\"2\"/></w:dropDownList>",
        "<w:comboBox><w:listItem w:value=\"東京\"/></w:comboBox>",
        "<w:dateFormat w:val=\"ggge年M月d日\"/>",
        "<w:showingPlcHdr/>",
        "<w:text w:multiLine=\"1\"/>",
        "<w:picture/>",
        "<w15:repeatingSection><w15:sectionTitle w15:val=\"家族\"/></w15:repeatingSection>",
        "<w15:repeatingSectionItem/>",
        "xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"",
        "mc:Ignorable=\"w14 w15\"",
    ] {
        assert!(text.contains(stays), "{stays} in {text}");
    }
    for goes in ["evil", "dataBinding", "webExtension"] {
        assert!(!text.contains(goes), "{goes}");
    }
}

#[test]
fn a_text_without_such_words_declares_nothing_for_them() {
    let text = written(&control("<w:text/>", "氏名"));
    assert!(!text.contains("Ignorable") && !text.contains("w14"));
}
