/** The steps from the top of a configuration to a value in it. */
export type ConfigPath = readonly (string | number)[];

/** Something that a person has to mend. The message never holds what is below an `accessKeys`. */
export interface ConfigFault {
  readonly path: ConfigPath;
  /** What was expected and what came. */
  readonly message: string;
}

/** So many lines help; the rest is told as a number. */
const mostLines = 50;

/** A configuration that is not valid, or that what is already stored contradicts: nothing was changed. `faults` has a line for each thing to mend. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Such as `sse.yaml:7:12: users[0].name: expected …, got …`. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const more = faults.length > mostLines ? [`and ${faults.length - mostLines} more`] : [];
    super(['the configuration is not valid; nothing was changed', ...faults.slice(0, mostLines), ...more].join('\n'));
    this.faults = faults;
  }
}

/** What may be named below an `accessKeys`; anything else there may be a secret in the wrong place. */
const accessKeyFields: readonly (string | number)[] = ['id', 'secret', 'status'];

/** A path as a person writes it: `users[0].accessKeys[0].secret`, `tags["a b"]`; empty for the top. Names below an `accessKeys` end it if it has no such field. */
export function showPath(path: ConfigPath): string {
  const secretFrom = path.indexOf('accessKeys') + 1 || path.length;
  const hidden = path.findIndex((step, index) => index >= secretFrom && typeof step === 'string' && !accessKeyFields.includes(step));
  const steps = (hidden < 0 ? path : path.slice(0, hidden)).map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join('').replace(/^\./, '');
}
