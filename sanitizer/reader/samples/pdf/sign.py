"""Makes the signed samples beside this file: python3 sign.py (needs the package `cryptography`).

Every key is made anew and thrown away; only certificates and signed files stay. OpenSSL (`cms -verify`) and Poppler
(`pdfsig`) agree with what the tests say of them.
"""
import datetime as dt
import hashlib
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

UTC = dt.timezone.utc
AT = dt.datetime(2026, 4, 1, 1, 2, tzinfo=UTC)


def name(cn, o=None):
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "JP")]
    if o:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, o))
    return x509.Name(parts + [x509.NameAttribute(NameOID.COMMON_NAME, cn)])


def cert(subject, key, issuer, issuer_key, ca=False, until=2030, stamps=False, md=None):
    built = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2025, 1, 1, tzinfo=UTC))
        .not_valid_after(dt.datetime(until, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca, None), True)
        .add_extension(x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )
    if stamps:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return built.sign(issuer_key, md or hashes.SHA256())


# DER by hand: what is signed has to be exactly this.
def tlv(tag, *bodies):
    body = b"".join(bodies)
    n = len(body)
    head = bytes([n]) if n < 128 else (lambda b: bytes([0x80 | len(b)]) + b)(n.to_bytes((n.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + head + body


def seq(*b): return tlv(0x30, *b)
def set_(*b): return tlv(0x31, *sorted(b))
def octets(b): return tlv(4, b)
def num(n): return tlv(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def oid(dotted):
    parts = [int(p) for p in dotted.split(".")]
    out = bytes([parts[0] * 40 + parts[1]])
    for p in parts[2:]:
        chunk = [p & 127]
        while p := p >> 7:
            chunk.insert(0, p & 127 | 128)
        out += bytes(chunk)
    return tlv(6, out)


MD = {"sha1": "1.3.14.3.2.26", "sha256": "2.16.840.1.101.3.4.2.1"}
HASH = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256()}


def algorithm(md): return seq(oid(MD[md]), tlv(5))


def sign(key, data, md, pss):
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return seq(oid("1.2.840.10045.4.3.2")), key.sign(data, ec.ECDSA(HASH[md]))
    if pss:
        params = seq(tlv(0xA0, algorithm(md)), tlv(0xA1, seq(oid("1.2.840.113549.1.1.8"), algorithm(md))), tlv(0xA2, num(32)))
        return seq(oid("1.2.840.113549.1.1.10"), params), key.sign(data, padding.PSS(padding.MGF1(HASH[md]), 32), HASH[md])
    return seq(oid("1.2.840.113549.1.1.1"), tlv(5)), key.sign(data, padding.PKCS1v15(), HASH[md])


def envelope(content, signer, key, chain, md="sha256", pss=False, inside=None, sort="1.2.840.113549.1.7.1", stamp=None, at=AT):
    signed = inside if inside is not None else content
    attrs = [
        seq(oid("1.2.840.113549.1.9.3"), set_(oid(sort))),
        seq(oid("1.2.840.113549.1.9.4"), set_(octets(hashlib.new(md, signed).digest()))),
    ]
    if at:
        attrs.append(seq(oid("1.2.840.113549.1.9.5"), set_(tlv(0x17, at.strftime("%y%m%d%H%M%SZ").encode()))))
    attrs = set_(*attrs)
    scheme, value = sign(key, attrs, md, pss)
    tbs = signer.tbs_certificate_bytes
    issuer = signer.issuer.public_bytes()
    unsigned = b""
    if stamp:
        unsigned = tlv(0xA1, seq(oid("1.2.840.113549.1.9.16.2.14"), set_(stamp(value))))
    info = seq(num(1), seq(issuer, num(signer.serial_number)), algorithm(md), b"\xa0" + attrs[1:], scheme, octets(value), unsigned)
    wrapped = seq(oid(sort), tlv(0xA0, octets(inside)) if inside is not None else b"")
    certs = tlv(0xA0, *[c.public_bytes(serialization.Encoding.DER) for c in [signer, *chain]])
    return seq(oid("1.2.840.113549.1.7.2"), tlv(0xA0, seq(num(1), set_(algorithm(md)), wrapped, certs, set_(info))))


def pdf():
    objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[6 0 R]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[6 0 R]>>",
        "<</Length 36>>\nstream\nBT /F1 20 Tf 20 100 Td (Hello) Tj ET\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(a)/Rect[0 0 0 0]/P 3 0 R/V 7 0 R>>",
    ]
    return b"%PDF-1.7\n", [(i, o.encode()) for i, o in enumerate(objects, 1)]


def append(before, objects, size, prev=None, sub="adbe.pkcs7.detached", sort="Sig", make=None, number=7):
    """Objects, a signature with room for itself, a table; then signed."""
    objects = objects + [(number, b"<</Type/%s/Filter/Adobe.PPKLite/SubFilter/%s/M(D:20260401100200+09'00')/ByteRange[0 @@@@@@@@ @@@@@@@@ @@@@@@@@]/Contents <%s>>>" % (sort.encode(), sub.encode(), b"0" * size * 2))]
    out, places = before, []
    for n, body in objects:
        places.append((n, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n" + b"".join(b"%d 1\n%010d 00000 n \n" % p for p in places)
    out += b"trailer\n<</Size 20/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (b"/Prev %d" % prev if prev else b"", start)
    gap = out.index(b"/Contents <", len(before) if prev else 0) + 10
    while b"0" * 64 not in out[gap:gap + 100]:
        gap = out.index(b"/Contents <", gap) + 10
    end = gap + size * 2 + 2
    for value in (gap, end, len(out) - end):
        out = out.replace(b"@@@@@@@@", b"%-8d" % value, 1)
    value = make(out[:gap] + out[end:])
    assert len(value) <= size, len(value)
    return out[:gap + 1] + value.hex().encode().ljust(size * 2, b"0") + out[end - 1:], start


def main():
    root_key, sub_key, ec_key, tsa_key, rogue_key = [ec.generate_private_key(c) for c in (ec.SECP384R1(), ec.SECP256R1(), ec.SECP256R1(), ec.SECP256R1(), ec.SECP256R1())]
    rsa_key = rsa.generate_private_key(65537, 2048)
    root_name, sub_name = name("試験ルート認証局", "やまびこ町"), name("試験認証局", "やまびこ町")
    who = name("山田太郎", "株式会社やまびこ商会")
    root = cert(root_name, root_key, root_name, root_key, ca=True, md=hashes.SHA384())
    sub = cert(sub_name, sub_key, root_name, root_key, ca=True, md=hashes.SHA384())
    signer = cert(who, rsa_key, sub_name, sub_key)
    other = cert(name("佐藤花子", "株式会社やまびこ商会"), ec_key, sub_name, sub_key)
    old = cert(who, ec_key, sub_name, sub_key, until=2026)
    tsa = cert(name("試験時刻認証局"), tsa_key, sub_name, sub_key, stamps=True)
    # Issued by a certificate that is nobody's authority.
    rogue = cert(name("町長", "やまびこ町"), rogue_key, other.subject, ec_key)
    open("root.der", "wb").write(root.public_bytes(serialization.Encoding.DER))

    def stamp(data, at=dt.datetime(2026, 4, 1, 1, 3, tzinfo=UTC)):
        said = seq(num(1), oid("1.2.3.4"), seq(algorithm("sha256"), octets(hashlib.sha256(data).digest())), num(7), tlv(0x18, at.strftime("%Y%m%d%H%M%SZ").encode()))
        return envelope(None, tsa, tsa_key, [sub], inside=said, sort="1.2.840.113549.1.9.16.1.4", at=None)

    def write(file, sub_filter, make, size=3000, sort="Sig"):
        out, _ = append(*pdf(), size, sub=sub_filter, make=make, sort=sort)
        open(file, "wb").write(out)

    write("signed-rsa.pdf", "adbe.pkcs7.detached", lambda d: envelope(d, signer, rsa_key, [sub]))
    write("signed-pss.pdf", "ETSI.CAdES.detached", lambda d: envelope(d, signer, rsa_key, [sub], pss=True, at=None))
    write("signed-ecdsa.pdf", "ETSI.CAdES.detached", lambda d: envelope(d, other, ec_key, [sub], stamp=stamp))
    write("signed-sha1.pdf", "adbe.pkcs7.sha1", lambda d: envelope(d, signer, rsa_key, [sub], md="sha1", inside=hashlib.sha1(d).digest()))
    write("signed-expired.pdf", "adbe.pkcs7.detached", lambda d: envelope(d, old, ec_key, [sub]))
    write("signed-rogue.pdf", "adbe.pkcs7.detached", lambda d: envelope(d, rogue, rogue_key, [other, sub]))
    write("stamped.pdf", "ETSI.RFC3161", stamp, sort="DocTimeStamp")
    first, at = append(*pdf(), 3000, make=lambda d: envelope(d, signer, rsa_key, [sub]))
    form = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[6 0 R 8 0 R]>>>>"
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(b)/Rect[0 0 0 0]/P 3 0 R/V 9 0 R>>"
    both, _ = append(first, [(1, form), (8, field)], 3000, prev=at, number=9, sub="ETSI.CAdES.detached", make=lambda d: envelope(d, other, ec_key, [sub]))
    open("signed-twice.pdf", "wb").write(both)


main()
