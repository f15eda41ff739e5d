/** The command line or the environment says something that cannot be meant; the message is one line that says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
