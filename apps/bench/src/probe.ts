import { spawn, execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { startLoad } from './load/start-load.ts';
import { createBucket, presignedTarget } from './server/bucket.ts';
import { encryptionHeaders, MODES, type Mode } from './modes.ts';
import { cpuTimeOf } from './server/process-figures.ts';
const [, , op = 'put', sizeText = '4096', modeText = 'none', conns = '16', secs = '5', flags = '', perf = ''] = process.argv;
const size = Number(sizeText),
  mode = modeText as Mode;
const dir = mkdtempSync('/tmp/sse-probe-');
const child = spawn(
  process.execPath,
  [
    '--conditions=@sse/source',
    ...flags.split(' ').filter(Boolean),
    (process.env.CO ?? '/work/main') + '/packages/emulator/src/bin.ts',
    'start',
    '--port',
    '0',
    '--data',
    dir + '/data',
    '--log-level',
    'error',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const out = createWriteStream('/tmp/probe.out');
child.stdout.pipe(out);
const found: Record<string, string> = {};
await new Promise<void>((resolve) =>
  createInterface({ input: child.stdout }).on('line', (l) => {
    const m = /export (\w+)=(.*)/.exec(l);
    if (m) {
      found[m[1]!] = m[2]!;
      if (m[1] === 'OSS_REGION') resolve();
    }
  }),
);
const u = new URL(found['OSS_ENDPOINT']!);
const server = {
  pid: child.pid!,
  host: u.hostname,
  port: Number(u.port),
  credentials: { accessKeyId: found['OSS_ACCESS_KEY_ID']!, accessKeySecret: found['OSS_ACCESS_KEY_SECRET']! },
};
await createBucket(server, Date.now());
const load = startLoad(new AbortController().signal);
const objects = size > 1e6 ? 4 : 512;
const phase = (o: string, limits: any, connections: number) => {
  const method = o === 'put' ? 'PUT' : ('GET' as const);
  const headers = o === 'put' ? encryptionHeaders(mode) : {};
  return {
    host: server.host,
    port: server.port,
    method,
    targets: Array.from({ length: objects }, (_, i) => presignedTarget(server, { method, key: `o${i}`, headers }, Date.now())),
    size,
    headers,
    encryption: MODES[mode],
    connections,
    limits,
    checkEvery: 8,
  } as any;
};
await load.run(phase('put', { seconds: 0, least: objects, most: objects }, 4));
await load.run(phase(op, { seconds: size > 1e6 ? 0 : 3, least: 8, most: size > 1e6 ? 8 : Infinity }, Number(conns)));
const threads = () =>
  Object.fromEntries(
    readdirSync(`/proc/${server.pid}/task`).map((t) => {
      const s = readFileSync(`/proc/${server.pid}/task/${t}/stat`, 'utf8');
      const f = s.slice(s.lastIndexOf(')') + 2).split(' ');
      return [t, { name: /\((.*)\)/.exec(s)![1], u: Number(f[11]), s: Number(f[12]) }];
    }),
  );
const b = cpuTimeOf([server.pid]),
  tb = threads();
out.write('=== MEASURED\n');
const p = perf
  ? spawn(
      'perf',
      ['record', '-q', '-F', '997', ...perf.split(' ').filter((x) => x !== '1'), '-p', String(server.pid), '-o', '/tmp/perf.data'],
      { stdio: 'inherit' },
    )
  : undefined;
const r = await load.run(phase(op, { seconds: Number(secs), least: 1, most: size > 1e6 && op === 'put' ? 100 : Infinity }, Number(conns)));
if (p) {
  p.kill('SIGINT');
  await new Promise((x) => p.once('exit', x));
}
const a = cpuTimeOf([server.pid]),
  ta = threads();
out.write('=== END\n');
const gib = (r.requests * size) / 2 ** 30;
console.log(
  op,
  size,
  mode,
  r.requests,
  'req',
  (r.requests / r.seconds).toFixed(1),
  '/s',
  'CPU user',
  (a.user - b.user).toFixed(2),
  'sys',
  (a.system - b.system).toFixed(2),
  's/GiB',
  ((a.user + a.system - b.user - b.system) / gib).toFixed(2),
  'ms/req',
  (((a.user + a.system - b.user - b.system) / r.requests) * 1000).toFixed(3),
  'errors',
  r.errors,
  r.problems,
);
for (const [t, x] of Object.entries(ta)) {
  const y = tb[t] ?? { u: 0, s: 0 };
  if (x.u + x.s - y.u - y.s > 3)
    console.log('  thread', x.name, t === String(server.pid) ? 'MAIN' : '', 'user', (x.u - y.u) / 100, 'sys', (x.s - y.s) / 100);
}
child.kill('SIGTERM');
await new Promise((x) => child.once('exit', x));
await load[Symbol.asyncDispose]();
rmSync(dir, { recursive: true });
