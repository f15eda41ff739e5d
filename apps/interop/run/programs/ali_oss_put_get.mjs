// Puts an object over HTTP and gets it back over TLS: `ali_oss_put_get.mjs [encryption]`.
import OSS from 'ali-oss';

const [encryption] = process.argv.slice(2);
const options = {
  region: 'oss-cn-hangzhou',
  accessKeyId: process.env.OSS_ACCESS_KEY_ID,
  accessKeySecret: process.env.OSS_ACCESS_KEY_SECRET,
  bucket: 'examplebucket',
};

const headers = encryption === undefined ? {} : { 'x-oss-server-side-encryption': encryption };
await new OSS(options).put('greeting.txt', Buffer.from('hello'), { headers });

const got = await new OSS({ ...options, secure: true }).get('greeting.txt');
console.log('encryption:', got.res.headers['x-oss-server-side-encryption'] ?? 'none');
console.log('content:', got.content.toString());
