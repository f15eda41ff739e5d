/** The known name that was probably meant: at most a third of its characters differ, and none is nearer. Case counts for little. */
export function nearestName(given: string, known: Iterable<string>): string | undefined {
  let nearest: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const most = Math.min(Math.max(1, Math.floor(name.length / 3)), (nearest?.distance ?? Infinity) - 1);
    if (Math.abs(given.length - name.length) > most) continue;
    const distance = editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance <= most) nearest = { name, distance };
  }
  return nearest?.name;
}

/** Insertions, deletions, replacements, and swaps of neighbours that make one text of the other. */
function editDistance(from: string, to: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const differs = from[line - 1] === to[column - 1] ? 0 : 1;
      const steps = [at(row, column) + 1, at(next, column - 1) + 1, at(row, column - 1) + differs];
      const swapped = line > 1 && column > 1 && from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
      next.push(Math.min(...steps, ...(swapped ? [at(before, column - 2) + 1] : [])));
    }
    before = row;
    row = next;
  }
  return at(row, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
