#!/usr/bin/env python3
"""Makes the mails of this folder: every way Japanese mail is written, rightly and wrongly, and the shapes
that attackers give it. Run once; the mails are kept, so the tests need no Python. Bytes are put together by
hand where a mail library would be too well-behaved."""
import base64, pathlib, quopri

HERE = pathlib.Path(__file__).parent
b64 = lambda b: base64.b64encode(b).decode()
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
PDF = b"%PDF-1.4\n%%EOF\n"
BODY = "やまびこ市 総務課\n佐藤様\n\nいつもお世話になっております。\n見積書を送ります。ご確認ください。\n"

def jis(text):  # ISO-2022-JP with the NEC rows, as Windows mailers write it
    out, kanji = b"", False
    for c in text:
        if ord(c) < 128:
            if kanji: out += b"\x1b(B"; kanji = False
            out += c.encode()
        else:
            if not kanji: out += b"\x1b$B"; kanji = True
            cp = c.encode("cp932")
            h, l = cp
            h = (h - 0x71 if h < 0xa0 else h - 0xb1) * 2 + 1
            if l >= 0x9f: h += 1; l -= 0x7e
            else: l -= 0x20 if l > 0x7f else 0x1f
            out += bytes([h, l])
    return out + (b"\x1b(B" if kanji else b"")

def word(text, label, raw, enc="B"):
    if enc == "B": return "=?%s?B?%s?=" % (label, b64(raw))
    return "=?%s?Q?%s?=" % (label, "".join("=%02X" % x for x in raw))

def mail(name, *lines, body=b"", eol=b"\r\n", date=True):
    head = [b"From: sender@vendor.example", b"To: sato@yamabiko.example"]
    if date: head += [b"Date: Mon, 23 Nov 2026 08:25:00 +0900", b"Message-ID: <%s@vendor.example>" % name.encode()]
    seen = [l.split(b":")[0].lower() for l in map(enc, lines)]
    head = [h for h in head if h.split(b":")[0].lower() not in seen]
    data = eol.join(head + [enc(l) for l in lines] + [b"", b""])
    body = enc(body).replace(b"\r\n", b"\n").replace(b"\n", eol)
    (HERE / (name + ".eml")).write_bytes(data + body)

def enc(x): return x if isinstance(x, bytes) else x.encode()
def part(*lines, body=b""): return b"\n".join([enc(l) for l in lines] + [b"", enc(body)])
def multi(boundary, *parts, pre=b"", post=b"", end=True):
    b = enc(boundary)
    out = enc(pre) + b"".join(b"--" + b + b"\n" + p + b"\n" for p in parts)
    return out + (b"--" + b + b"--\n" if end else b"") + enc(post)
def attach(disposition, body=PDF, kind="application/pdf"):
    return part("Content-Type: " + kind, "Content-Transfer-Encoding: base64", disposition, body=b64(body))
def text(body, charset="utf-8"): return part("Content-Type: text/plain; charset=" + charset, body=body)
MIXED = "Content-Type: multipart/mixed; boundary=\"b1\""
SUB = "見積書の送付について"

# --- charsets, rightly labelled
mail("jis", "Subject: " + word(SUB, "ISO-2022-JP", jis(SUB)), "Content-Type: text/plain; charset=ISO-2022-JP", "Content-Transfer-Encoding: 7bit", body=jis(BODY))
mail("utf8-base64", "Subject: " + word(SUB, "UTF-8", SUB.encode()), "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: base64", body=base64.encodebytes(BODY.encode()))
mail("cp932", "Subject: " + word("髙橋①㈱", "CP932", "髙橋①㈱".encode("cp932")), "Content-Type: text/plain; charset=CP932", "Content-Transfer-Encoding: 8bit", body=("髙橋①㈱ ﾊﾝｶｸ 表示\n" + BODY).encode("cp932"))
mail("x-sjis", "Subject: " + word(SUB, "x-sjis", SUB.encode("cp932")), "Content-Type: text/plain; charset=x-sjis", "Content-Transfer-Encoding: quoted-printable", body=quopri.encodestring(BODY.encode("cp932")))
mail("cp50221", "Subject: " + word("", "CP50221", jis("髙橋①") + b"\x1b(I6@6E\x1b(B"), "Content-Type: text/plain; charset=CP50221", body=jis("髙橋①㈱") + b"\x1b(IJ]6;\x1b(B\n")
mail("iso-2022-jp-ms", "Subject: " + word("", "ISO-2022-JP-MS", b"\x1b$B" + jis("外字")[3:-3] + b"\x1b$(?!!!\"\x1b(B"), "Content-Type: text/plain; charset=ISO-2022-JP-MS", body=jis("外字①") + b"\x1b$(?!!!\"\x1b(B\n")
mail("euc", "Subject: " + word(SUB, "EUC-JP", SUB.encode("euc-jp")), "Content-Type: text/plain; charset=EUC-JP", body=BODY.encode("euc-jp"))
mail("jis-half-width", "Subject: " + word("", "ISO-2022-JP", b"\x1b(I6@6E\x1b(B"), "Content-Type: text/plain; charset=ISO-2022-JP", body=b"\x0e6@6E\x0f by SO\n\x1b(I6@6E\x1b(B by escape\n\xb6\xc0\xb6\xc5 by eight bits\n")
mail("jis-lines", "Subject: lines", "Content-Type: text/plain; charset=ISO-2022-JP", body=jis("日本語")[:-3] + b"\nplain line\n" + jis("やまびこ市")[:9] + b"\n" + jis("やまびこ市")[9:] + b" end\n")

# --- wrongly or not labelled
mail("jis-no-charset", b"Subject: " + jis(SUB), body=jis(BODY))
mail("sjis-no-charset", b"Subject: " + SUB.encode("cp932"), body=BODY.encode("cp932"))
mail("euc-no-charset", b"Subject: " + SUB.encode("euc-jp"), body=BODY.encode("euc-jp"))
mail("utf8-no-charset", "Subject: " + SUB, body=BODY)
mail("utf8-as-jis", "Subject: " + word(SUB, "iso-2022-jp", SUB.encode()), "Content-Type: text/plain; charset=iso-2022-jp", body=BODY)
mail("sjis-as-latin", "Subject: " + word(SUB, "iso-8859-1", SUB.encode("cp932")), "Content-Type: text/plain; charset=iso-8859-1", "Content-Transfer-Encoding: 8bit", body=BODY.encode("cp932"))
mail("jis-escapes-lost", b"Subject: " + jis(SUB).replace(b"\x1b", b""), "Content-Type: text/plain; charset=ISO-2022-JP", body=jis(BODY).replace(b"\x1b", b""))
mail("truncated-utf8", "Subject: " + word("", "UTF-8", SUB.encode()[:-2]), "Content-Type: text/plain; charset=utf-8", body=BODY.encode()[:-5])
mail("latin", "Subject: =?iso-8859-1?Q?Gr=FC=DFe?=", "Content-Type: text/plain; charset=us-ascii", "Content-Transfer-Encoding: 8bit", body="Schöne Grüße aus München, größer\n".encode("latin-1"))

# --- encoded words gone wrong
mail("words-split-in-character", "Subject: " + word("", "UTF-8", SUB.encode()[:10]) + "\r\n " + word("", "UTF-8", SUB.encode()[10:]))
mail("words-split-in-jis", "Subject: " + word("", "ISO-2022-JP", jis(SUB)[:8]) + "\r\n " + word("", "ISO-2022-JP", jis(SUB)[8:]))
w = b64(SUB.encode())
mail("words-split-in-base64", "Subject: =?UTF-8?B?%s?=\r\n =?UTF-8?B?%s?=" % (w[:9], w[9:]))
mail("words-careless", "Subject: =?UTF-8?Q?Re: a b?= =?utf-8?b?%s" % b64("件名".encode()), "From: \"=?UTF-8?B?%s?=\" <sato@vendor.example>, =?UTF-8?Q?a,_b?= <c@d.example>" % b64("佐藤, 花子".encode()))
mail("raw-jis-folded", b"Subject: " + jis(SUB)[:11] + b"\r\n " + jis(SUB)[11:], "Content-Type: text/plain; charset=ISO-2022-JP", body=jis("本文\n"))
mail("raw-fold-lost", b"Subject: =?UTF-8?B?" + b64("一行目".encode()).encode() + b"?=\r\n=?UTF-8?B?" + b64("二行目".encode()).encode() + b"?=", "X-Mailer: old")

# --- names of attachments
def named(name, *dispositions, subject=SUB, first=b"text\n", charset="utf-8"):
    mail(name, "Subject: " + word(subject, "UTF-8", subject.encode()), "MIME-Version: 1.0", MIXED,
         body=multi("b1", text(first, charset), *[part("Content-Type: application/pdf", "Content-Transfer-Encoding: base64", d, body=b64(PDF)) for d in dispositions]))
N = "見積書①.pdf"
pct = lambda b: "".join("%%%02X" % x for x in b)
j = jis(N)
named("name-rfc2231", "Content-Disposition: attachment; filename*=UTF-8''" + pct(N.encode()), "Content-Disposition: attachment;\n filename*0*=Shift_JIS'ja'%s;\n filename*1*=%s" % (pct(N.encode("cp932")[:5]), pct(N.encode("cp932")[5:])))
named("name-rfc2231-in-jis-run", "Content-Disposition: attachment;\n filename*0*=ISO-2022-JP''%s;\n filename*1*=%s" % (pct(j[:7]), pct(j[7:])), "Content-Disposition: attachment;\n filename*1=%s;\n filename*0*=iso-2022-jp''%%1B$B8%%2B@Q=q%%1B(B" % ".pdf")
wn = word(N, "ISO-2022-JP", j)
named("name-word-split", "Content-Disposition: attachment;\n filename*0=\"%s\";\n filename*1=\"%s\"" % (wn[:20], wn[20:]), "Content-Disposition: attachment; filename=\"%s\n %s\"" % (word("", "UTF-8", N.encode()[:7]), word("", "UTF-8", N.encode()[7:])))
named("name-raw-sjis", b"Content-Disposition: attachment; filename=\"" + "表示・ソート一覧①.pdf".encode("cp932") + b"\"", b"Content-Disposition: attachment; filename=" + N.encode("cp932"), first=BODY.encode("cp932"), charset="Shift_JIS")
named("name-raw-jis", b"Content-Disposition: attachment; filename=\"" + j + b"\"", b"Content-Disposition: attachment; filename=\"" + jis("佐藤；資料") + b".pdf\"; size=3", first=jis(BODY), charset="ISO-2022-JP")
named("name-raw-euc", b"Content-Disposition: attachment; filename=\"" + "見積書.pdf".encode("euc-jp") + b"\"", first=BODY.encode("euc-jp"), charset="EUC-JP")
named("name-raw-utf8", "Content-Disposition: attachment; filename=\"" + N + "\"", "Content-Disposition: attachment; filename=\"%s\"" % pct("資料.pdf".encode()), "Content-Disposition: attachment; filename=\"UTF-8''%s\"" % pct("資料.pdf".encode()))
named("name-labels", *["Content-Disposition: attachment; filename=\"=?%s?B?%s?=\"" % (l, b64(r)) for l, r in [("CP932", N.encode("cp932")), ("CP50221", j), ("ISO-2022-JP-MS", j), ("x-sjis", N.encode("cp932")), ("iso-2022-jp", N.encode()), ("windows-31j", N.encode("cp932"))]])
named("name-people", "Content-Disposition: attachment; filename*=UTF-8''" + pct("𠮷田・髙橋・山﨑・葛\U000e0100城.pdf".encode()), "Content-Disposition: attachment; filename*=UTF-8''" + pct("か\u3099い\ue000.pdf".encode()), subject="𠮷田 髙橋 山﨑 葛\U000e0100城 \ue000", first="𠮷田 髙橋 山﨑 葛\U000e0100城 \ue000\n")
named("name-tricks", "Content-Disposition: attachment; filename*=UTF-8''" + pct("請求書\u202efdp.exe".encode()), "Content-Disposition: attachment; filename=\"../../etc/passwd\"", "Content-Disposition: attachment; filename=\"CON.pdf\"", "Content-Disposition: attachment; filename=\"C:\\Windows\\a.pdf\"", "Content-Disposition: attachment; filename=\"a.pdf\u200b  . .\"", "Content-Disposition: attachment; filename=\"\"", "Content-Disposition: attachment; filename=\"%s.pdf\"" % ("長" * 300))

# --- transfer encodings
mail("cte-comment", "Subject: cte", "Content-Type: text/plain; charset=utf-8 (Unicode)", "Content-Transfer-Encoding: (really) BASE64 (yes);", body=base64.encodebytes(BODY.encode()))
mail("base64-junk", "Subject: junk", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", body=base64.encodebytes(BODY.encode()).replace(b"\n", b"!\n*"))
mail("base64-only-claimed", "Subject: claimed", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", body="This mail says it is base64, but it is not: it is plain. 本当です。\n")
mail("qp-jis", "Subject: qp", "Content-Type: text/plain; charset=iso-2022-jp", "Content-Transfer-Encoding: quoted-printable", body=quopri.encodestring(jis(BODY)))

# --- structure
html = "<html><head><meta charset=x><title>t</title><style>p{background:url(http://t.example/b.png)}</style></head><body onload=x()><p style=\"color:red\">赤字のとおり<img src=\"cid:logo@v\" alt=\"印\"><img src=\"http://t.example/pixel.gif\" width=1><a href=\"https://vendor.example/資料?a=1&amp;b=2\">資料</a><script>alert(1)</script></body></html>"
mail("alternative-related", "Subject: " + SUB, "Content-Type: multipart/alternative; boundary=a", body=multi("a", text("赤字のとおり\n"), part("Content-Type: multipart/related; boundary=r", body=multi("r", part("Content-Type: text/html; charset=utf-8", body=html), part("Content-Type: image/png", "Content-ID: <logo@v>", "Content-Transfer-Encoding: base64", body=b64(PNG))))))
mail("html-only-sjis", "Subject: html", "Content-Type: text/html", body="<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=Shift_JIS\"></head><body><h1>髙橋様</h1><ul><li>一<li>二</ul><table><tr><td>品名<td>金額</table></body></html>".encode("cp932"))
mail("html-hostile", "Subject: phish", "Content-Type: text/html; charset=utf-8", body="<meta http-equiv=refresh content=0;url=x><a href=\"https://evil.example/\">https://bank.example/login</a><div style=display:none>secret</div><iframe src=x></iframe><form action=http://e><input name=p></form><a href=\"java\tscript:alert(1)\">j</a><svg onload=x><math><mtext></mtext></math><img src=x onerror=y><p>\u202eabc\u202c</p>")
mail("forwarded", "Subject: Fwd", MIXED, body=multi("b1", text("転送します。\n"), part("Content-Type: message/rfc822", body=b"Subject: " + word(SUB, "ISO-2022-JP", jis(SUB)).encode() + b"\nFrom: a@b\n\ninner\n")))
mail("calendar", "Subject: invite", "Content-Type: multipart/alternative; boundary=a", body=multi("a", text("会議のご案内\n"), part("Content-Type: text/calendar; charset=utf-8; method=REQUEST", body="BEGIN:VCALENDAR\nEND:VCALENDAR\n")))
mail("signed", "Subject: signed", "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=s", body=multi("s", text("署名付き\n"), attach("Content-Disposition: attachment; filename=smime.p7s", b"0\x80", "application/pkcs7-signature")))
mail("tnef", "Subject: winmail", MIXED, body=multi("b1", text("本文\n"), attach("Content-Disposition: attachment; filename=winmail.dat", b"\x78\x9f\x3e\x22\0\0", "application/ms-tnef")))
mail("report", "Subject: Undelivered", "Content-Type: multipart/report; report-type=delivery-status; boundary=d", body=multi("d", text("届きませんでした。\n"), part("Content-Type: message/delivery-status", body="Reporting-MTA: dns; mx.example\n\nAction: failed\n"), part("Content-Type: text/rfc822-headers", body="Subject: x\n")))
mail("lone-attachment", "Subject: lone", "Content-Type: application/pdf; name=\"=?UTF-8?B?%s?=\"" % b64("資料.pdf".encode()), "Content-Transfer-Encoding: base64", body=b64(PDF))
mail("duplicates", "Subject: 一つ目", "Subject: 二つ目", "From: first@a.example", "From: second@b.example", "Content-Type: text/plain; charset=utf-8; charset=euc-jp", "Content-Type: text/html", body="本文 <b>そのまま</b>\n")
mail("boundary-lost", "Subject: lost", "Content-Type: multipart/mixed; boundary=\"not-this\"", body=multi("this", text("本文\n"), attach("Content-Disposition: attachment; filename=a.pdf"), pre="preamble\n", post="epilogue that says more\n", end=True))
mail("boundary-unclosed", "Subject: unclosed", "Content-Type: multipart/mixed; boundary=b", body=multi("b", text("本文\n"), attach("Content-Disposition: attachment; filename=a.pdf"), end=False))
mail("boundary-prefix", "Subject: prefix", "Content-Type: multipart/mixed; boundary=b", body=multi("b", part("Content-Type: multipart/mixed; boundary=bb", body=multi("bb", text("内\n"), text("--b2\n--bbb\n続き\n"))), text("外\n")))
deep = text("底\n")
for n in range(60): deep = part("Content-Type: multipart/mixed; boundary=d%d" % n, body=multi("d%d" % n, deep))
mail("deep", "Subject: deep", "Content-Type: multipart/mixed; boundary=top", body=multi("top", text("上\n"), deep))
mail("many", "Subject: many", MIXED, body=multi("b1", *[text("%d\n" % n) for n in range(1200)]))
mail("cr-only", "Subject: =?UTF-8?B?%s?=" % b64("改行".encode()), "Content-Type: text/plain; charset=utf-8", body="一行\n二行\n", eol=b"\r")
mail("addresses", "From: =?utf-8?b?%s?= <=?utf-8?b?%s?=@evil.example>" % (b64("市長".encode()), b64(b"mayor@city.example\0")), "To: 総務課: sato@a.example, \"田中, 太郎\" <tanaka@a.example>;, undisclosed-recipients:;", b"Cc: " + jis("佐藤") + b" <sato@b.example>, " + jis("吉田") + b" <y@b.example>", "Reply-To: <@relay.example,@other.example:real@c.example> (=?UTF-8?B?%s?=)" % b64("返信".encode()), "Subject: addresses", body="x\n")
mail("controls", "Subject: a\0b\x07c\u202ed", "Content-Type: text/plain; charset=utf-8", body="a\0b\x08c\u202ed\u2066e\ufeff\ufffe \u200f\n")
(HERE / "empty.eml").write_bytes(b"")
(HERE / "no-header.eml").write_bytes(("佐藤様\n\n" + BODY).encode("cp932"))
(HERE / "garbage.eml").write_bytes(bytes((i * 73 + i // 7) % 256 for i in range(4000)))
print(len(list(HERE.glob("*.eml"))), "mails")
