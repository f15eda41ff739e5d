import type { OperationRow } from './operation-entry.ts';
import type { ServiceOperationName } from './operation-name.ts';

/** Rows of the operations on the account. */
export const SERVICE_OPERATIONS = {
  ListBuckets: { method: 'GET', success: 200, doc: 'Lists the buckets of the account.' },
  DescribeRegions: { method: 'GET', query: ['regions'], success: 200, doc: 'Lists regions and their endpoints.' },
  GetPublicAccessBlock: { method: 'GET', query: ['publicAccessBlock'], success: 200, doc: 'Shows whether public access is blocked.' },
  PutPublicAccessBlock: { method: 'PUT', query: ['publicAccessBlock'], success: 200, doc: 'Blocks public access for the account.' },
  DeletePublicAccessBlock: { method: 'DELETE', query: ['publicAccessBlock'], success: 204, doc: 'Unblocks public access.' },
  ListUserDataRedundancyTransition: { method: 'GET', query: ['redundancyTransition'], success: 200, doc: 'Lists redundancy changes.' },
  ListAccessPoints: { method: 'GET', query: ['accessPoint'], alsoAt: 'bucket', success: 200, doc: 'Lists access points.' },
  ListAccessPointsForObjectProcess: {
    method: 'GET',
    query: ['accessPointForObjectProcess'],
    success: 200,
    doc: 'Lists the access points that process objects.',
  },
  ListCloudBoxes: { method: 'GET', query: ['cloudboxes'], success: 200, doc: 'Lists the cloud boxes of the account.' },
  GetUserQosInfo: { method: 'GET', query: ['qosInfo'], success: 200, doc: 'Shows the bandwidth limits of the account.' },
  ListResourcePools: { method: 'GET', query: ['resourcePool'], success: 200, doc: 'Lists the resource pools of the account.' },
  GetResourcePoolInfo: { method: 'GET', query: ['resourcePoolInfo', 'resourcePool'], success: 200, doc: 'Describes a resource pool.' },
  ListResourcePoolBuckets: {
    method: 'GET',
    query: ['resourcePoolBuckets', 'resourcePool'],
    success: 200,
    doc: 'Lists the buckets of a resource pool.',
  },
  PutResourcePoolRequesterQosInfo: {
    method: 'PUT',
    query: ['requesterQosInfo', 'resourcePool', 'qosRequester'],
    success: 200,
    doc: 'Limits the bandwidth of a requester in a resource pool.',
  },
  GetResourcePoolRequesterQosInfo: {
    method: 'GET',
    query: ['requesterQosInfo', 'resourcePool', 'qosRequester'],
    success: 200,
    doc: 'Shows the bandwidth limits of a requester in a resource pool.',
  },
  ListResourcePoolRequesterQosInfos: {
    method: 'GET',
    query: ['requesterQosInfo', 'resourcePool'],
    success: 200,
    doc: 'Lists the bandwidth limits of the requesters in a resource pool.',
  },
  DeleteResourcePoolRequesterQosInfo: {
    method: 'DELETE',
    query: ['requesterQosInfo', 'resourcePool', 'qosRequester'],
    success: 204,
    doc: 'Lifts the bandwidth limits of a requester in a resource pool.',
  },
  GetUserAntiDDosInfo: { method: 'GET', query: ['antiDDos'], success: 200, doc: 'Lists the anti-DDoS instances of the account.' },
  InitUserAntiDDosInfo: { method: 'POST', query: ['antiDDos'], success: 200, doc: 'Creates an anti-DDoS instance.' },
  UpdateUserAntiDDosInfo: { method: 'PUT', query: ['antiDDos'], success: 200, doc: 'Changes the state of an anti-DDoS instance.' },
  ListBucketAntiDDosInfo: { method: 'GET', query: ['bucketAntiDDos'], success: 200, doc: 'Lists the buckets under anti-DDoS.' },
  WriteGetObjectResponse: {
    method: 'POST',
    query: ['x-oss-write-get-object-response'],
    success: 200,
    doc: 'Answers a GetObject that a function transforms.',
  },
  DoDataPipeLineAction: {
    method: 'POST',
    query: ['dataPipeline', 'action'],
    alsoAt: 'bucket',
    success: 200,
    doc: 'Runs one action of the data pipeline interface.',
  },
} as const satisfies Record<ServiceOperationName, OperationRow>;
