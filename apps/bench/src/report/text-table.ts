/** One column of a table in plain text. */
export interface Column<T> {
  readonly title: string;
  /** Characters; longer texts push the rest of their line aside. */
  readonly width: number;
  readonly left?: true;
  readonly text: (row: T) => string;
}

/** The line with the titles. */
export function titleLine<T>(columns: readonly Column<T>[]): string {
  return line(columns.map((column) => aligned(column, column.title)));
}

export function tableLine<T>(columns: readonly Column<T>[], row: T): string {
  return line(columns.map((column) => aligned(column, column.text(row))));
}

/** `value` with about three digits that count; a dash when there is none. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

function aligned<T>({ width, left }: Column<T>, text: string): string {
  return left === true ? text.padEnd(width) : text.padStart(width);
}

function line(texts: readonly string[]): string {
  return texts.join('  ').trimEnd();
}
