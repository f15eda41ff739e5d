"""Checks that Python trusts what the server's own authority certifies, and refuses what was made with its key for other names."""

import os
import ssl
import sys
import urllib.request
from pathlib import Path

folder = Path(os.environ["SSE_INTEROP_AUTHORITY"])
forged = Path(os.environ["SSE_INTEROP_FORGED"])
endpoint = os.environ["OSS_ENDPOINT"]

CERTIFICATES = {
    "trusted-vendor": "b.oss-cn-hangzhou.aliyuncs.com",
    "trusted-address": "127.0.0.1",
    "refused-name": "example.com",
    "refused-suffix": "notaliyuncs.com",
    "refused-mixed": "localhost",
    "refused-address": "8.8.8.8",
    "refused-address-6": "2001:db8::1",
    "refused-common": "example.com",
}

failures = 0


def check(what, flaw):
    """Prints the outcome of one check; `flaw` is None where all is well."""
    global failures
    if flaw is None:
        print(f"ok Python: {what}")
    else:
        failures += 1
        print(f"FAIL Python: {what}: {flaw}")


def trusted(attempt):
    """None when the attempt succeeds, else its error."""
    try:
        attempt()
    except OSError as error:
        return error
    return None


def refused(attempt):
    """None when the attempt ends with a certificate that is not valid, else what came instead."""
    error = trusted(attempt)
    if error is None:
        return "it was trusted"
    error = getattr(error, "reason", error) if not isinstance(error, ssl.SSLError) else error
    return None if isinstance(error, ssl.SSLCertVerificationError) else error


def handshake(file, asked):
    """A client that connects to `asked` shakes hands, in memory, with a server that shows the certificate in `file`."""
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context(cafile=folder / "bundle.pem").wrap_bio(back, there, server_hostname=asked)
    server = shown.wrap_bio(there, back, server_side=True)
    waiting = [client, server]
    for _ in range(10):
        for side in list(waiting):
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                pass
        if client not in waiting:
            return
    raise OSError("the handshake does not end")


def fetch(url, bundle):
    context = ssl.create_default_context(cafile=bundle)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    with opener.open(f"{url}/_sse/health") as reply:
        if b"ok" not in reply.read():
            raise OSError(f"status {reply.status}")


# What the system trusts must not hold for what the bundle does.
for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
    os.environ.pop(name, None)

for name, asked in CERTIFICATES.items():
    judge = trusted if name.startswith("trusted") else refused
    file = forged / f"{name}.pem"
    check(f"{judge.__name__}: {name} for {asked}", judge(lambda file=file, asked=asked: handshake(file, asked)))
check("trusts the server by its address", trusted(lambda: fetch(endpoint, folder / "bundle.pem")))
by_name = endpoint.replace("127.0.0.1", "localhost")
check("trusts the server by localhost", trusted(lambda: fetch(by_name, folder / "bundle.pem")))
check("does not trust the server without the bundle", refused(lambda: fetch(endpoint, None)))
sys.exit(1 if failures else 0)
