"""Writes test/envelope/format-v1.json: the bytes of every stored structure, computed from docs/spec/envelope.md
by an implementation that shares no code with the package. Needs Python 3.11 and the package `cryptography`.

The file freezes version 1 of the format: bytes written by one release are read by every later one. It is never edited
to make a test pass.
"""

import hashlib
import hmac
import json
import pathlib
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand


def sample(length: int, seed: str) -> bytes:
    return hashlib.shake_256(seed.encode()).digest(length)


def ctx(label: str, *fields: bytes) -> bytes:
    return b"sse/1/" + label.encode() + b"\0" + b"".join(struct.pack(">I", len(field)) + field for field in fields)


def expand(key: bytes, info: bytes, length: int) -> bytes:
    return HKDFExpand(hashes.SHA512(), length, info).derive(key)


def sm4_gcm(key: bytes, nonce: bytes, plain: bytes) -> bytes:
    """SM4-GCM from single blocks and the definition of GHASH."""
    ecb = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()
    block = lambda counter: ecb.update(nonce + struct.pack(">I", counter))
    h = int.from_bytes(ecb.update(bytes(16)))
    stream = b"".join(block(2 + i) for i in range((len(plain) + 15) // 16))
    sealed = bytes(a ^ b for a, b in zip(plain, stream))
    padded = sealed + bytes(-len(sealed) % 16) + struct.pack(">QQ", 0, 8 * len(sealed))
    y = 0
    for at in range(0, len(padded), 16):
        x, v, y = y ^ int.from_bytes(padded[at : at + 16]), h, 0
        for bit in range(127, -1, -1):
            y ^= v if x >> bit & 1 else 0
            v = v >> 1 ^ (0xE1 << 120 if v & 1 else 0)
    tag = bytes(a ^ b for a, b in zip(y.to_bytes(16), block(1)))
    return sealed + tag


AEADS = {
    "AES256": ("AEAD_AES_256_GCM", 32, lambda key, nonce, plain: AESGCM(key).encrypt(nonce, plain, None)),
    "SM4": ("AEAD_SM4_GCM", 16, sm4_gcm),
}


def message(algorithm: str, key: bytes, context: bytes, plain: bytes, salt: bytes) -> bytes:
    name, length, seal = AEADS[algorithm]
    okm = expand(key, b"c2sp.org/chunked-encryption@v1+" + name.encode() + b"\0" + salt + context, length + 12 + 32)
    base = int.from_bytes(okm[length : length + 12])
    chunks = [plain[at : at + 16384] for at in range(0, len(plain) + 1, 16384)]
    sealed = [seal(okm[:length], (base ^ index).to_bytes(12), chunk) for index, chunk in enumerate(chunks)]
    return salt + okm[length + 12 :] + b"".join(sealed)


def dek_envelope(mode: int, algorithm: int, kind: int, kms_key_id: bytes, version: bytes, upload: bytes) -> bytes:
    clear = b"SSE1" + bytes([mode, algorithm, kind, 0]) + IDS["bucketKeyId"] + struct.pack(">H", len(kms_key_id)) + kms_key_id
    context = ctx("dek", clear, IDS["bucketId"], OBJECT_KEY, version, upload)
    return clear + message("AES256", BUCKET_KEY, context, DEK, SALT)


def extent(algorithm: str, length: int) -> bytes:
    name, key_length, _ = AEADS[algorithm]
    data_key = expand(DEK, ctx("data", name.encode()), key_length)
    return message(algorithm, data_key, ctx("extent", IDS["extentId"]), sample(length, "plain"), SALT)


def bucket_key_row(scheme: int, closed: tuple[int, int], wrapped: bytes) -> bytes:
    head = b"SSBK" + bytes([1, scheme]) + IDS["bucketKeyId"] + IDS["bucketId"] + struct.pack(">QBQ", 1_700_000_000_000, *closed)
    key = expand(BUCKET_KEY, ctx("bucket-key-row"), 32)
    return head + wrapped + hmac.digest(key, head + wrapped, "sha256")


def keyring(protector: int, parameters: bytes, root: bytes) -> bytes:
    clear = b"SSKR" + bytes([1, protector, 0, 0]) + IDS["keyringId"] + struct.pack(">H", len(parameters)) + parameters
    entries = [(1, 2, 1000, bytes(32)), (2, 1, 2000, sample(32, "master 2")), (3, 0, 3000, sample(32, "master 3"))]
    plain = struct.pack(">I", 3) + b"".join(struct.pack(">IBQ", *entry[:3]) + entry[3] for entry in entries)
    return clear + message("AES256", root, ctx("keyring", clear), plain, SALT)


IDS = {name: sample(16, name) for name in ("bucketId", "bucketKeyId", "versionId", "uploadId", "extentId", "keyringId", "scryptSalt")}
OBJECT_KEY = "ordner/größe 漢字".encode()
KMS_KEY_ID = b"key-hzz0123456789abcdef"
DEK, BUCKET_KEY, MASTER_KEY, ROOT_KEY = (sample(32, name) for name in ("dek", "bucket key", "master key", "root key"))
SALT, NONCE = sample(24, "salt"), sample(12, "nonce")

MANIFEST = b"SSM1" + bytes([1, 0, 0, 0]) + struct.pack(">IQQ", 2, 40_123, 0x995DC9BBDF1939FA)
MANIFEST += IDS["extentId"] + struct.pack(">Q", 40_000) + sample(16, "extentId 2") + struct.pack(">Q", 123)
WRAPPED = message("AES256", MASTER_KEY, ctx("bucket-key", IDS["bucketKeyId"], IDS["bucketId"], struct.pack(">I", 3)), BUCKET_KEY, SALT)
ROW_HEAD = bytes([1]) + IDS["bucketKeyId"]
ROW_KEY = expand(BUCKET_KEY, ctx("row-key"), 32)
SCRYPT_ROOT = hashlib.scrypt(b"correct horse", salt=IDS["scryptSalt"], n=2**14, r=8, p=1, maxmem=2**26, dklen=32)
KMS_WRAPPED = struct.pack(">H", len(KMS_KEY_ID)) + KMS_KEY_ID + struct.pack(">H", 77) + sample(77, "blob")

VECTORS = {
    "dekEnvelopeOss": dek_envelope(1, 1, 0, b"", IDS["versionId"], b""),
    "dekEnvelopeKms": dek_envelope(2, 2, 0, KMS_KEY_ID, IDS["versionId"], b""),
    "dekEnvelopeUpload": dek_envelope(1, 1, 1, b"", b"", IDS["uploadId"]),
    "manifest": MANIFEST,
    "manifestTag": hmac.digest(
        expand(DEK, ctx("manifest-key"), 32), ctx("manifest", IDS["bucketId"], OBJECT_KEY, IDS["versionId"], MANIFEST), "sha256"
    ),
    "wrappedBucketKey": WRAPPED,
    "bucketKeyRowLocal": bucket_key_row(1, (0, 0), struct.pack(">I", 3) + WRAPPED),
    "bucketKeyRowKms": bucket_key_row(2, (1, 1_700_000_500_000), KMS_WRAPPED),
    "sealedRow": ROW_HEAD + NONCE + AESGCM(ROW_KEY).encrypt(NONCE, b"plain row", ctx("row", ROW_HEAD, b"store/key")),
    "keyringRaw": keyring(0, b"", ROOT_KEY),
    "keyringScrypt": keyring(1, bytes([14]) + struct.pack(">II", 8, 1) + IDS["scryptSalt"], SCRYPT_ROOT),
}
# Extents are long, so their SHA-256 stands for them; the plaintext is sample(length, "plain").
EXTENTS = [
    {"algorithm": algorithm, "length": length, "sha256": hashlib.sha256(extent(algorithm, length)).hexdigest()}
    for algorithm, lengths in (("AES256", (0, 1, 16383, 16384, 16385, 40_000)), ("SM4", (0, 1, 4096, 16384, 16400)))
    for length in lengths
]

target = pathlib.Path(__file__).parent.parent / "test" / "envelope" / "format-v1.json"
document = {"source": "scripts/format-vectors.py", "vectors": {name: value.hex() for name, value in VECTORS.items()}, "extents": EXTENTS}
target.write_text(json.dumps(document, indent=2) + "\n")
