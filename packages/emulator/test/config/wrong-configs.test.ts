import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.ts';
import { readConfigText } from '../../src/config/read-config.ts';
import { WRONG_CONFIGS } from './wrong-configs.ts';

function faultsOf(text: string): readonly string[] {
  try {
    readConfigText(text, 'sse.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('a wrong configuration', () => {
  it.each(WRONG_CONFIGS.map(([text, ...faults]) => ({ text, faults, name: text.slice(0, 100) })))('$name', ({ text, faults }) => {
    expect(faultsOf(text)).toEqual(faults.map((fault) => `sse.yaml:${fault}`));
  });

  it('is told in at most 50 lines and a number', () => {
    const text = `keys: [${Array.from({ length: 60 }, () => '1').join(', ')}]`;
    const lines = new ConfigError(faultsOf(text)).message.split('\n');
    expect(faultsOf(text)).toHaveLength(60);
    expect(lines).toHaveLength(52);
    expect(lines[0]).toBe('the configuration is not valid; nothing was changed');
    expect(lines.at(-1)).toBe('and 10 more');
  });
});
