import type { Checks } from '../checks.ts';
import type { Clients, Server } from '../clients.ts';
import { encryption, sseRequest, type Encryption } from '../sse-headers.ts';

const NOT_SUPPORTED = {
  status: 400,
  code: 'InvalidArgument',
  ecCode: '0005-00000002',
  message: 'x-oss-server-side-encryption header is not supported for this operation.',
};

function refusals({ keyId, disabledKeyId }: Server): readonly (readonly [string, Encryption, Record<string, unknown>])[] {
  return [
    ['an unknown algorithm', encryption('invalid'), { status: 400, code: 'InvalidEncryptionAlgorithmError', ecCode: '0005-00000003' }],
    ['AES256 and a key id', encryption('AES256', keyId), { status: 400, code: 'InvalidArgument' }],
    ['SM4 and a key id', encryption('SM4', keyId), { status: 400, code: 'InvalidArgument' }],
    ['a key id that is not there', encryption('KMS', 'no-such-key'), { status: 404, code: 'KeyNotFound', ecCode: '0005-00000208' }],
    ['a disabled key', encryption('KMS', disabledKeyId), { status: 409, code: 'KeyDisabled', ecCode: '0005-00000214' }],
    [
      'an unknown data encryption',
      encryption('KMS', null, 'AES128'),
      { status: 400, code: 'InvalidDataEncryptionAlgorithmError', ecCode: '0005-00000203' },
    ],
  ];
}

/** Encryption headers that are refused: each with its code, and nothing stored (protocol reference §1.5, §2.2). */
export async function refusedEncryption(checks: Checks, clients: Clients): Promise<void> {
  await clients.withBucket('refused', async (client) => {
    for (const [what, wanted, error] of refusals(clients.server)) {
      await checks.refused(`put with ${what}`, () => client.put('refused', Buffer.from('body'), { headers: sseRequest(wanted) }), error);
      await checks.refused(`nothing is stored by a put with ${what}`, () => client.get('refused'), { status: 404, code: 'NoSuchKey' });
    }
    await client.put('kept', Buffer.from('body'));
    const headers = sseRequest(encryption('AES256'));
    await checks.refused('get with the encryption header', () => client.get('kept', { headers }), NOT_SUPPORTED);
    await checks.refused('head with the encryption header', () => client.head('kept', { headers }), NOT_SUPPORTED);
    await checks.refused('delete with the encryption header', () => client.delete('kept', { headers }), NOT_SUPPORTED);
    await checks.refused('list with the encryption header', () => client.list({}, { headers }), NOT_SUPPORTED);
    checks.equal('the object is still there', (await client.get('kept')).content.toString(), 'body');
  });
}
