import type { OperationRow } from './operation-entry.ts';
import type { LiveChannelOperationName } from './operation-name.ts';

/** Rows of the operations on live channels. */
export const LIVE_CHANNEL_OPERATIONS = {
  PutLiveChannel: { method: 'PUT', query: ['live'], success: 200, doc: 'Creates a live channel.' },
  PutLiveChannelStatus: { method: 'PUT', query: ['live', 'status'], success: 200, doc: 'Enables or disables a live channel.' },
  GetLiveChannelInfo: { method: 'GET', query: ['live'], success: 200, doc: 'Describes a live channel.' },
  GetLiveChannelStat: { method: 'GET', query: ['live', ['comp', 'stat']], success: 200, doc: 'Shows the stream of a live channel.' },
  GetLiveChannelHistory: {
    method: 'GET',
    query: ['live', ['comp', 'history']],
    success: 200,
    doc: 'Shows the last streams of a live channel.',
  },
  DeleteLiveChannel: { method: 'DELETE', query: ['live'], success: 204, doc: 'Deletes a live channel.' },
  PostVodPlaylist: { method: 'POST', query: ['vod'], success: 200, doc: 'Makes a playlist of a live channel.' },
  GetVodPlaylist: { method: 'GET', query: ['vod'], success: 200, doc: 'Shows the playlist of a live channel.' },
} as const satisfies Record<LiveChannelOperationName, OperationRow>;
