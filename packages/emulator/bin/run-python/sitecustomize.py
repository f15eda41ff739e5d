"""Loaded by PYTHONPATH into the Python programs of `sse-emulator run`: certifi, whose roots some clients trust and no others, names those of the run.

In what Python 2.7 and 3 have in common, because any of them may load it. Where something in it fails, Python is left as it was.
"""

import os
import sys


class Roots(object):
    """A file of certificates (PEM), by which certifi answers in the place of its own."""

    def __init__(self, file):
        self.file = file

    def where(self):
        return self.file

    def contents(self):
        import io

        # What stands between the certificates may be in any language.
        with io.open(self.file, encoding='ascii', errors='ignore') as opened:
            return opened.read()

    def replace_those_of(self, certifi):
        try:
            for module in (certifi, sys.modules.get('certifi.core')):
                for function in (self.where, self.contents):
                    if hasattr(module, function.__name__):
                        setattr(module, function.__name__, function)
        except Exception:
            pass


class Loader(object):
    """Stands before the loader of certifi, and in its spec, if it has one, until that loads."""

    def __init__(self, loader, roots, spec=None):
        self.loader = loader
        self.roots = roots
        self.spec = spec

    def __getattr__(self, name):
        return getattr(self.loader, name)

    def step_aside(self):
        if self.spec is not None:
            self.spec.loader = self.loader


class SpecLoader(Loader):
    def exec_module(self, module):
        self.step_aside()
        module.__loader__ = self.loader
        self.loader.exec_module(module)
        self.roots.replace_those_of(module)


class OldLoader(Loader):
    """That of Python 2, and of zip files before Python 3.10."""

    def load_module(self, name):
        self.step_aside()
        module = self.loader.load_module(name)
        self.roots.replace_those_of(module)
        return module


class Finder(object):
    """Stands before the other finders, who find certifi as ever; it has no answer for other modules."""

    def __init__(self, roots, thread):
        self.roots = roots
        self.thread = thread
        # Threads in which the others are being asked, who may ask all finders in turn.
        self.asking = set()

    def find_spec(self, name, path=None, target=None):
        return self.ask(self.spec_of, name, path, target) if name == 'certifi' else None

    def find_module(self, name, path=None):
        """That of Python 2."""
        return self.ask(self.loader_of, name) if name == 'certifi' else None

    def ask(self, others, *args):
        thread = self.thread()
        if thread in self.asking:
            return None
        self.asking.add(thread)
        try:
            return others(*args)
        except Exception:
            return None
        finally:
            self.asking.discard(thread)

    def spec_of(self, *args):
        finds = [finder.find_spec for finder in sys.meta_path if finder is not self and hasattr(finder, 'find_spec')]
        spec = next((spec for spec in (find(*args) for find in finds) if spec is not None), None)
        if spec is not None and spec.loader is not None:
            loader = SpecLoader if hasattr(spec.loader, 'exec_module') else OldLoader
            spec.loader = loader(spec.loader, self.roots, spec)
        return spec

    def loader_of(self, name):
        import pkgutil

        loader = pkgutil.find_loader(name)
        return None if loader is None else OldLoader(loader, self.roots)


def install(file):
    if not file or not os.path.isfile(file):
        return
    try:
        from _thread import get_ident
    except ImportError:
        from thread import get_ident
    roots = Roots(file)
    if 'certifi' in sys.modules:
        roots.replace_those_of(sys.modules['certifi'])
    sys.meta_path.insert(0, Finder(roots, get_ident))


try:
    install(os.environ.get('SSE_EMULATOR_RUN_ROOTS'))
except Exception:
    pass

# The sitecustomize that Python would have without this one, once, with its errors, or the error that there is none: as `site` awaits it.
folder = os.path.dirname(__file__)
if __name__ == 'sitecustomize' and folder in sys.path:
    sys.path[:] = [entry for entry in sys.path if entry != folder]
    # Kept under another name: Python 2 empties modules that nobody holds.
    sys.modules['sse_emulator_run'] = sys.modules.pop(__name__)
    import sitecustomize
