"""What oletools finds in a file: olevba, mraptor, oleid, msodde, oleobj."""

import contextlib
import io
import re
import sys
import warnings


def findings(path, scratch):
    """Names what acts; an empty list for a file that does nothing."""
    warnings.simplefilter("ignore")
    from oletools import msodde, oleid, oleobj, olevba

    found = set()
    path = str(path)
    try:
        parser = olevba.VBA_Parser(path)
        if parser.detect_vba_macros():
            found.add("olevba: VBA")
            found |= _mraptor(parser)
        if parser.detect_xlm_macros():
            found.add("olevba: XLM")
        parser.close()
    except Exception as error:
        found.add(f"olevba: unreadable ({type(error).__name__})")
    try:
        for indicator in oleid.OleID(path).check():
            risky = str(getattr(indicator, "risk", "")).lower().rsplit(".", 1)[-1]
            if risky in ("medium", "high") or (indicator.id in ("vba", "xlm", "ext_rels", "ObjectPool", "flash") and indicator.value not in (0, False, "No", "", None)):
                found.add(f"oleid: {indicator.name} {indicator.value}")
    except Exception as error:
        found.add(f"oleid: unreadable ({type(error).__name__})")
    try:
        links = msodde.process_maybe_encrypted(path, None, field_filter_mode=msodde.FIELD_FILTER_DDE)
        if links and links.strip():
            found.add("msodde: " + links.strip()[:60])
    except Exception as error:
        found.add(f"msodde: unreadable ({type(error).__name__})")
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            oleobj.process_file(path, None, scratch)
    except Exception as error:
        found.add(f"oleobj: unreadable ({type(error).__name__})")
    for line in re.findall(r"Found relationship.*|extract file embedded.*|OLE object.*", said.getvalue()):
        found.add("oleobj: " + line.strip()[:80])
    return sorted(found)


def _mraptor(parser):
    from oletools import mraptor

    code = "\n".join(text for _, _, _, text in parser.extract_all_macros() if isinstance(text, str))
    raptor = mraptor.MacroRaptor(code)
    raptor.scan()
    return {"mraptor: suspicious"} if raptor.suspicious else set()


if __name__ == "__main__":
    # One file a line in, one line of findings out, so that a file that hangs a tool can be given up alone.
    import json

    for line in sys.stdin:
        print(json.dumps(findings(line.rstrip("\n"), sys.argv[1])), flush=True)
