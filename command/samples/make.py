#!/usr/bin/env python3
"""Makes the sample mails of the demo: `python3 make.py` writes *.eml and list.tsv beside itself.

The same run gives the same files. `@DATE@` stands where the demo fills in a date; line ends become CRLF on the wire.
"""
from forge import *

PREF = ("山の手県 市町村課", "shichoson@pref.yamanote.example")
KENKI = ("山の手県 企画調整課 森", "mori.kikaku@pref.yamanote.example")
AOZORA = ("あおぞら建設株式会社 山田", "yamada@aozora-kensetsu.example")
MIDORI = ("株式会社みどり測量 高木", "takagi@midori-survey.example")
NEWS = ("自治体情報ニュース", "news@jichitai-news.example")
sign = "\n\n--\n{}\n電話 000-000-0000\n"

mail("mitsumori-xlsm", 12, AOZORA, [sato], "【御見積書】総合庁舎空調設備更新工事について",
     "やまびこ市 総務課総務係\n佐藤 様\n\nいつもお世話になっております。あおぞら建設の山田です。\nご依頼の御見積書をお送りします。\n明細シートの数量を変えると、合計が自動で計算されます。\n\nご不明な点がありましたら、お知らせください。" + sign.format("あおぞら建設株式会社 営業部 山田"),
     files=[attach("御見積書_総合庁舎空調設備.xlsm", xlsx([
         ("御見積書", [["御見積書"], ["件名", "総合庁舎空調設備更新工事"], ["合計金額(税抜)", ("SUM(明細!D2:D4)", 8420000)], ["消費税", ("B3*0.1", 842000)]]),
         ("明細", [["品名", "数量", "単価", "金額"], ["空冷ヒートポンプエアコン 室外機", 4, 1250000, ("B2*C2", 5000000)], ["室内機 天井カセット形", 12, 210000, ("B3*C3", 2520000)], ["据付工事費", 1, 900000, ("B4*C4", 900000)]])],
         macros=[("Module1", 'Sub 再計算()\n    Application.Calculate\n    MsgBox "再計算しました"\nEnd Sub\n'),
                 ("ThisWorkbook", 'Private Sub Workbook_Open()\n    再計算\nEnd Sub\n')], external=True), MACRO)])
mail("shokai-xlsx", 45, PREF, [sato], "【照会】令和8年度 会計年度任用職員の任用状況について（12月4日締切）",
     "各市町村総務担当課 御中\n\n日頃より市町村行政の推進に御協力いただき、ありがとうございます。\nこのことについて、別添の調査票により御回答くださいますようお願いします。\n\n1 回答期限 令和8年12月4日（金）\n2 回答方法 調査票に入力のうえ、本メールに返信\n3 添付    調査票.xlsx、記入要領.docx" + sign.format("山の手県 総務部 市町村課 行政係"),
     charset=JIS, files=[
         attach("調査票.xlsx", xlsx([("調査票", [["団体名", "やまびこ市"], ["区分", "人数", "うちフルタイム"], ["事務補助", "", ""], ["保育士", "", ""], ["学校支援員", "", ""], ["合計", ("SUM(B3:B5)", 0), ("SUM(C3:C5)", 0)]]), ("記入例", [["区分", "人数"], ["事務補助", 24]])]), SHEET, style="2047", charset=JIS),
         attach("記入要領.docx", docx("記入要領", ["1 この調査は、令和8年11月1日現在の状況を記入してください。", "2 人数は実人数とし、兼務の場合は主たる職に計上してください。", "3 該当がない場合は「0」と記入してください。"], [["区分", "説明"], ["事務補助", "庁舎内の事務の補助"], ["保育士", "公立保育所の勤務者"]]), WORD, style="2047", charset=JIS)])
mail("kaigi-shiryo", 95, KENKI, [sato, ("髙橋", "takahashi")], "第3回 広域連携推進会議の資料送付",
     "構成市町 御担当者 様\n\n標記会議の資料をお送りします。\n当日は印刷したものを席上に用意しますので、お持ちいただく必要はありません。\n\n日時 11月27日（金）13:30～15:00\n場所 県庁 第2会議室（オンライン併用）" + sign.format("山の手県 企画調整課 森"),
     files=[attach("次第.docx", docx("第3回 広域連携推進会議 次第", ["1 開会", "2 議題", "　(1) 公共施設の相互利用について", "　(2) 共同調達の進め方について", "3 その他", "4 閉会"], template="http://template.pref.yamanote.example/kaigi.dotm"), WORD),
            attach("資料1_施設一覧.xlsx", xlsx([("施設一覧", [["施設名", "市町", "定員", "利用料(円)"], ["やまびこ文化会館", "やまびこ市", 640, 12000], ["清流ホール", "せせらぎ町", 320, 8000], ["森の体育館", "こだま村", 200, 3000]])]), SHEET),
            attach("資料2_共同調達.pdf", pdf(["第3回 広域連携推進会議 資料2", "共同調達の進め方について", "1 対象品目  2 日程  3 役割分担"]), "application/pdf")])
mail("zumen-zip", 130, MIDORI, [("加藤", "kato"), sato], "市道12号線 測量成果（写真・座標一覧）",
     "建設課 加藤様\nCC 総務課 佐藤様\n\nお世話になっております。みどり測量の高木です。\n市道12号線の測量成果をZIPでお送りします。ご確認をお願いします。" + sign.format("株式会社みどり測量 高木"),
     charset=SJIS, files=[attach("測量成果_市道12号線.zip", zip_of([
         ("座標一覧.csv", "点名,X,Y,標高\r\nT-1,-35621.123,12094.551,82.31\r\nT-2,-35598.002,12110.870,83.05\r\n".encode("cp932")),
         ("写真/着手前.png", map_picture()), ("はじめにお読みください.txt", "座標は世界測地系（第9系）です。\r\n".encode("cp932"))], cp932=True), "application/zip")])
mail("ppap-zip", 20, ("株式会社ことのは 経理 小野", "ono@kotonoha.example"), [sato], "11月分請求書の送付",
     "総務課 佐藤様\n\nいつもお世話になっております。\n11月分の請求書をお送りします。ファイルにはパスワードをかけております。\nパスワードは別のメールでお送りします。" + sign.format("株式会社ことのは 経理課 小野"),
     files=[attach("請求書_2026年11月.zip", zip_of([("請求書_2026年11月.xlsx", xlsx([("請求書", [["請求書"], ["ご請求金額", 132000], ["お支払期限", "令和8年12月25日"]])]))], password="kotonoha1120"), "application/zip")])
mail("ppap-password", 19, ("株式会社ことのは 経理 小野", "ono@kotonoha.example"), [sato], "【パスワード】11月分請求書の送付",
     "総務課 佐藤様\n\n先ほどお送りしたファイルのパスワードです。\n\nkotonoha1120\n\nよろしくお願いいたします。" + sign.format("株式会社ことのは 経理課 小野"))
mail("newsletter-html", 180, NEWS, [sato, ("田中", "tanaka"), ("池田", "ikeda")], "自治体情報ニュース 第241号｜窓口のオンライン化と紙の残し方",
     "自治体情報ニュース 第241号\n\n1. 窓口のオンライン化と紙の残し方\n2. 災害時の電話対応を減らす工夫\n3. セミナーのご案内\n\nhttps://jichitai-news.example/241",
     html="""<html><head><title>第241号</title><style>body{font-family:sans-serif}</style><script>track()</script></head>
<body><div style="display:none">この号の見どころをお届けします</div>
<h1>自治体情報ニュース 第241号</h1>
<p>今月は<b>窓口のオンライン化</b>を特集します。</p>
<table border="1"><tr><th>記事</th><th>頁</th></tr><tr><td>窓口のオンライン化と紙の残し方</td><td>2</td></tr><tr><td>災害時の電話対応を減らす工夫</td><td>6</td></tr></table>
<ul><li><a href="https://jichitai-news.example/241?r=abc123">本文を読む</a></li><li><a href="javascript:open()">申し込む</a></li></ul>
<img src="https://track.jichitai-news.example/open.gif?u=sato" width="1" height="1" alt="">
<img src="https://img.jichitai-news.example/banner.jpg" alt="セミナーのご案内">
<form action="https://jichitai-news.example/s"><input name="q"><button>検索</button></form>
<p style="color:#888">配信の停止は <a href="https://jichitai-news.example/stop">こちら</a></p></body></html>""",
     extra=[("List-Unsubscribe", "<https://jichitai-news.example/stop>"), ("Precedence", "bulk")])
mail("html-inline", 240, ("やまびこ観光協会 村上", "murakami@yamabiko-kanko.example"), [sato, ("小川", "ogawa")], "紅葉まつり 会場案内図の確認のお願い", None,
     html="""<html><body><p>総務課 佐藤様</p><p>紅葉まつりの会場案内図です。<br>駐車場の位置に誤りがないか、ご確認ください。</p>
<p><img src="cid:map@sample" alt="会場案内図" width="240"></p><p>やまびこ観光協会 村上</p></body></html>""", inline=map_picture())
mail("jis-legacy", 300, ("山の手県町村会", "jimu@chosonkai.example"), [sato], "令和8年度 職員研修（文書事務）の御案内",
     "各市町村 研修担当者 様\n\n標記研修を下記のとおり開催しますので、受講者の推薦をお願いします。\n\n           記\n\n1 日時  令和9年1月21日(木) 10:00～16:00\n2 会場  県町村会館 4階\n3 定員  40名\n4 推薦期限  令和8年12月18日(金)" + sign.format("山の手県町村会 研修係"), charset=JIS)
mail("euc-legacy", 420, ("せせらぎ町 総務課", "soumu@seseragi.example"), [sato], "防災無線の試験放送の日程について",
     "やまびこ市 総務課 御中\n\nせせらぎ町総務課です。\n防災無線の試験放送を11月30日(月)の正午に行います。\n隣接地区で聞こえることがありますので、お知らせします。", charset=EUC)
mail("sjis-csv", 500, ("山の手県 統計課", "tokei@pref.yamanote.example"), [sato, ("𠮷田", "yoshida")], "国勢統計 速報値（CSV）の送付",
     "市町村統計主管課 御中\n\n速報値をCSVでお送りします。公表日までの取扱いに御注意ください。", charset=SJIS,
     files=[attach("速報値_市町村別.csv", "団体コード,団体名,世帯数,人口\r\n999991,やまびこ市,18452,43120\r\n999992,せせらぎ町,6021,14250\r\n999993,こだま村,1103,2504\r\n合計,,=SUM(C2:C4),=SUM(D2:D4)\r\n".encode("cp932"), "text/csv", style="2047", charset="iso-2022-jp")])
mail("itaiji", 610, ("葛󠄀飾文具 髙﨑", "takasaki@katsushika-bungu.example"), [("𠮷田", "yoshida"), ("髙橋", "takahashi"), sato], "名刺の校正（𠮷田様・髙橋様・山﨑様）",
     "総務係 𠮷田様\n\n名刺の校正をお送りします。お名前の字体をご確認ください。\n\n・𠮷田 健一（土に口の𠮷）\n・髙橋 由美（はしごだか）\n・山﨑 翔太（たつさき）\n・葛󠄀城 千尋\n・辻󠄀 明日香\n\n①②③の三案から選んでください。㈱葛󠄀飾文具")
mail("docx-plain", 700, ("顧問弁護士 三宅", "miyake@miyake-law.example"), [sato, ("渡邉", "watanabe")], "契約書案の確認結果",
     "渡邉課長、佐藤係長\n\n業務委託契約書案を確認しました。修正の御提案を表にまとめました。\n第12条（再委託）の書きぶりだけ、御相談させてください。" + sign.format("弁護士 三宅"),
     files=[attach("業務委託契約書案_確認結果.docx", docx("業務委託契約書案 確認結果", ["下表のとおり修正を御提案します。"], [["条", "現在の案", "修正案"], ["第8条", "検査は10日以内に行う。", "検査は、引渡しを受けた日から10日以内に行う。"], ["第12条", "再委託を禁止する。", "書面による承諾を得た場合を除き、再委託をしてはならない。"]]), WORD)])
mail("chosei", 760, KENKI, [sato], "Re: Re: 打合せの日程調整", "佐藤様\n\nありがとうございます。それでは12月2日(水)の10:00でお願いします。\n会議室はこちらで用意します。\n\n> 12月2日(水)または3日(木)の午前でしたら可能です。\n>> 来週のどこかで30分ほどお時間をいただけますか。",
     extra=[("In-Reply-To", "<chosei-1@yamabiko.example>"), ("References", "<chosei-0@pref.yamanote.example> <chosei-1@yamabiko.example>")])
mail("saigai", 5, ("山の手県 危機管理課", "kiki@pref.yamanote.example"), [("池田", "ikeda"), ("長谷川", "hasegawa"), sato], "【訓練】大雨警報に伴う体制について（第1報）",
     "【これは訓練です】\n\n各市町村 防災担当課長 様\n\n大雨警報の発表に伴い、県は警戒体制をとりました。\n貴市町村の体制を、本メールへの返信で報告してください。\n\n報告項目\n ・設置した体制\n ・避難所の開設状況\n ・連絡責任者" + sign.format("山の手県 危機管理課"), charset=JIS)
mail("kensetsu-shitsumon", 820, AOZORA, [("伊藤", "ito"), ("加藤", "kato")], "質問回答書の提出（市営住宅外壁改修工事）",
     "建設課 御担当者様\n\n現場説明書に関する質問書を提出します。ご回答をお願いします。" + sign.format("あおぞら建設株式会社 積算課"),
     files=[attach("質問書.xlsx", xlsx([("質問書", [["番号", "図面番号", "質問内容", "回答"], [1, "A-03", "足場の存置期間は見込みに含みますか。", ""], [2, "A-07", "シーリング材の仕様をご教示ください。", ""]])]), SHEET)])
mail("fukushi-enquiry", 900, ("やまびこ社会福祉協議会", "shakyo@yamabiko-shakyo.example"), [("山本", "yamamoto"), ("木村", "kimura")], "ひとり暮らし高齢者見守り訪問 11月分報告",
     "福祉課 山本課長様\n\n11月分の訪問実績を報告します。\n\n訪問世帯 128世帯\n不在 14世帯（再訪問済み）\n連絡を要する世帯 2世帯（電話で報告済み）",
     files=[attach("訪問実績_11月.xlsx", xlsx([("集計", [["地区", "世帯数", "訪問", "不在"], ["本町", 42, 39, 3], ["川端", 51, 45, 6], ["山手", 35, 30, 5], ["計", ("SUM(B2:B4)", 128), ("SUM(C2:C4)", 114), ("SUM(D2:D4)", 14)]])]), SHEET)])
mail("picture", 1000, ("市民", "shimin@mail.example"), [sato], "道路の陥没について", "市役所 御中\n\n通勤の途中で道路に穴を見つけました。写真を送ります。\n場所は本町交差点の東側です。",
     files=[attach("IMG_0012.png", map_picture(), "image/png", style="plain")])
mail("short-english", 1100, ("Sister City Office", "office@sistercity.example"), [sato], "Visit of the student delegation in March", "Dear Ms. Sato,\n\nThank you for your kind letter. Twelve students and two teachers will arrive on March 18.\nPlease find the draft programme below.\n\n  18 March  arrival, welcome\n  19 March  school visit\n  20 March  city hall, departure\n\nKind regards,\nSister City Office")
mail("no-subject", 1150, ("", "k-watanabe@mail.example"), [sato], "", "先日お電話した渡辺です。書類は郵送しました。")
mail("bounce-like", 1200, ("Mail Delivery Subsystem", "MAILER-DAEMON@mx.kotonoha.example"), [sato], "Undelivered Mail Returned to Sender", "次の宛先に届けられませんでした。\n\n  keiri-old@kotonoha.example\n\n理由: 550 5.1.1 User unknown", sender="")
mail("old-doc", 1300, ("こだま村 総務課", "soumu@kodama.example"), [sato], "広域組合規約の改正案（Word 97-2003形式）", "やまびこ市 総務課 佐藤様\n\n改正案をお送りします。古い形式のままで申し訳ありません。",
     files=[attach("規約改正案.doc", compound({"WordDocument": b"\xec\xa5\xc1\x00" + b"\0" * 508, "1Table": b"\0" * 256}), "application/msword")])
mail("xdw", 1350, MIDORI, [("松田", "matsuda"), sato], "竣工図（DocuWorks）の送付", "建設課 松田様\n\n竣工図をDocuWorks形式でお送りします。", files=[attach("竣工図_市道8号線.xdw", b"\x60\x0e\x82\x99\x89\x40\x20\x28" + bytes(random.randrange(256) for _ in range(2048)), "application/vnd.fujixerox.docuworks")])
mail("exe-as-pdf", 30, ("配送センター", "info@haisou-center.example"), [sato], "【重要】お荷物のお届けについて", "お荷物をお届けにあがりましたが、不在のため持ち帰りました。\n添付の伝票をご確認ください。",
     files=[attach("配送伝票.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\0" * 44 + b"\x80\x00\x00\x00" + b"\0" * 64 + b"PE\0\0" + b"\0" * 400, "application/pdf")])
mail("long-thread", 1500, KENKI, [sato, ("齋藤", "saito"), ("鈴木", "suzuki")], "電子申請の共同利用 課題整理表", "関係者各位\n\n課題整理表を更新しました。網掛けの行を12月10日までにご確認ください。\n\n" + "".join(f"課題{n}: {t}\n  対応: 検討中\n" for n, t in enumerate(["本人確認の方法", "手数料の納付", "添付書類の上限", "外字の扱い", "通知の方法", "保存年限", "代理申請", "障害時の連絡"], 1)),
     files=[attach("課題整理表_v3.xlsx", xlsx([("課題", [["番号", "課題", "担当", "期限", "状態"]] + [[n, t, u, "R8.12.10", "検討中"] for n, t, u in [(1, "本人確認の方法", "情報政策課"), (2, "手数料の納付", "会計課"), (3, "外字の扱い", "総務課"), (4, "障害時の連絡", "危機管理課")]]), ("凡例", [["状態", "意味"], ["検討中", "担当課で検討している"]])]), SHEET)])
mail("survey", 1600, NEWS, [("鈴木", "suzuki")], "アンケートのお願い（所要3分）", "いつもご購読ありがとうございます。\n紙面改善のためのアンケートにご協力ください。\n\nhttps://jichitai-news.example/survey")
mail("kyuyo", 1700, ("共済組合 給付係", "kyufu@kyosai.example"), [("岡田", "okada"), sato], "被扶養者資格確認の依頼について", "共済事務担当者 様\n\n被扶養者の資格確認を行います。別添の一覧により確認をお願いします。\n個人ごとの番号は記載していません。", charset=JIS,
     files=[attach("確認依頼一覧.xlsx", xlsx([("一覧", [["所属", "人数"], ["総務課", 6], ["建設課", 4], ["福祉課", 7]])]), SHEET, style="2047", charset="iso-2022-jp")])
mail("event", 1800, ("文化会館 指定管理者", "hall@bunka-hall.example"), [("宮本", "miyamoto"), sato], "12月の催し物のご案内", "総務課 宮本様\n\n12月の催し物をお知らせします。\n\n・12月6日(日) 市民合唱祭\n・12月13日(日) 冬の映画会\n・12月20日(日) 第九演奏会\n\n庁内掲示にご利用ください。",
     files=[attach("12月催し物一覧.docx", docx("12月 催し物一覧", [], [["日", "催し物", "開演"], ["6日(日)", "市民合唱祭", "13:00"], ["13日(日)", "冬の映画会", "10:00"], ["20日(日)", "第九演奏会", "14:00"]]), WORD), attach("会場図.png", map_picture(), "image/png")])
mail("security", 60, ("自治体情報共有センター", "alert@jichitai-isac.example"), [("田中", "tanaka"), ("鈴木", "suzuki"), sato], "【注意喚起】マクロ付きファイルを用いた不審メールについて", "情報セキュリティ担当者 様\n\n見積依頼を装ったメールに、マクロ付きの表計算ファイルを添付する手口が増えています。\n職員への周知をお願いします。\n\n・差出人の表示名だけで判断しない\n・「コンテンツの有効化」を押さない\n・不審なメールは情報政策課へ連絡する")
mail("thanks", 2900, ("やまびこ小学校 教頭", "kyoto@yamabiko-es.example"), [sato], "社会科見学のお礼", "総務課 佐藤様\n\n先日は3年生の社会科見学を受け入れていただき、ありがとうございました。\n子どもたちは議場がいちばん心に残ったようです。\nお礼の手紙を後日お届けします。")
finish()
