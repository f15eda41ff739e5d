import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/server/logger.ts';
import { startRounds } from '../../src/server/rounds.ts';

describe('startRounds', () => {
  it('goes on after a round that failed, and logs it', async () => {
    const errors: unknown[] = [];
    const thrice = Promise.withResolvers<void>();
    let rounds = 0;
    const sweep = async (): Promise<void> => {
      rounds += 1;
      if (rounds === 3) thrice.resolve();
      if (rounds < 3) throw new Error(`round ${rounds}`);
    };
    const sweeper = startRounds(sweep, 1, { ...silentLogger, error: (fields) => void errors.push(fields) });
    await thrice.promise;
    await sweeper.stop();
    expect(errors).toEqual([{ err: new Error('round 1') }, { err: new Error('round 2') }]);
  });

  it('waits at the end for the round under way, and starts no other', async () => {
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const events: string[] = [];
    const sweep = async (): Promise<void> => {
      begun.resolve();
      await goOn.promise;
      events.push('round ended');
    };
    const sweeper = startRounds(sweep, 1, silentLogger);
    await begun.promise;
    const stopped = sweeper.stop().then(() => events.push('stopped'));
    goOn.resolve();
    await stopped;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(events).toEqual(['round ended', 'stopped']);
  });
});
