/** A string, with the colon after it where it is the name of a member; or where an object begins or ends. */
const TOKEN = /(?<text>"(?:[^"\\]|\\.)*")(?<colon>\s*:)?|[{}]/g;

/**
 * The name of a member that an object anywhere in `json` has twice, however it is escaped; `undefined` when there is none. `JSON.parse` would keep
 * the last and drop the others, which may be what the author relies on. `json` must have been parsed before.
 */
export function repeatedMember(json: string): string | undefined {
  const open: Set<unknown>[] = [];
  for (const { 0: token, groups } of json.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (groups?.['colon'] !== undefined) {
      const name: unknown = JSON.parse(groups['text'] ?? '');
      if (open.at(-1)?.has(name) === true) return String(name);
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}
