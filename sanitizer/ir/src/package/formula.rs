//! Spreadsheet formulas: what may stay a formula, and what is frozen to the value it last had.
//!
//! Kept are formulas that only compute within the workbook with functions of a fixed list. References to other
//! workbooks, DDE, and functions that fetch, link or run are not.

/// The functions that compute and do nothing else.
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "ABS", "ACCRINT", "ACCRINTM", "ACOS", "ACOSH", "ACOT", "ACOTH", "ADDRESS", "AGGREGATE", "AMORDEGRC",
    "AMORLINC", "ANCHORARRAY", "AND", "ARABIC", "AREAS", "ARRAYTOTEXT", "ASC", "ASIN", "ASINH", "ATAN",
    "ATAN2", "ATANH", "AVEDEV", "AVERAGE", "AVERAGEA", "AVERAGEIF", "AVERAGEIFS", "BAHTTEXT", "BASE",
    "BESSELI", "BESSELJ", "BESSELK", "BESSELY", "BETA.DIST", "BETA.INV", "BETADIST", "BETAINV", "BIN2DEC",
    "BIN2HEX", "BIN2OCT", "BINOM.DIST", "BINOM.DIST.RANGE", "BINOM.INV", "BINOMDIST", "BITAND", "BITLSHIFT",
    "BITOR", "BITRSHIFT", "BITXOR", "BYCOL", "BYROW", "CEILING", "CEILING.MATH", "CEILING.PRECISE", "CELL",
    "CHAR", "CHIDIST", "CHIINV", "CHISQ.DIST", "CHISQ.DIST.RT", "CHISQ.INV", "CHISQ.INV.RT", "CHISQ.TEST",
    "CHITEST", "CHOOSE", "CHOOSECOLS", "CHOOSEROWS", "CLEAN", "CODE", "COLUMN", "COLUMNS", "COMBIN",
    "COMBINA", "COMPLEX", "CONCAT", "CONCATENATE", "CONFIDENCE", "CONFIDENCE.NORM", "CONFIDENCE.T", "CONVERT",
    "CORREL", "COS", "COSH", "COT", "COTH", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS",
    "COUPDAYBS", "COUPDAYS", "COUPDAYSNC", "COUPNCD", "COUPNUM", "COUPPCD", "COVAR", "COVARIANCE.P",
    "COVARIANCE.S", "CRITBINOM", "CSC", "CSCH", "CUMIPMT", "CUMPRINC", "DATE", "DATEDIF", "DATESTRING",
    "DATEVALUE", "DAVERAGE", "DAY", "DAYS", "DAYS360", "DB", "DBCS", "DCOUNT", "DCOUNTA", "DDB", "DEC2BIN",
    "DEC2HEX", "DEC2OCT", "DECIMAL", "DEGREES", "DELTA", "DEVSQ", "DGET", "DISC", "DMAX", "DMIN", "DOLLAR",
    "DOLLARDE", "DOLLARFR", "DPRODUCT", "DROP", "DSTDEV", "DSTDEVP", "DSUM", "DURATION", "DVAR", "DVARP",
    "ECMA.CEILING", "EDATE", "EFFECT", "ENCODEURL", "EOMONTH", "ERF", "ERF.PRECISE", "ERFC", "ERFC.PRECISE",
    "ERROR.TYPE", "EUROCONVERT", "EVEN", "EXACT", "EXP", "EXPAND", "EXPON.DIST", "EXPONDIST", "F.DIST",
    "F.DIST.RT", "F.INV", "F.INV.RT", "F.TEST", "FACT", "FACTDOUBLE", "FALSE", "FDIST", "FILTER", "FIND",
    "FINDB", "FINV", "FISHER", "FISHERINV", "FIXED", "FLOOR", "FLOOR.MATH", "FLOOR.PRECISE", "FORECAST",
    "FORECAST.ETS", "FORECAST.ETS.CONFINT", "FORECAST.ETS.SEASONALITY", "FORECAST.ETS.STAT",
    "FORECAST.LINEAR", "FORMULATEXT", "FREQUENCY", "FTEST", "FV", "FVSCHEDULE", "GAMMA", "GAMMA.DIST",
    "GAMMA.INV", "GAMMADIST", "GAMMAINV", "GAMMALN", "GAMMALN.PRECISE", "GAUSS", "GCD", "GEOMEAN", "GESTEP",
    "GROWTH", "HARMEAN", "HEX2BIN", "HEX2DEC", "HEX2OCT", "HLOOKUP", "HOUR", "HSTACK", "HYPGEOM.DIST",
    "HYPGEOMDIST", "IF", "IFERROR", "IFNA", "IFS", "IMABS", "IMAGINARY", "IMARGUMENT", "IMCONJUGATE", "IMCOS",
    "IMCOSH", "IMCOT", "IMCSC", "IMCSCH", "IMDIV", "IMEXP", "IMLN", "IMLOG10", "IMLOG2", "IMPOWER",
    "IMPRODUCT", "IMREAL", "IMSEC", "IMSECH", "IMSIN", "IMSINH", "IMSQRT", "IMSUB", "IMSUM", "IMTAN", "INDEX",
    "INDIRECT", "INT", "INTERCEPT", "INTRATE", "IPMT", "IRR", "ISBLANK", "ISERR", "ISERROR", "ISEVEN",
    "ISFORMULA", "ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER", "ISO.CEILING", "ISODD", "ISOMITTED",
    "ISOWEEKNUM", "ISPMT", "ISREF", "ISTEXT", "JIS", "KURT", "LAMBDA", "LARGE", "LCM", "LEFT", "LEFTB", "LEN",
    "LENB", "LET", "LINEST", "LN", "LOG", "LOG10", "LOGEST", "LOGINV", "LOGNORM.DIST", "LOGNORM.INV",
    "LOGNORMDIST", "LOOKUP", "LOWER", "MAKEARRAY", "MAP", "MATCH", "MAX", "MAXA", "MAXIFS", "MDETERM",
    "MDURATION", "MEDIAN", "MID", "MIDB", "MIN", "MINA", "MINIFS", "MINUTE", "MINVERSE", "MIRR", "MMULT",
    "MOD", "MODE", "MODE.MULT", "MODE.SNGL", "MONTH", "MROUND", "MULTINOMIAL", "MUNIT", "N", "NA",
    "NEGBINOM.DIST", "NEGBINOMDIST", "NETWORKDAYS", "NETWORKDAYS.INTL", "NOMINAL", "NORM.DIST", "NORM.INV",
    "NORM.S.DIST", "NORM.S.INV", "NORMDIST", "NORMINV", "NORMSDIST", "NORMSINV", "NOT", "NOW", "NPER", "NPV",
    "NUMBERSTRING", "NUMBERVALUE", "OCT2BIN", "OCT2DEC", "OCT2HEX", "ODD", "ODDFPRICE", "ODDFYIELD",
    "ODDLPRICE", "ODDLYIELD", "OFFSET", "OR", "PDURATION", "PEARSON", "PERCENTILE", "PERCENTILE.EXC",
    "PERCENTILE.INC", "PERCENTRANK", "PERCENTRANK.EXC", "PERCENTRANK.INC", "PERMUT", "PERMUTATIONA", "PHI",
    "PHONETIC", "PI", "PMT", "POISSON", "POISSON.DIST", "POWER", "PPMT", "PRICE", "PRICEDISC", "PRICEMAT",
    "PROB", "PRODUCT", "PROPER", "PV", "QUARTILE", "QUARTILE.EXC", "QUARTILE.INC", "QUOTIENT", "RADIANS",
    "RAND", "RANDARRAY", "RANDBETWEEN", "RANK", "RANK.AVG", "RANK.EQ", "RATE", "RECEIVED", "REDUCE",
    "REPLACE", "REPLACEB", "REPT", "RIGHT", "RIGHTB", "ROMAN", "ROUND", "ROUNDDOWN", "ROUNDUP", "ROW", "ROWS",
    "RRI", "RSQ", "SCAN", "SEARCH", "SEARCHB", "SEC", "SECH", "SECOND", "SEQUENCE", "SERIESSUM", "SHEET",
    "SHEETS", "SIGN", "SIN", "SINGLE", "SINH", "SKEW", "SKEW.P", "SLN", "SLOPE", "SMALL", "SORT", "SORTBY",
    "SQRT", "SQRTPI", "STANDARDIZE", "STDEV", "STDEV.P", "STDEV.S", "STDEVA", "STDEVP", "STDEVPA", "STEYX",
    "SUBSTITUTE", "SUBTOTAL", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "SUMSQ", "SUMX2MY2", "SUMX2PY2",
    "SUMXMY2", "SWITCH", "SYD", "T", "T.DIST", "T.DIST.2T", "T.DIST.RT", "T.INV", "T.INV.2T", "T.TEST",
    "TAKE", "TAN", "TANH", "TBILLEQ", "TBILLPRICE", "TBILLYIELD", "TDIST", "TEXT", "TEXTAFTER", "TEXTBEFORE",
    "TEXTJOIN", "TEXTSPLIT", "TIME", "TIMEVALUE", "TINV", "TOCOL", "TODAY", "TOROW", "TRANSPOSE", "TREND",
    "TRIM", "TRIMMEAN", "TRUE", "TRUNC", "TTEST", "TYPE", "UNICHAR", "UNICODE", "UNIQUE", "UPPER", "USDOLLAR",
    "VALUE", "VALUETOTEXT", "VAR", "VAR.P", "VAR.S", "VARA", "VARP", "VARPA", "VDB", "VLOOKUP", "VSTACK",
    "WEEKDAY", "WEEKNUM", "WEIBULL", "WEIBULL.DIST", "WORKDAY", "WORKDAY.INTL", "WRAPCOLS", "WRAPROWS",
    "XIRR", "XLOOKUP", "XMATCH", "XNPV", "XOR", "YEAR", "YEARFRAC", "YEN", "YIELD", "YIELDDISC", "YIELDMAT",
    "Z.TEST", "ZTEST",
];

/// True where a formula computes within its workbook and with known functions only.
pub fn formula_is_inert(formula: &str) -> bool {
    formula.len() <= 32_768
        && !hides_characters(formula)
        && walk(formula, &mut |name| is_known(name))
}

/// True where a character is written by its number as `_xHHHH_` (ECMA-376 Part 1, 22.9.2.19): Excel reads it as the
/// character, so `_x005B_1]` would be a reference to another workbook that does not look like one.
fn hides_characters(formula: &str) -> bool {
    formula.match_indices("_x").any(|(at, _)| {
        formula.as_bytes().get(at..at.saturating_add(7)).is_some_and(
            |escape| matches!(escape, [_, _, digits @ .., b'_'] if digits.iter().all(u8::is_ascii_hexdigit)),
        )
    })
}

/// True where a formula calls a function of this name, written in capitals.
pub fn formula_calls(formula: &str, name: &str) -> bool {
    let mut found = false;
    walk(formula, &mut |called| {
        found |= plain(called) == name;
        true
    });
    found
}

fn plain(name: &str) -> String {
    let upper = name.to_uppercase();
    let plain = upper.trim_start_matches('@');
    let plain = plain.strip_prefix("_XLFN.").unwrap_or(plain);
    plain.strip_prefix("_XLWS.").unwrap_or(plain).to_owned()
}

fn is_known(name: &str) -> bool {
    FUNCTIONS.binary_search(&plain(name).as_str()).is_ok()
}

fn of_a_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '.' | '$' | '?')
        || (!c.is_ascii() && !c.is_whitespace())
}

/// Walks over a formula; false where it reaches outside the workbook or `allows` says no to a function.
fn walk(formula: &str, allows: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut rest = formula;
    // What stood before: true after a word, so that a bracket opens a table's column.
    let mut after_word = false;
    while let Some(c) = rest.chars().next() {
        match c {
            '"' => {
                let Some(after) = quoted(rest, '"') else {
                    return false;
                };
                rest = after.1;
                after_word = false;
            }
            '\'' => {
                let Some((sheet, after)) = quoted(rest, '\'') else {
                    return false;
                };
                if sheet.contains(['[', ']', '\\', '/', '|', '*', '?']) {
                    return false;
                }
                rest = after;
                after_word = false;
            }
            '[' => {
                let Some(after) = column(rest) else {
                    return false;
                };
                if !after_word || after.starts_with(|c: char| of_a_word(c) || c == '!' || c == '\'')
                {
                    return false;
                }
                rest = after;
                after_word = false;
            }
            '|' | '\\' | ']' => return false,
            c if of_a_word(c) => {
                let end = rest.find(|c: char| !of_a_word(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                if after.trim_start().starts_with('(') && !allows(word) {
                    return false;
                }
                if after.starts_with('!') && names_a_file(word) {
                    return false;
                }
                after_word = true;
                rest = after;
            }
            c => {
                after_word = false;
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }
    true
}

fn names_a_file(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.rsplit_once('.').is_some_and(|(_, tail)| {
        tail.starts_with("xl") || matches!(tail, "csv" | "ods" | "dll" | "exe" | "txt")
    })
}

/// The quoted text at the beginning, doubled quotes included, and what follows it.
fn quoted(text: &str, quote: char) -> Option<(&str, &str)> {
    let inner = text.get(1..)?;
    let mut skip = false;
    for (at, c) in inner.char_indices() {
        if std::mem::take(&mut skip) {
            continue;
        }
        if c == quote {
            if inner.get(at.saturating_add(1)..)?.starts_with(quote) {
                skip = true;
            } else {
                return Some((inner.get(..at)?, inner.get(at.saturating_add(1)..)?));
            }
        }
    }
    None
}

/// What follows the bracketed column at the beginning; `'` within it makes the next character plain.
fn column(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    let mut plain = false;
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut plain) {
            continue;
        }
        match c {
            '\'' => plain = true,
            '[' => depth = depth.saturating_add(1),
            ']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return text.get(at.saturating_add(1)..);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{FUNCTIONS, formula_calls, formula_is_inert};

    #[test]
    fn the_list_is_sorted_and_holds_nothing_that_reaches_out() {
        assert!(FUNCTIONS.is_sorted());
        for gone in [
            "WEBSERVICE",
            "HYPERLINK",
            "CALL",
            "REGISTER.ID",
            "EXEC",
            "RTD",
            "IMAGE",
            "DDE",
            "FILTERXML",
        ] {
            assert!(!FUNCTIONS.contains(&gone), "{gone}");
        }
    }

    #[test]
    fn a_character_written_by_its_number_hides_nothing() {
        for gone in ["_x005B_1_x005D_S!A1", "cmd_x007C_'/c calc'!A1"] {
            assert!(!formula_is_inert(gone), "{gone}");
        }
        assert!(formula_is_inert("_xlfn.CONCAT(A1:A3)+max_x1"));
    }

    #[test]
    fn formulas_that_compute_stay() {
        for kept in [
            "SUM(A1:B2)*1.08",
            "IF('集計 表'!A1=\"\",\"\",VLOOKUP(B2,マスタ!$A$1:$C$99,2,FALSE))",
            "_xlfn.XLOOKUP(A1,B:B,C:C)",
            "Table1[[#This Row],[金額]]*2",
            "SUM(Table1[Amount])",
            "\"=cmd|' /C calc'!A0\"",
            "Sheet1:Sheet3!A1",
            "{1,2;3,4}",
            "A1#",
            "_xlfn._xlws.FILTER(A1:A9,B1:B9)",
        ] {
            assert!(formula_is_inert(kept), "{kept}");
        }
    }

    #[test]
    fn formulas_that_reach_out_go() {
        for gone in [
            "cmd|' /C calc'!A0",
            "[1]Sheet1!A1",
            "'[1]Sheet 1'!A1",
            "'C:\\a\\[x.xls]S'!A1",
            "'http://x/[a.xlsx]S'!A1",
            "HYPERLINK(\"file:x\")",
            "hyperlink (\"x\")",
            "WEBSERVICE(\"http://x\")",
            "_xlfn.WEBSERVICE(A1)",
            "1+CALL(\"k\",\"f\")",
            "EXEC(\"calc\")",
            "MyMacro(1)",
            "Book1.xlsx!Name",
            "[0]!Macro1()",
            "SUM([1]!x)",
            "\"open",
        ] {
            assert!(!formula_is_inert(gone), "{gone}");
        }
        assert!(formula_calls("1+Webservice(1)", "WEBSERVICE"));
    }
}
