import { OssError, usesAccessTime, type AccessMonitorConfiguration } from '@sse/core';
import type { PutContext } from './document-row.ts';

/** Accesses must be monitored as long as lifecycle rules count from them: 400 `InvalidArgument` otherwise (integration tests of the Go SDK v1). */
export async function checkAccessMonitor(
  monitor: AccessMonitorConfiguration,
  { call, bucket, services }: PutContext,
): Promise<AccessMonitorConfiguration | OssError> {
  const rules = monitor.Status === 'Enabled' ? undefined : await services.documents.find(call.session, bucket.id, 'lifecycle');
  if (rules === undefined || !usesAccessTime(rules)) return monitor;
  return new OssError('InvalidArgument', {
    message: 'The access monitor can not be disabled while lifecycle rules are based on the access time.',
    details: { ArgumentName: 'Status', ArgumentValue: monitor.Status },
  });
}
