import { invalidParameter, missingParameter, type RpcParameters } from '@sse/core';
import { truth } from './read-parameters.ts';

const DAY = 86_400;
const bounds = { least: 7 * DAY, most: 730 * DAY } as const;
const SECONDS = { d: DAY, h: 3600, m: 60, s: 1 } as const satisfies Readonly<Record<string, number>>;
const interval = /^(?<count>\d{1,8})(?<unit>[dhms])$/;

/**
 * How often a key is rotated, in seconds, by `EnableAutomaticRotation` and `RotationInterval` (`7d` to `730d`); `undefined`: never. 400
 * `MissingParameter` without an interval, 400 `InvalidParameter`. Source: protocol reference §6.2.
 */
export function rotationSeconds(parameters: RpcParameters): number | undefined {
  if (truth(parameters, 'EnableAutomaticRotation') !== true) return undefined;
  const text = parameters.get('RotationInterval');
  if (!text) throw missingParameter('RotationInterval');
  const { count = '', unit = '' } = interval.exec(text)?.groups ?? {};
  const seconds = unit === 'd' || unit === 'h' || unit === 'm' || unit === 's' ? Number(count) * SECONDS[unit] : 0;
  if (seconds < bounds.least || seconds > bounds.most) throw invalidParameter('RotationInterval');
  return seconds;
}
