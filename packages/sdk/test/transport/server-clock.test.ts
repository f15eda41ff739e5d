import { describe, expect, it } from 'vitest';
import { OssServiceError } from '../../src/errors/service-error.ts';
import { serverClock } from '../../src/transport/server-clock.ts';

function refused(code: string, serverTime: Date | undefined): OssServiceError {
  return new OssServiceError({ operation: 'GetObject', code, message: '', status: 403, serverTime });
}

describe('serverClock', () => {
  it('follows this machine until the server contradicts', () => {
    let local = 1000;
    const clock = serverClock(() => local);
    expect(clock.now()).toBe(1000);
    expect(clock.correct(refused('RequestTimeTooSkewed', new Date(5_000_000)))).toBe(true);
    local += 10;
    expect(clock.now()).toBe(5_000_010);
  });

  it.each([refused('AccessDenied', new Date(5)), refused('RequestTimeTooSkewed', undefined), new Error('other')])('ignores %o', (error) => {
    const clock = serverClock(() => 1000);
    expect(clock.correct(error)).toBe(false);
    expect(clock.now()).toBe(1000);
  });
});
