//! The functions by number ([MS-XLSB] 2.5.98.10, Ftab), each with its number of arguments. All are named here, also
//! those that act: it is the judge of formulas that knows which compute and which do not.

/// An argument count that stands in the formula itself.
const V: u8 = u8::MAX;

#[rustfmt::skip]
const FUNCTIONS: &[(u16, &str, u8)] = &[
    (0, "COUNT", V), (1, "IF", V), (2, "ISNA", 1), (3, "ISERROR", 1), (4, "SUM", V), (5, "AVERAGE", V),
    (6, "MIN", V), (7, "MAX", V), (8, "ROW", V), (9, "COLUMN", V), (10, "NA", 0), (11, "NPV", V), (12, "STDEV", V),
    (13, "DOLLAR", V), (14, "FIXED", V), (15, "SIN", 1), (16, "COS", 1), (17, "TAN", 1), (18, "ATAN", 1),
    (19, "PI", 0), (20, "SQRT", 1), (21, "EXP", 1), (22, "LN", 1), (23, "LOG10", 1), (24, "ABS", 1), (25, "INT", 1),
    (26, "SIGN", 1), (27, "ROUND", 2), (28, "LOOKUP", V), (29, "INDEX", V), (30, "REPT", 2), (31, "MID", 3),
    (32, "LEN", 1), (33, "VALUE", 1), (34, "TRUE", 0), (35, "FALSE", 0), (36, "AND", V), (37, "OR", V),
    (38, "NOT", 1), (39, "MOD", 2), (40, "DCOUNT", V), (41, "DSUM", V), (42, "DAVERAGE", V), (43, "DMIN", V),
    (44, "DMAX", V), (45, "DSTDEV", V), (46, "VAR", V), (47, "DVAR", V), (48, "TEXT", 2), (49, "LINEST", V),
    (50, "TREND", V), (51, "LOGEST", V), (52, "GROWTH", V), (53, "GOTO", 1), (54, "HALT", V), (55, "RETURN", V),
    (56, "PV", V), (57, "FV", V), (58, "NPER", V), (59, "PMT", V), (60, "RATE", V), (61, "MIRR", V), (62, "IRR", V),
    (63, "RAND", 0), (64, "MATCH", V), (65, "DATE", 3), (66, "TIME", 3), (67, "DAY", 1), (68, "MONTH", 1),
    (69, "YEAR", 1), (70, "WEEKDAY", V), (71, "HOUR", 1), (72, "MINUTE", 1), (73, "SECOND", 1), (74, "NOW", 0),
    (75, "AREAS", V), (76, "ROWS", 1), (77, "COLUMNS", 1), (78, "OFFSET", V), (79, "ABSREF", 2), (80, "RELREF", 2),
    (81, "ARGUMENT", V), (82, "SEARCH", V), (83, "TRANSPOSE", 1), (84, "ERROR", V), (85, "STEP", 0),
    (86, "TYPE", 1), (87, "ECHO", V), (88, "SET.NAME", V), (89, "CALLER", 0), (90, "DEREF", 1), (91, "WINDOWS", V),
    (92, "SERIES", V), (93, "DOCUMENTS", V), (94, "ACTIVE.CELL", 0), (95, "SELECTION", 0), (96, "RESULT", V),
    (97, "ATAN2", 2), (98, "ASIN", 1), (99, "ACOS", 1), (100, "CHOOSE", V), (101, "HLOOKUP", V),
    (102, "VLOOKUP", V), (103, "LINKS", V), (104, "INPUT", V), (105, "ISREF", 1), (106, "GET.FORMULA", V),
    (107, "GET.NAME", V), (108, "SET.VALUE", 2), (109, "LOG", V), (110, "EXEC", V), (111, "CHAR", 1),
    (112, "LOWER", 1), (113, "UPPER", 1), (114, "PROPER", 1), (115, "LEFT", V), (116, "RIGHT", V),
    (117, "EXACT", V), (118, "TRIM", 1), (119, "REPLACE", 4), (120, "SUBSTITUTE", V), (121, "CODE", 1),
    (122, "NAMES", V), (123, "DIRECTORY", V), (124, "FIND", V), (125, "CELL", V), (126, "ISERR", 1),
    (127, "ISTEXT", 1), (128, "ISNUMBER", 1), (129, "ISBLANK", 1), (130, "T", 1), (131, "N", 1), (132, "FOPEN", V),
    (133, "FCLOSE", 1), (134, "FSIZE", 1), (135, "FREADLN", 1), (136, "FREAD", 2), (137, "FWRITELN", 2),
    (138, "FWRITE", 2), (139, "FPOS", V), (140, "DATEVALUE", 1), (141, "TIMEVALUE", 1), (142, "SLN", 3),
    (143, "SYD", 4), (144, "DDB", V), (145, "GET.DEF", V), (146, "REFTEXT", V), (147, "TEXTREF", V),
    (148, "INDIRECT", V), (149, "REGISTER", V), (150, "CALL", V), (151, "ADD.BAR", V), (152, "ADD.MENU", V),
    (153, "ADD.COMMAND", V), (154, "ENABLE.COMMAND", V), (155, "CHECK.COMMAND", V), (156, "RENAME.COMMAND", V),
    (157, "SHOW.BAR", V), (158, "DELETE.MENU", V), (159, "DELETE.COMMAND", V), (160, "GET.CHART.ITEM", V),
    (161, "DIALOG.BOX", V), (162, "CLEAN", 1), (163, "MDETERM", 1), (164, "MINVERSE", 1), (165, "MMULT", 2),
    (166, "FILES", V), (167, "IPMT", V), (168, "PPMT", V), (169, "COUNTA", V), (170, "CANCEL.KEY", V),
    (171, "FOR", V), (172, "WHILE", 1), (173, "BREAK", 0), (174, "NEXT", 0), (175, "INITIATE", 2),
    (176, "REQUEST", 2), (177, "POKE", 3), (178, "EXECUTE", 2), (179, "TERMINATE", 1), (180, "RESTART", V),
    (181, "HELP", V), (182, "GET.BAR", V), (183, "PRODUCT", V), (184, "FACT", 1), (185, "GET.CELL", V),
    (186, "GET.WORKSPACE", 1), (187, "GET.WINDOW", V), (188, "GET.DOCUMENT", V), (189, "DPRODUCT", V),
    (190, "ISNONTEXT", 1), (191, "GET.NOTE", V), (192, "NOTE", V), (193, "STDEVP", V), (194, "VARP", V),
    (195, "DSTDEVP", 3), (196, "DVARP", 3), (197, "TRUNC", V), (198, "ISLOGICAL", 1), (199, "DCOUNTA", 3),
    (200, "DELETE.BAR", 1), (201, "UNREGISTER", 1), (204, "USDOLLAR", V), (205, "FINDB", V), (206, "SEARCHB", V),
    (207, "REPLACEB", 4), (208, "LEFTB", V), (209, "RIGHTB", V), (210, "MIDB", 3), (211, "LENB", 3),
    (212, "ROUNDUP", 2), (213, "ROUNDDOWN", 2), (214, "ASC", 1), (215, "DBCS", 1), (216, "RANK", V),
    (219, "ADDRESS", V), (220, "DAYS360", V), (221, "TODAY", 0), (222, "VDB", V), (223, "ELSE", 0),
    (224, "ELSE.IF", 1), (225, "END.IF", 0), (226, "FOR.CELL", V), (227, "MEDIAN", V), (228, "SUMPRODUCT", V),
    (229, "SINH", 1), (230, "COSH", 1), (231, "TANH", 1), (232, "ASINH", 1), (233, "ACOSH", 1), (234, "ATANH", 1),
    (235, "DGET", 3), (236, "CREATE.OBJECT", V), (237, "VOLATILE", V), (238, "LAST.ERROR", 0),
    (239, "CUSTOM.UNDO", V), (240, "CUSTOM.REPEAT", V), (241, "FORMULA.CONVERT", V), (242, "GET.LINK.INFO", V),
    (243, "TEXT.BOX", V), (244, "INFO", 1), (245, "GROUP", 0), (246, "GET.OBJECT", V), (247, "DB", V),
    (248, "PAUSE", V), (251, "RESUME", V), (252, "FREQUENCY", V), (253, "ADD.TOOLBAR", V),
    (254, "DELETE.TOOLBAR", 1), (256, "RESET.TOOLBAR", 1), (257, "EVALUATE", 1), (258, "GET.TOOLBAR", V),
    (259, "GET.TOOL", V), (260, "SPELLING.CHECK", V), (261, "ERROR.TYPE", 1), (262, "APP.TITLE", V),
    (263, "WINDOW.TITLE", V), (264, "SAVE.TOOLBAR", V), (265, "ENABLE.TOOL", 3), (266, "PRESS.TOOL", 3),
    (267, "REGISTER.ID", V), (268, "GET.WORKBOOK", V), (269, "AVEDEV", V), (270, "BETADIST", V),
    (271, "GAMMALN", 1), (272, "BETAINV", V), (273, "BINOMDIST", 4), (274, "CHIDIST", 2), (275, "CHIINV", 2),
    (276, "COMBIN", 2), (277, "CONFIDENCE", 3), (278, "CRITBINOM", 3), (279, "EVEN", 1), (280, "EXPONDIST", 3),
    (281, "FDIST", 3), (282, "FINV", 3), (283, "FISHER", 1), (284, "FISHERINV", 1), (285, "FLOOR", 2),
    (286, "GAMMADIST", 4), (287, "GAMMAINV", 3), (288, "CEILING", 2), (289, "HYPGEOMDIST", 4),
    (290, "LOGNORMDIST", 3), (291, "LOGINV", 3), (292, "NEGBINOMDIST", 3), (293, "NORMDIST", 4),
    (294, "NORMSDIST", 1), (295, "NORMINV", 3), (296, "NORMSINV", 1), (297, "STANDARDIZE", 3), (298, "ODD", 1),
    (299, "PERMUT", 2), (300, "POISSON", 3), (301, "TDIST", 3), (302, "WEIBULL", 4), (303, "SUMXMY2", 2),
    (304, "SUMX2MY2", 2), (305, "SUMX2PY2", 2), (306, "CHITEST", 2), (307, "CORREL", 2), (308, "COVAR", 2),
    (309, "FORECAST", 3), (310, "FTEST", 2), (311, "INTERCEPT", 2), (312, "PEARSON", 2), (313, "RSQ", 2),
    (314, "STEYX", 2), (315, "SLOPE", 2), (316, "TTEST", 4), (317, "PROB", V), (318, "DEVSQ", V),
    (319, "GEOMEAN", V), (320, "HARMEAN", V), (321, "SUMSQ", V), (322, "KURT", V), (323, "SKEW", V),
    (324, "ZTEST", V), (325, "LARGE", 2), (326, "SMALL", 2), (327, "QUARTILE", 2), (328, "PERCENTILE", 2),
    (329, "PERCENTRANK", V), (330, "MODE", V), (331, "TRIMMEAN", 2), (332, "TINV", 2), (334, "MOVIE.COMMAND", V),
    (335, "GET.MOVIE", V), (336, "CONCATENATE", V), (337, "POWER", 2), (338, "PIVOT.ADD.DATA", V),
    (339, "GET.PIVOT.TABLE", V), (340, "GET.PIVOT.FIELD", V), (341, "GET.PIVOT.ITEM", V), (342, "RADIANS", 1),
    (343, "DEGREES", 1), (344, "SUBTOTAL", V), (345, "SUMIF", V), (346, "COUNTIF", 2), (347, "COUNTBLANK", 1),
    (348, "SCENARIO.GET", V), (349, "OPTIONS.LISTS.GET", 1), (350, "ISPMT", 4), (351, "DATEDIF", 3),
    (352, "DATESTRING", 1), (353, "NUMBERSTRING", 2), (354, "ROMAN", V), (355, "OPEN.DIALOG", V),
    (356, "SAVE.DIALOG", V), (357, "VIEW.GET", V), (358, "GETPIVOTDATA", V), (359, "HYPERLINK", V),
    (360, "PHONETIC", 1), (361, "AVERAGEA", V), (362, "MAXA", V), (363, "MINA", V), (364, "STDEVPA", V),
    (365, "VARPA", V), (366, "STDEVA", V), (367, "VARA", V), (368, "BAHTTEXT", 1), (369, "THAIDAYOFWEEK", 1),
    (370, "THAIDIGIT", 1), (371, "THAIMONTHOFYEAR", 1), (372, "THAINUMSOUND", 1), (373, "THAINUMSTRING", 1),
    (374, "THAISTRINGLENGTH", 1), (375, "ISTHAIDIGIT", 1), (376, "ROUNDBAHTDOWN", 1), (377, "ROUNDBAHTUP", 1),
    (378, "THAIYEAR", 1), (379, "RTD", V), (380, "CUBEVALUE", V), (381, "CUBEMEMBER", V),
    (382, "CUBEMEMBERPROPERTY", 3), (383, "CUBERANKEDMEMBER", V), (384, "HEX2BIN", V), (385, "HEX2DEC", 1),
    (386, "HEX2OCT", V), (387, "DEC2BIN", V), (388, "DEC2HEX", V), (389, "DEC2OCT", V), (390, "OCT2BIN", V),
    (391, "OCT2HEX", V), (392, "OCT2DEC", 1), (393, "BIN2DEC", 1), (394, "BIN2OCT", V), (395, "BIN2HEX", V),
    (396, "IMSUB", 2), (397, "IMDIV", 2), (398, "IMPOWER", 2), (399, "IMABS", 1), (400, "IMSQRT", 1),
    (401, "IMLN", 1), (402, "IMLOG2", 1), (403, "IMLOG10", 1), (404, "IMSIN", 1), (405, "IMCOS", 1),
    (406, "IMEXP", 1), (407, "IMARGUMENT", 1), (408, "IMCONJUGATE", 1), (409, "IMAGINARY", 1), (410, "IMREAL", 1),
    (411, "COMPLEX", V), (412, "IMSUM", V), (413, "IMPRODUCT", V), (414, "SERIESSUM", 4), (415, "FACTDOUBLE", 1),
    (416, "SQRTPI", 1), (417, "QUOTIENT", 2), (418, "DELTA", V), (419, "GESTEP", V), (420, "ISEVEN", 1),
    (421, "ISODD", 1), (422, "MROUND", 2), (423, "ERF", V), (424, "ERFC", 1), (425, "BESSELJ", 2),
    (426, "BESSELK", 2), (427, "BESSELY", 2), (428, "BESSELI", 2), (429, "XIRR", 3), (430, "XNPV", V),
    (431, "PRICEMAT", V), (432, "YIELDMAT", V), (433, "INTRATE", V), (434, "RECEIVED", V), (435, "DISC", V),
    (436, "PRICEDISC", V), (437, "YIELDDISC", V), (438, "TBILLEQ", 3), (439, "TBILLPRICE", 3),
    (440, "TBILLYIELD", 3), (441, "PRICE", V), (442, "YIELD", V), (443, "DOLLARDE", 2), (444, "DOLLARFR", 2),
    (445, "NOMINAL", 2), (446, "EFFECT", 2), (447, "CUMPRINC", 6), (448, "CUMIPMT", 6), (449, "EDATE", 2),
    (450, "EOMONTH", 2), (451, "YEARFRAC", V), (452, "COUPDAYBS", V), (453, "COUPDAYS", V), (454, "COUPDAYSNC", V),
    (455, "COUPNCD", V), (456, "COUPNUM", V), (457, "COUPPCD", V), (458, "DURATION", V), (459, "MDURATION", V),
    (460, "ODDLPRICE", V), (461, "ODDLYIELD", V), (462, "ODDFPRICE", V), (463, "ODDFYIELD", V),
    (464, "RANDBETWEEN", 2), (465, "WEEKNUM", V), (466, "AMORDEGRC", V), (467, "AMORLINC", V), (468, "CONVERT", 3),
    (469, "ACCRINT", V), (470, "ACCRINTM", V), (471, "WORKDAY", V), (472, "NETWORKDAYS", V), (473, "GCD", V),
    (474, "MULTINOMIAL", V), (475, "LCM", V), (476, "FVSCHEDULE", 2), (477, "CUBEKPIMEMBER", V),
    (478, "CUBESET", V), (479, "CUBESETCOUNT", 1), (480, "IFERROR", 2), (481, "COUNTIFS", V), (482, "SUMIFS", V),
    (483, "AVERAGEIF", V), (484, "AVERAGEIFS", V),
];

/// The number that says: what is called is named by the first argument.
pub(super) const USER_DEFINED: u16 = 255;

/// The name of a function, and how many arguments it takes where that is fixed.
pub(super) fn function(number: u16) -> Option<(&'static str, Option<usize>)> {
    let at = FUNCTIONS.binary_search_by_key(&number, |(n, ..)| *n).ok()?;
    let (_, name, count) = FUNCTIONS.get(at)?;
    Some((name, (*count != V).then(|| usize::from(*count))))
}

#[cfg(test)]
mod tests {
    use super::{FUNCTIONS, function};

    #[test]
    fn the_list_is_sorted_and_says_what_the_specification_says() {
        assert!(FUNCTIONS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(function(4), Some(("SUM", None)));
        assert_eq!(function(27), Some(("ROUND", Some(2))));
        assert_eq!(function(150), Some(("CALL", None)));
        assert_eq!(function(480), Some(("IFERROR", Some(2))));
        assert_eq!(function(9_999), None);
    }
}
