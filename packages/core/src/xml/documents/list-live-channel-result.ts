import { xmlDocument } from '../codec.ts';
import { boolean, integer } from '../leaves.ts';
import { object, textOrEmpty } from '../structures.ts';

/** The reply of ListLiveChannel for a bucket without live channels (observed behaviour 10). */
export const listLiveChannelResult = xmlDocument(
  'ListLiveChannelResult',
  object({ Prefix: textOrEmpty(), Marker: textOrEmpty(), MaxKeys: integer(), IsTruncated: boolean() }),
);
