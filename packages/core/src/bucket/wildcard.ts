/** What a pattern stands for besides itself. */
export interface WildcardOptions {
  /** Whether text may go on after what the pattern covers. */
  readonly prefix?: boolean;
}

/**
 * Whether `pattern` covers `text`: `*` stands for any characters or none, `?` for exactly one. Case matters.
 * Steps grow with the product of both lengths at most, so no pattern takes unbounded time.
 */
export function matchesWildcard(pattern: string, text: string, { prefix = false }: WildcardOptions = {}): boolean {
  const whole = prefix ? `${pattern}*` : pattern;
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let index = 0; index < text.length;) {
    const wanted = whole[at];
    if (wanted === '*') {
      star = at;
      resumeAt = index;
      at += 1;
    } else if (wanted === '?' || wanted === text[index]) {
      at += 1;
      index += wanted === '?' ? widthAt(text, index) : 1;
    } else if (star >= 0) {
      resumeAt += 1;
      index = resumeAt;
      at = star + 1;
    } else return false;
  }
  while (whole[at] === '*') at += 1;
  return at === whole.length;
}

/** The code units of one character. */
function widthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
