//! Texts as people of town halls write them to each other: short, formed alike, full of names, numbers and dates. The
//! same number gives the same text on every machine.

use crate::mutate::Random;

const SEED: u64 = 0x5ea5_0c4a_7000_0001;

const NAMES: &[&str] = &[
    "佐藤",
    "鈴木",
    "髙橋",
    "田中",
    "伊藤",
    "渡邉",
    "山本",
    "中村",
    "小林",
    "加藤",
    "𠮷田",
    "山田",
    "佐々木",
    "山口",
    "松本",
    "井上",
    "木村",
    "林",
    "齋藤",
    "清水",
    "山﨑",
    "森",
    "池田",
    "橋本",
    "阿部",
    "石川",
    "前田",
    "藤田",
    "小川",
    "後藤",
    "岡田",
    "長谷川",
    "村上",
    "近藤",
    "石井",
    "坂本",
    "遠藤",
    "青木",
    "藤井",
    "西村",
    "福田",
    "太田",
    "三浦",
    "岡本",
    "松田",
    "中川",
    "中野",
    "原田",
    "小野",
    "田村",
    "竹内",
    "金子",
    "和田",
    "中山",
    "石田",
    "上田",
    "森田",
    "葛\u{E0100}城",
    "柴田",
    "酒井",
    "工藤",
    "横山",
    "宮﨑",
    "宮本",
    "内田",
    "髙木",
    "安藤",
    "谷口",
    "大野",
    "丸山",
    "今井",
    "河野",
    "藤原",
    "小島",
    "村田",
    "武田",
    "上野",
    "杉山",
    "増田",
    "菅原",
    "平野",
    "大塚",
    "千葉",
    "久保",
];

const PLACES: &[&str] = &[
    "総務課",
    "財政課",
    "税務課",
    "市民課",
    "福祉課",
    "子育て支援課",
    "健康推進課",
    "環境課",
    "農林課",
    "商工観光課",
    "建設課",
    "都市計画課",
    "上下水道課",
    "教育委員会",
    "会計課",
    "議会事務局",
    "危機管理室",
    "情報政策課",
    "秘書広報課",
    "第一会議室",
    "第二会議室",
    "大会議室",
    "市民ホール",
    "中央公民館",
    "支所",
    "図書館",
    "保健センター",
    "消防本部",
    "体育館",
    "給食センター",
    "浄水場",
    "清掃センター",
    "駅前駐車場",
    "道の駅",
    "やまびこ小学校",
    "市営住宅",
];

const THINGS: &[&str] = &[
    "見積書",
    "請求書",
    "契約書",
    "起案",
    "決裁",
    "議事録",
    "資料",
    "名簿",
    "申請書",
    "通知文",
    "回覧",
    "照会",
    "回答",
    "予算要求書",
    "補正予算",
    "決算書",
    "アンケート",
    "チラシ",
    "ポスター",
    "広報原稿",
    "ホームページ",
    "システム",
    "パソコン",
    "プリンタ",
    "トナー",
    "鍵",
    "公用車",
    "ETCカード",
    "備品",
    "台帳",
    "図面",
    "写真",
    "領収書",
    "出張命令",
    "旅費",
    "時間外勤務",
    "休暇届",
    "住民票",
    "印鑑証明",
    "マイナンバーカード",
    "国民健康保険",
    "介護保険",
    "水道料金",
    "固定資産税",
    "軽自動車税",
    "ふるさと納税",
    "補助金",
    "入札",
    "指名願",
    "工程表",
    "防災訓練",
    "避難所",
    "ハザードマップ",
    "選挙事務",
    "期日前投票",
    "成人式",
    "敬老会",
    "運動会",
    "保育所",
    "学童保育",
    "ごみ収集",
    "不法投棄",
    "空き家",
    "道路陥没",
    "街路樹",
    "野犬",
    "猿",
    "害虫駆除",
    "停電",
    "断水",
    "大雨警報",
    "台風",
    "雪かき",
    "融雪剤",
    "ｶﾗｰｺｰﾝ",
];

const ACTS: &[&str] = &[
    "を確認しました",
    "を送ります",
    "をお願いします",
    "が届きました",
    "が見当たりません",
    "を差し替えました",
    "の締め切りは明日です",
    "の件で相談があります",
    "について教えてください",
    "を印刷しておきます",
    "は後日でかまいません",
    "を修正して再提出してください",
    "の回答がまだです",
    "を保存した場所を教えて",
    "は課長の了解済みです",
    "をスキャンしました",
    "の写しをください",
    "は不要になりました",
    "を机の上に置きました",
    "を忘れていました。すみません",
    "の担当はどなたですか",
    "を更新しました",
    "が動きません",
    "で困っています",
    "の日程を調整中です",
    "は中止になりました",
    "を予約しました",
    "をキャンセルしました",
    "の準備を手伝ってもらえますか",
    "は来週に延期です",
    "がいっぱいです",
    "を受け取りました",
];

const HEADS: &[&str] = &[
    "お疲れさまです。",
    "おはようございます。",
    "了解です。",
    "ありがとうございます！",
    "すみません、",
    "至急：",
    "【共有】",
    "念のため、",
    "先ほどの",
    "昨日の",
    "来週の",
    "本日の",
    "では、",
    "はい、",
    "",
    "",
    "",
    "",
    "",
];

const TAILS: &[&str] = &[
    "よろしくお願いします。",
    "またご連絡します。",
    "助かります。",
    "（笑）",
    "よろしく！",
    "取り急ぎご報告まで。",
    "以上です。",
    "いかがでしょうか？",
    "",
    "",
    "",
    "",
];

fn one(random: &mut Random, of: &[&'static str]) -> &'static str {
    let choice: &&'static str = random.one(of);
    choice
}

/// One text, as written.
pub fn text(number: u64) -> String {
    let mut random = Random::of(SEED, number);
    let mut out = String::new();
    if random.chance(30) {
        out.push('@');
        out.push_str(one(&mut random, NAMES));
        out.push_str(one(&mut random, &["さん ", "課長　", "様、", "係長 "]));
    }
    out.push_str(one(&mut random, HEADS));
    for part in 0..=usize::from(random.chance(35)) {
        if part > 0 {
            out.push('。');
        }
        let begun = match random.below(6) {
            0 => format!("{}月{}日の", random.below(12) + 1, random.below(31) + 1),
            1 => format!("{}の", one(&mut random, PLACES)),
            2 => format!("{}さんの", one(&mut random, NAMES)),
            3 => {
                let hour = random.below(12) + 8;
                format!("{hour}時から{}で", one(&mut random, PLACES))
            }
            4 => format!("No.{:05}の", random.below(100_000)),
            _ => String::new(),
        };
        out.push_str(&begun);
        out.push_str(one(&mut random, THINGS));
        out.push_str(one(&mut random, ACTS));
    }
    if random.chance(12) {
        // A name or word that no list holds.
        out.push('「');
        for _ in 0..random.below(4) + 2 {
            let letter = 0x4E00 + u32::try_from(random.below(6000)).unwrap();
            out.push(char::from_u32(letter).unwrap());
        }
        out.push('」');
    }
    if random.chance(8) {
        let phone = format!(" 内線{:04} ", random.below(10_000));
        out.push_str(&phone);
    }
    out.push_str(one(&mut random, TAILS));
    out
}

/// Which of so many rooms it stands in: a few are full, most are small.
pub fn room(number: u64, rooms: usize) -> usize {
    let mut random = Random::of(SEED ^ 0xff, number);
    let (a, b) = (random.below(rooms), random.below(rooms));
    a.min(b)
}

/// A piece of a text, from one character to ten.
pub fn piece(number: u64, texts: u64, fold: impl Fn(&str) -> String) -> String {
    let mut random = Random::of(SEED ^ 0xaaaa, number);
    loop {
        let of = random.bits() % texts;
        let folded = fold(&text(of));
        let letters: Vec<char> = folded.chars().collect();
        let length = random.below(10) + 1;
        let from = random.below(letters.len().saturating_sub(length) + 1);
        let piece: String = letters.iter().skip(from).take(length).collect();
        if !piece.trim().is_empty() {
            return piece;
        }
    }
}
