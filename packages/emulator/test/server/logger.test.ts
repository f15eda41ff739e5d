import { closeSync, openSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { silentLogger, streamLogger, type Logger, type LogLevel } from '../../src/server/logger.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function lines(level: LogLevel, count: number, use: (log: Logger) => void): Promise<Record<string, unknown>[]> {
  await using folder = await temporaryFolder();
  const file = `${folder.path}/log`;
  const fd = openSync(file, 'w');
  use(streamLogger({ level, fd }));
  const read = (): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);
  while (read().length < count) await new Promise((resolve) => setImmediate(resolve));
  closeSync(fd);
  return read().map((line) => JSON.parse(line));
}

const all = (log: Logger): void => {
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]({}, level);
};

describe('streamLogger', () => {
  it('writes a JSON line an event, with ISO time, level by name and process', async () => {
    const [line] = await lines('info', 1, (log) => log.info({ a: 1 }, 'said'));
    expect(line).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), pid: process.pid, a: 1, msg: 'said' });
  });

  it('leaves out what is below its level', async () => {
    expect((await lines('warn', 2, all)).map(({ level }) => level)).toEqual(['warn', 'error']);
    expect((await lines('debug', 4, all)).map(({ level }) => level)).toEqual(['debug', 'info', 'warn', 'error']);
  });

  it('writes out what an error is', async () => {
    const [line] = await lines('error', 1, (log) => log.error({ err: new Error('why') }, 'failed'));
    expect(line).toMatchObject({ err: { type: 'Error', message: 'why', stack: expect.stringContaining('logger.test') } });
  });
});

describe('silentLogger', () => {
  it('has every level', () => {
    for (const level of ['debug', 'info', 'warn', 'error'] as const) expect(silentLogger[level]({}, 'nothing')).toBeUndefined();
  });
});
