"""Checks that Python trusts what the server's own authority certifies, and refuses what was made with its key for other names."""

import os
import socket
import ssl
import sys
import threading
import urllib.request
from pathlib import Path

folder = Path(os.environ["SSE_INTEROP_AUTHORITY"])
forged = Path(os.environ["SSE_INTEROP_FORGED"])
endpoint = os.environ["OSS_ENDPOINT"]

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


JUDGES = {"trusted": trusted, "refused": refused}


def handshake(file, asked, bundle):
    """A client that trusts `bundle` and connects to `asked` reaches a server on 127.0.0.1 that shows the certificate in `file`."""
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve_one, args=(listener, shown), daemon=True).start()
        context = ssl.create_default_context(cafile=bundle)
        with socket.create_connection(listener.getsockname(), 20) as plain, context.wrap_socket(plain, server_hostname=asked):
            pass


def serve_one(listener, context):
    try:
        accepted, _ = listener.accept()
        with accepted, context.wrap_socket(accepted, server_side=True) as secure:
            secure.recv(1)
    except OSError:
        pass  # The client is the one that judges.


def fetch(url, bundle):
    context = ssl.create_default_context(cafile=bundle)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    with opener.open(f"{url}/_sse/health") as reply:
        if b"ok" not in reply.read():
            raise OSError(f"status {reply.status}")


# What the system trusts must not hold for what the bundle does.
for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
    os.environ.pop(name, None)

for line in (forged / "list.tsv").read_text().splitlines():
    file, asked, about, verdict, twins = line.split("\t")
    attempt = JUDGES[verdict](lambda: handshake(forged / f"{file}.pem", asked, folder / "bundle.pem"))
    check(f"{verdict}: a certificate for {about}", attempt)
    if twins == "trusted":
        attempt = trusted(lambda: handshake(forged / f"{file}-twin.pem", asked, forged / "unconstrained.pem"))
        check(f"trusted: one by an authority without constraints for {about}", attempt)
check("trusts the server by its address", trusted(lambda: fetch(endpoint, folder / "bundle.pem")))
by_name = endpoint.replace("127.0.0.1", "localhost")
check("trusts the server by localhost", trusted(lambda: fetch(by_name, folder / "bundle.pem")))
check("does not trust the server without the bundle", refused(lambda: fetch(endpoint, None)))
sys.exit(1 if failures else 0)
