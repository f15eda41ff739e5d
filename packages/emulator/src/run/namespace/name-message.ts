/** Bytes of the first message of what a connection has brought (RFC 1035 §4.2.2), with its length before it; `undefined`: it is not whole. */
export function messageSize(read: Buffer): number | undefined {
  const size = read.length < 2 ? Infinity : 2 + read.readUInt16BE(0);
  return size <= read.length ? size : undefined;
}

/** A message as it goes over a connection. */
export function withLength(message: Buffer): Buffer {
  return Buffer.concat([Buffer.of(message.length >> 8, message.length & 0xff), message]);
}
