/** An id of 18 digits: the one that says of what, and 17 random ones. */
export function newId(first: '2' | '3', random: (length: number) => Uint8Array): string {
  // 120 bits make the last digits even enough.
  const number = random(15).reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  return first + String(number % 10n ** 17n).padStart(17, '0');
}
