#!/usr/bin/env node
// Plain JavaScript on its own, because an older Node cannot even read the rest, and ends with a stack trace that helps nobody.
const needed = '22.18';

const [major, minor] = process.versions.node.split('.').map(Number);
const [neededMajor, neededMinor] = needed.split('.').map(Number);

if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) {
  void import('../dist/bin.js');
} else {
  const found = `${process.versions.node} (${process.execPath})`;
  process.stderr.write(`sse: expected Node ${needed} or later, got ${found}; install a newer one, or put it first on the PATH\n`);
  process.exitCode = 2;
}
