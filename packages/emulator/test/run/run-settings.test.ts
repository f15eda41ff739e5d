import { describe, expect, it } from 'vitest';
import { readRunSettings, type RunFlags } from '../../src/run/run-settings.ts';

const keys = { OSS_ACCESS_KEY_ID: 'id', OSS_ACCESS_KEY_SECRET: 'secret' };

function refusal(flags: RunFlags, environment: Record<string, string> = keys): string {
  try {
    readRunSettings(flags, environment, '/here');
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
}

describe('readRunSettings', () => {
  it('takes paths from the working folder, and no data folder from the environment', () => {
    const { dataFolder, reportFile } = readRunSettings({ data: 'd', report: 'r.json' }, {}, '/here');
    expect({ dataFolder, reportFile }).toEqual({ dataFolder: '/here/d', reportFile: '/here/r.json' });
    expect(readRunSettings({}, { SSE_EMULATOR_DATA: '/served' }, '/here')).not.toHaveProperty('dataFolder');
    expect(readRunSettings({ data: 'd', keep: true }, {}, '/here')).toMatchObject({ dataFolder: '/here/d', keep: true });
  });

  it('takes a free port unless the command line names one', () => {
    expect(readRunSettings({}, { SSE_EMULATOR_PORT: '9677' }, '/here').server.port).toBe(0);
    expect(readRunSettings({ port: '8080' }, {}, '/here').server.port).toBe(8080);
    expect(refusal({ port: '70000' })).toMatch(/^--port: expected /);
  });

  it('refuses what a server that is there cannot be told, and to join one without credentials or a URL', () => {
    const endpoint = 'http://127.0.0.1:9677';
    expect(refusal({ endpoint })).toBe('none');
    expect(refusal({ endpoint, requireEncryption: true })).toMatch(/^--require-encryption: expected without --endpoint/);
    expect(refusal({ endpoint, bucket: ['abc'] })).toMatch(/^--bucket: /);
    expect(refusal({ endpoint }, {})).toMatch(/^--endpoint: expected OSS_ACCESS_KEY_ID/);
    expect(refusal({ endpoint: '127.0.0.1:9677' })).toMatch(/^--endpoint: expected http:/);
    expect(refusal({ endpoint, keep: true })).toMatch(/^--keep: expected without --endpoint/);
    expect(refusal({ endpoint, port: '0' })).toMatch(/^--port: expected without --endpoint/);
    expect(refusal({ bucket: ['No'] })).toMatch(/^--bucket: expected 3 to 63/);
  });
});
