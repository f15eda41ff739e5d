"""Named checks, one line each on standard output: `ok …`, or `FAIL …` with what came."""

import traceback
from contextlib import contextmanager


class Checks:
    """Writes what it checked; `failed` counts what was not as expected, here and in all sections."""

    def __init__(self, prefix=''):
        self.prefix = prefix
        self.failed = 0

    def equal(self, what, came, expected):
        self._say(what, came == expected, f'expected {expected!r}, came {came!r}')

    def true(self, what, holds, came):
        self._say(what, bool(holds), f'came {came!r}')

    def raises(self, what, error, call, **attributes):
        """`call` must raise exactly `error` (no subclass), whose attributes (such as `status`, `code`, `ec`) have these values."""
        try:
            came = call()
        except Exception as raised:
            actual = {name: getattr(raised, name, None) for name in attributes}
            said = f'expected {error.__name__} {attributes!r}, came {type(raised).__name__} {actual!r}: {raised}'
            self._say(what, type(raised) is error and actual == attributes, said)
            return raised
        self._say(what, False, f'expected {error.__name__}, came the result {came!r}')
        return None

    @contextmanager
    def section(self, name):
        """Checks whose lines begin with `name`. An exception that escapes counts as one failure; what follows the section still runs."""
        part = Checks(self.prefix + name + ': ')
        try:
            yield part
        except Exception:
            part._say('runs to its end', False, traceback.format_exc())
        finally:
            self.failed += part.failed

    def _say(self, what, right, came):
        if right:
            print('ok   ' + self.prefix + what, flush=True)
            return
        self.failed += 1
        print('FAIL ' + self.prefix + what + ': ' + came.rstrip().replace('\n', '\n     '), flush=True)
