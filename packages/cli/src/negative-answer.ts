/** A command was done, and its answer, which was printed, is no: denied, or not valid. */
export class NegativeAnswer extends Error {
  override readonly name = 'NegativeAnswer';
}
