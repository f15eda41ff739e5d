import { openLine, type Line } from './line.ts';
import type { LoadOutcome, LoadPhase } from './load-phase.ts';
import type { Pattern } from './pattern.ts';
import { percentile } from './percentile.ts';
import { phaseRequests } from './phase-requests.ts';
import { plainFlawOf, responseCheck } from './response-check.ts';

/** After so many errors a phase ends: the server is broken, and more of them say nothing. */
const mostErrors = 50;
const mostProblems = 5;

/** Puts the load of `phase` on its server; rejects only when no connection can be made at the start. */
export async function runPhase(phase: LoadPhase, pattern: Pattern): Promise<LoadOutcome> {
  const { host, port, targets, limits } = phase;
  const requestFor = phaseRequests(phase, pattern);
  const lines = await Promise.all(Array.from({ length: phase.connections }, () => openLine(host, port)));
  const times: number[] = [];
  const problems: string[] = [];
  let sent = 0;
  let errors = 0;
  let checked = 0;
  const started = performance.now();
  const busyBefore = performance.eventLoopUtilization();

  function mayGoOn(): boolean {
    if (sent >= limits.most || errors >= mostErrors) return false;
    return sent < limits.least || performance.now() - started < limits.seconds * 1000;
  }

  /** Sends one request and notes how it went. */
  async function once(line: Line, number: number): Promise<void> {
    const target = number % targets.length;
    const check = number % phase.checkEvery === 0 ? responseCheck(phase, pattern, target % phase.objects) : undefined;
    const begin = performance.now();
    const response = await line.exchange(requestFor(target), check?.sink);
    const time = performance.now() - begin;
    const flaw = plainFlawOf(phase, response) ?? check?.flawOf(response);
    if (flaw !== undefined) throw new Error(flaw);
    times.push(time);
    if (check !== undefined) checked += 1;
  }

  async function keepBusy(first: Line): Promise<void> {
    let line = first;
    while (mayGoOn()) {
      const number = sent;
      sent += 1;
      try {
        if (!line.usable) line = await openLine(host, port);
        await once(line, number);
      } catch (error) {
        errors += 1;
        if (problems.length < mostProblems)
          problems.push(`${phase.method} ${number}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    line.close();
  }

  await Promise.all(lines.map(keepBusy));
  const seconds = (performance.now() - started) / 1000;
  const clientBusy = performance.eventLoopUtilization(busyBefore).utilization;
  const sorted = times.toSorted((a, b) => a - b);
  return {
    requests: times.length,
    seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    errors,
    checked,
    problems,
    clientBusy,
  };
}
