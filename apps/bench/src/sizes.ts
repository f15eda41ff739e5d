/** Bytes of a unit, the largest first. */
const units: ReadonlyMap<string, number> = new Map([
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['B', 1],
]);

/** From here on the cost of a byte counts, below it the cost of a request. */
const largeFrom = 256 * 2 ** 10;

export function isLarge(size: number): boolean {
  return size >= largeFrom;
}

/** `size` bytes in the largest unit that needs no fraction, such as `64MiB`. */
export function formatSize(size: number): string {
  const [name, bytes] = [...units].find(([, unit]) => size >= unit && size % unit === 0) ?? ['B', 1];
  return `${size / bytes}${name}`;
}

/** The bytes of a text such as `4096`, `4KiB` or `64MiB`; nothing for any other text, and for 0. */
export function parseSize(text: string): number | undefined {
  const [, digits, unit = 'B'] = /^([1-9]\d{0,12})(KiB|MiB|GiB|B)?$/.exec(text) ?? [];
  const bytes = units.get(unit);
  return digits === undefined || bytes === undefined ? undefined : Number(digits) * bytes;
}
