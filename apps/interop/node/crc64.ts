const POLYNOMIAL = 0xc96c5795d7870f42n;
const ONES = 0xffffffffffffffffn;

/** Tables for the upper and the lower half of the register, by the byte that leaves it. */
const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ POLYNOMIAL : value >> 1n;
  return [Number(value >> 32n), Number(value & 0xffffffffn)] as const;
});
const UPPER = Uint32Array.from(TABLE, ([upper]) => upper);
const LOWER = Uint32Array.from(TABLE, ([, lower]) => lower);

/** CRC-64/XZ in decimal, as `x-oss-hash-crc64ecma` shows it (protocol reference §2.7); the server's own is not used to check the server. */
export function crc64(body: Uint8Array): string {
  let upper = 0xffffffff;
  let lower = 0xffffffff;
  for (const byte of body) {
    const index = (lower ^ byte) & 0xff;
    lower = ((lower >>> 8) | (upper << 24)) ^ (LOWER[index] ?? 0);
    upper = (upper >>> 8) ^ (UPPER[index] ?? 0);
  }
  return (((BigInt(upper >>> 0) << 32n) | BigInt(lower >>> 0)) ^ ONES).toString();
}
