import type { SentRpc } from './receive-rpc.ts';

/** The pair that the requests are signed with. */
export const RECORDED_PAIR = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };
/** The clock of the recording. */
export const RECORDED_AT = Date.UTC(2026, 10, 22, 23, 51, 6);

const role = 'RoleArn=acs%3Aram%3A%3A1%3Arole%2Fr';
const noBody = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const common = {
  host: '127.0.0.1:18999',
  'x-acs-version': '2015-04-01',
  'x-acs-action': 'AssumeRole',
  accept: 'application/json',
  'x-acs-content-sha256': noBody,
  'x-acs-credentials-provider': 'static_ak',
  'content-length': '0',
};

/** Requests to assume a role that the vendor's clients sent in November 2026, recorded by this project. */
export const RECORDED: Readonly<Record<string, SentRpc>> = {
  'aliyun-python-sdk-core 2.16.1': {
    method: 'POST',
    target: `/?${role}&RoleSessionName=sme&DurationSeconds=900&Version=2015-04-01&Action=AssumeRole&Format=JSON&RegionId=cn-hangzhou&Timestamp=2026-11-22T23%3A51%3A05Z&SignatureMethod=HMAC-SHA1&SignatureType=&SignatureVersion=1.0&SignatureNonce=7575f0e048e75efab4cb07c51afd4cce&AccessKeyId=testid&Signature=aXvF5oO9CCL8EargOloLe0VKCEE%3D`,
    headers: { host: '127.0.0.1:18999', 'x-acs-action': 'AssumeRole', 'x-acs-version': '2015-04-01' },
  },
  '@alicloud/pop-core 1.8.0, GET': {
    method: 'GET',
    target: `/?AccessKeyId=testid&Action=AssumeRole&Format=JSON&${role}&RoleSessionName=s1&SignatureMethod=HMAC-SHA1&SignatureNonce=7feb5433e468efa99eb4fecd29817091&SignatureVersion=1.0&Timestamp=2026-11-22T23%3A51%3A06Z&Version=2015-04-01&Signature=LC%2Fu%2BpZEkRxVi9%2BP%2FQHwMSx3Vzk%3D`,
    headers: { host: '127.0.0.1:18999', 'x-acs-action': 'AssumeRole', 'x-acs-version': '2015-04-01' },
  },
  '@alicloud/sts-sdk 1.0.2': {
    method: 'POST',
    target: `/?Action=AssumeRole&${role}&RoleSessionName=sess&Format=json&Version=2015-04-01&AccessKeyId=testid&SignatureMethod=HMAC-SHA1&Timestamp=2026-11-22T23%3A51%3A06.051Z&SignatureVersion=1.0&SignatureNonce=6ea63632-64d0-434b-a3de-7f292f93a838&Signature=3Hbx9%2BSMMfRiuYTDalO0YZ0IquA%3D`,
    headers: { host: '127.0.0.1:18999' },
  },
  'alibabacloud_sts20150401 1.2.0 for Python': {
    method: 'POST',
    target: `/?DurationSeconds=900&${role}&RoleSessionName=s`,
    headers: {
      ...common,
      'user-agent': 'AlibabaCloud (Linux; x86_64) Python/3.11.7 Core/0.4.3 TeaDSL/2',
      'x-acs-date': '2026-11-22T23:51:05Z',
      'x-acs-signature-nonce': '23602baa0ab2a0985bad4685b5dd6a38',
      authorization:
        'ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=accept;host;user-agent;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=a3b13b840e5cca73395d066c1d6175bde2057a2f6052cc4cb45d4037cd7dfc1d',
    },
  },
  '@alicloud/sts20150401 1.2.0': {
    method: 'POST',
    target: `/?DurationSeconds=900&${role}&RoleSessionName=s1`,
    headers: {
      ...common,
      'user-agent': 'AlibabaCloud (linux; x64) Node.js/v20.20.2 Core/1.0.1 TeaDSL/2',
      'x-acs-date': '2026-11-22T23:51:06Z',
      'x-acs-signature-nonce': '92ceef04a59bfe3cd2345cec146295468b63eb06f66a1696a8651513623bc43f',
      authorization:
        'ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=98cc7822c426828e82e64014e3ebaf78322795bc97762ae8cc1717054b10cb0d',
    },
  },
};
