/** Addresses that share their first bits; a single address is a block of all its bits. */
export interface IpBlock {
  /** 32 or 128 bits, as a number. */
  readonly bits: bigint;
  readonly width: 32 | 128;
  /** How many leading bits count. */
  readonly length: number;
}

const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
/** Where IPv4 addresses lie among those of IPv6, as sockets that take both show them. */
const mappedV4 = 0xffffn << 32n;

/** An address or a block such as `10.0.0.0/8` or `fe80::/10`; `undefined` for anything else. IPv4 addresses mapped into IPv6 are IPv4. */
export function parseIpBlock(text: string): IpBlock | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  const parsed = address.includes(':') ? parseV6(address) : parseV4(address);
  if (parsed === undefined || rest.length > 0) return undefined;
  if (length === undefined) return { ...parsed, length: parsed.width };
  const count = /^\d{1,3}$/.test(length) ? Number(length) : -1;
  const most = address.includes(':') ? 128 : 32;
  const shift = most - parsed.width;
  return count < shift || count > most ? undefined : { ...parsed, length: count - shift };
}

/** Whether an address lies in a block. */
export function isInBlock(address: IpBlock, { bits, width, length }: IpBlock): boolean {
  const ignored = BigInt(width - length);
  return address.width === width && address.bits >> ignored === bits >> ignored;
}

function parseV4(text: string): Pick<IpBlock, 'bits' | 'width'> | undefined {
  const bytes = V4.exec(text)?.slice(1).map(Number);
  if (bytes === undefined || bytes.some((byte) => byte > 255)) return undefined;
  return { bits: bytes.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n), width: 32 };
}

function parseV6(text: string): Pick<IpBlock, 'bits' | 'width'> | undefined {
  const [withoutZone = ''] = text.split('%');
  const dotted = /[^:]*\.[^:]*$/.exec(withoutZone)?.[0];
  const v4 = dotted === undefined ? undefined : parseV4(dotted);
  if (dotted !== undefined && v4 === undefined) return undefined;
  const low = v4 === undefined ? '' : `${(v4.bits >> 16n).toString(16)}:${(v4.bits & 0xffffn).toString(16)}`;
  const groups = expandGroups(dotted === undefined ? withoutZone : withoutZone.slice(0, -dotted.length) + low);
  if (groups === undefined) return undefined;
  const bits = groups.reduce((whole, group) => (whole << 16n) | BigInt(`0x${group}`), 0n);
  return bits >> 32n === mappedV4 >> 32n ? { bits: bits & 0xffffffffn, width: 32 } : { bits, width: 128 };
}

/** The eight groups of an address, those that `::` leaves out filled with zeros. */
function expandGroups(text: string): readonly string[] | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [left = [], right] = halves;
  const given = left.length + (right?.length ?? 0);
  if (halves.length > 2 || (right === undefined ? given !== 8 : given > 7)) return undefined;
  const groups = [...left, ...Array.from({ length: 8 - given }, () => '0'), ...(right ?? [])];
  return groups.every((group) => GROUP.test(group)) ? groups : undefined;
}
