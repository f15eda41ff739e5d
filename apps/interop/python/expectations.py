"""How the checks put the words of the protocol reference into values that can be compared."""

import re

SSE = 'x-oss-server-side-encryption'
SSE_KEY_ID = 'x-oss-server-side-encryption-key-id'
SSE_DATA = 'x-oss-server-side-data-encryption'


def sse_request(algorithm=None, key_id=None, data=None):
    """Request headers that ask for an encryption; what is None is not sent."""
    wanted = {SSE: algorithm, SSE_KEY_ID: key_id, SSE_DATA: data}
    return {name: value for name, value in wanted.items() if value is not None}


def sse_of(reply):
    """(algorithm, key id, data encryption) as the headers of a reply or an oss2 result say; None for what is absent."""
    headers = getattr(reply, 'headers', reply)
    return tuple(headers.get(name) for name in (SSE, SSE_KEY_ID, SSE_DATA))


def rule_of(result):
    return (result.sse_algorithm, result.kms_master_keyid, result.kms_data_encryption)


def is_request_id(text):
    return re.fullmatch('[0-9A-F]{24}', text) is not None


def pattern_bytes(size):
    """Bytes without a short period, so that a chunk in the wrong place shows."""
    block = b''.join(n.to_bytes(4, 'big') for n in range(min(size, 1 << 20) // 4 + 1))
    pieces = []
    for n in range(size // len(block) + 1):
        pieces.append(bytes([n % 251]) + block[1:])
    return b''.join(pieces)[:size]
