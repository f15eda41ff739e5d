"""Every way in which oss2 puts bucket and host into a request (protocol reference §4.2)."""

import oss2

from expectations import sse_of, sse_request
from server import empty_and_delete

# The server of the run is started with --domain and --cname for the names under .test.
CNAME_BUCKET = 'interop-cname'


def run(checks, client):
    port = client.server.port
    for what, endpoint, name, options in [
        ('IP address', client.server.endpoint, client.new_name('ip'), {}),
        ('localhost', f'http://localhost:{port}', client.new_name('localhost'), {}),
        ('path style on request', f'http://localhost:{port}', client.new_name('path'), {'is_path_style': True}),
        ('virtual host of the service', f'http://oss-cn-hangzhou.aliyuncs.com:{port}', client.new_name('virtual'), {}),
        ('virtual host of another region', f'http://oss-eu-central-1.aliyuncs.com:{port}', client.new_name('region'), {}),
        ('virtual host under --domain', f'http://oss.interop.test:{port}', client.new_name('domain'), {}),
        ('bucket that begins with oss-', f'http://oss-cn-hangzhou.aliyuncs.com:{port}', f"oss-{client.new_name('prefix')}", {}),
        ('CNAME', f'http://files.interop.test:{port}', CNAME_BUCKET, {'is_cname': True}),
    ]:
        with checks.section(what) as part:
            # No CNAME stands for a bucket that is yet to be made.
            client.bucket(name).create_bucket()
            use(part, client.bucket(name, endpoint=endpoint, **options))
            empty_and_delete(client.bucket(name))
    service_by_name(checks, client)


def use(checks, bucket):
    name = 'folder/a b+中.txt'
    checks.equal('put', sse_of(bucket.put_object(name, b'body', headers=sse_request('AES256')))[0], 'AES256')
    checks.equal('get', bucket.get_object(name).read(), b'body')
    checks.equal('head', bucket.head_object(name).content_length, 4)
    checks.equal('list', [entry.key for entry in bucket.list_objects_v2(prefix='folder/').object_list], [name])
    bucket.put_bucket_encryption(oss2.models.ServerSideEncryptionRule('SM4'))
    checks.equal('rule', bucket.get_bucket_encryption().sse_algorithm, 'SM4')
    checks.equal('info', bucket.get_bucket_info().name, bucket.bucket_name)
    checks.equal('URL', bucket.get_object_with_url(bucket.sign_url('GET', name, 60)).read(), b'body')
    checks.equal('delete', (bucket.delete_object(name).status, bucket.object_exists(name)), (204, False))


def service_by_name(checks, client):
    host = 'oss-cn-hangzhou.aliyuncs.com:' + client.server.port
    service = oss2.Service(client.auth, 'http://' + host, region=client.server.region)
    with client.new_bucket('service') as bucket:
        listed = {entry.name: entry.extranet_endpoint for entry in service.list_buckets(prefix=bucket.bucket_name).buckets}
        checks.equal('list buckets names the endpoint that was asked', listed, {bucket.bucket_name: host})
