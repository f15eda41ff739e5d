import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from '../src/options.ts';

const measured = (...args: string[]) => {
  const options = readOptions(args);
  if (options.task !== 'measure') throw new Error('this measures nothing');
  return options;
};

describe('readOptions', () => {
  it('measures the whole matrix without options', () => {
    expect(measured()).toMatchObject({ set: 'full', listed: {}, seconds: undefined, against: undefined });
  });

  it('reads lists', () => {
    const { set, listed } = measured(
      '--quick',
      '--ops',
      'get',
      '--sizes',
      '4KiB,64MiB, 10',
      '--modes',
      'none,SM4',
      '--connections',
      '1,64',
      '--workers=2',
    );
    expect(set).toBe('quick');
    expect(listed).toEqual({
      operations: ['get'],
      sizes: [4096, 64 << 20, 10],
      modes: ['none', 'SM4'],
      connections: [1, 64],
      workers: [2],
    });
  });

  it.each([
    ['--quick', 'quick'],
    ['--five-gib', 'fiveGib'],
    ['--eight-uploads', 'eightUploads'],
  ])('has a set of cells for %s', (flag, set) => {
    expect(measured(flag).set).toBe(set);
  });

  it('compares two files', () => {
    expect(readOptions(['--compare', 'a.json', 'b.json'])).toEqual({ task: 'compare', files: ['a.json', 'b.json'] });
  });

  it.each([
    [['--sizes', '4kb']],
    [['--sizes', '0']],
    [['--modes', 'aes256']],
    [['--modes', 'toString']],
    [['--ops', 'put;get']],
    [['--connections', '0']],
    [['--workers', '1.5']],
    [['--seconds', 'soon']],
    [['--quick', '--five-gib']],
    [['--five-gib', '--eight-uploads']],
    [['--ops', 'copy']],
    [['--compare', 'a.json']],
    [['--unknown']],
    [['stray']],
  ])('refuses %j', (args) => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });
});
