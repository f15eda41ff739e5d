"""Runs a command on a terminal of its own and types into it.

Arguments: a JSON array of steps, then the command. A step has what to await in the output that is new since the last step (`await`), and what to
do then: wait until all that the command has started has `stopped`, `type` a text, send a `signal` to the command alone, `hang` up. Prints JSON: what was printed in all, and how the command ended.
"""

import json
import os
import pty
import select
import signal
import sys
import time

# In seconds.
LONGEST = 60


def main():
    steps, command = json.loads(sys.argv[1]), sys.argv[2:]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    printed, seen, missing, until = b"", 0, None, time.monotonic() + LONGEST
    for step in steps:
        wanted = step["await"].encode()
        while (at := printed.find(wanted, seen)) < 0 and (more := read(terminal, until)):
            printed += more
        if at < 0:
            missing = step["await"]
            os.kill(pid, signal.SIGKILL)
            break
        seen = at + len(wanted)
        while "stopped" in step and not all_stopped(pid) and time.monotonic() < until:
            time.sleep(0.01)
        if "type" in step:
            os.write(terminal, step["type"].encode())
        if "signal" in step:
            os.kill(pid, getattr(signal, step["signal"]))
        if "hang" in step:
            os.close(terminal)
            terminal = None
    while terminal is not None and (more := read(terminal, until)):
        printed += more
    _, status = os.waitpid(pid, 0)
    ended = {"code": os.waitstatus_to_exitcode(status), "missing": missing, "printed": printed.decode("latin1").replace("\r\n", "\n")}
    print(json.dumps(ended))


def all_stopped(session):
    """Whether all other processes of a session have stopped: one that has not yet been told may still read what is typed next."""
    states = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                state, _, _, of, *_ = file.read().rpartition(")")[2].split()
        except OSError:  # It has ended.
            continue
        if int(of) == session and int(pid) != session:
            states.append(state)
    return all(state in "TZ" for state in states)


def read(terminal, until):
    """What comes next; nothing when all have closed the terminal, or time is up."""
    ready, _, _ = select.select([terminal], [], [], max(0, until - time.monotonic()))
    if not ready:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:  # What Linux says when nobody has the other end any more.
        return b""


main()
