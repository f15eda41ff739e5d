"""Temporary credentials that both of the vendor's STS clients for Python get, used by oss2 (protocol reference §3, §5.5)."""

from contextlib import contextmanager
from pathlib import Path

import oss2
import requests
from aliyunsdkcore.acs_exception.exceptions import ServerException
from alibabacloud_tea_openapi.exceptions import ClientException
from oss2.exceptions import AccessDenied, ServerError

from sts_clients import STS_CLIENTS, assume_role, assume_role_v2, sts_v2
from topics.refused_requests import shifted_clock
from users import ROLE_ARN, other_server, policy_of, user

NOT_ALLOWED = dict(status=403, code='AccessDenied')
FOREIGN = dict(status=403, code='InvalidSecurityToken')

# How each STS client says what was refused, and what it calls a wrong secret: the first one knows it by the string to sign of the reply,
# which must be its own.
ERRORS = {
    'aliyun-python-sdk-sts': (ServerException, 'http_status', 'error_code', 'InvalidAccessKeySecret'),
    'alibabacloud-sts20150401': (ClientException, 'status_code', 'code', 'SignatureDoesNotMatch'),
}


def run(checks, client):
    address = f'127.0.0.1:{client.server.port}'
    pipeline = user('pipeline')
    with client.new_bucket('sessions') as bucket:
        bucket.put_object('object', b'body')
        for name, assume in STS_CLIENTS.items():
            used(checks, client, bucket, name, assume(address, pipeline))
            narrowed(checks, client, bucket, name, assume(address, pipeline, policy_of({'Action': ['oss:GetObject']})))
            refused(checks, name, lambda who=pipeline, **asked: assume(address, who, **asked))
        for host in ('sts.aliyuncs.com', 'sts.cn-hangzhou.aliyuncs.com'):
            by_name = assume_role(f'{host}:{client.server.port}', pipeline)
            checks.equal(f'{host}: get', client.as_session(bucket, by_name).get_object('object').read(), b'body')
        whoami(checks, client, address)
        session = assume_role_v2(address, pipeline)
        links(checks, client, bucket, session)
        mismatched(checks, client, bucket, session)
        foreign(checks, client, bucket)
    expired(checks, client)


def used(checks, client, bucket, name, session):
    asking = client.as_session(bucket, session)
    checks.true(f'{name}: key', session.access_key_id.startswith('STS.'), session.access_key_id)
    checks.equal(f'{name}: put', asking.put_object('object', b'body').status, 200)
    checks.equal(f'{name}: get', asking.get_object('object').read(), b'body')
    checks.equal(f'{name}: list', [each.key for each in asking.list_objects_v2().object_list], ['object'])
    checks.raises(f'{name}: what the role may not', AccessDenied, lambda: asking.delete_object('object'), **NOT_ALLOWED)
    checks.raises(f'{name}: the rule', AccessDenied, asking.get_bucket_encryption, **NOT_ALLOWED)


def narrowed(checks, client, bucket, name, session):
    asking = client.as_session(bucket, session)
    checks.equal(f'{name}: narrowed, get', asking.get_object('object').read(), b'body')
    checks.raises(f'{name}: narrowed, put', AccessDenied, lambda: asking.put_object('object', b'other'), **NOT_ALLOWED)
    checks.raises(f'{name}: narrowed, list', AccessDenied, asking.list_objects_v2, **NOT_ALLOWED)


def refused(checks, name, assume):
    error, status, code, wrong_secret = ERRORS[name]
    for what, call, expected in [
        ('a user that is not trusted', lambda: assume(user('nobody')), (403, 'NoPermission')),
        ('an unknown role', lambda: assume(role=ROLE_ARN + '-missing'), (404, 'EntityNotExist.Role')),
        ('no name of a role', lambda: assume(role='ci'), (400, 'InvalidParameter.RoleArn')),
        ('too short', lambda: assume(duration=899), (400, 'InvalidParameter.DurationSeconds')),
        ('a policy that is none', lambda: assume(policy='{'), (400, 'InvalidParameter.PolicyGrammar')),
        ('a wrong secret', lambda: assume(user('pipeline')._replace(access_key_secret='wrong')), (400, wrong_secret)),
        ('an unknown key', lambda: assume(user('pipeline')._replace(access_key_id='LTAInobody')), (404, 'InvalidAccessKeyId.NotFound')),
    ]:
        checks.raises(f'{name}: {what}', error, call, **{status: expected[0], code: expected[1]})


def whoami(checks, client, address):
    asked = sts_v2(address, user('pipeline')).get_caller_identity().body
    checks.equal('who am I: a user', (asked.identity_type, asked.user_id), ('RAMUser', user('pipeline').id))
    asked = sts_v2(address, assume_role_v2(address, user('pipeline'))).get_caller_identity().body
    checks.equal('who am I: a session', (asked.identity_type, asked.arn), ('AssumedRoleUser', f'acs:sts::{asked.account_id}:assumed-role/ci/checks'))


def links(checks, client, bucket, session):
    asking = client.as_session(bucket, session)
    url = asking.sign_url('GET', 'object', 600)
    got = requests.get(url)
    checks.equal('link with a token', (got.status_code, got.content), (200, b'body'))
    put = requests.put(asking.sign_url('PUT', 'object', 600), data=b'body')
    checks.equal('link with a token, put', put.status_code, 200)
    start = url.index('security-token=')
    without = url[:start] + url[start:].partition('&')[2]
    checks.equal('link without its token', requests.get(without).status_code, 403)
    checks.equal('link to what the role may not', requests.delete(asking.sign_url('DELETE', 'object', 600)).status_code, 403)


def mismatched(checks, client, bucket, session):
    other = assume_role_v2(f'127.0.0.1:{client.server.port}', user('pipeline'))
    first = 'B' if session.token[0] == 'A' else 'A'
    another = dict(status=403, code='AccessKeyIdAndSecurityTokenNotMatch')
    for what, wrong, refusal in [
        ('of another session', other.token, another),
        ('changed', first + session.token[1:], FOREIGN),
        ('that is none', 'token', FOREIGN),
    ]:
        asking = client.as_session(bucket, session._replace(token=wrong))
        checks.raises(f'token {what}', ServerError, lambda: asking.get_object('object'), **refusal)
    bare = client.bucket(bucket.bucket_name, auth=client.auth_with(session.access_key_id, session.access_key_secret))
    checks.raises('no token', ServerError, lambda: bare.get_object('object'), status=403, code='InvalidAccessKeyId')


def at_other(client, auth, bucket_name):
    return oss2.Bucket(auth, other_server().endpoint, bucket_name, region=client.server.region)


def foreign(checks, client, bucket):
    """Got at another server by a user and for a role of the same names."""
    for name, assume in STS_CLIENTS.items():
        session = assume(other_server().endpoint.removeprefix('http://'), user('pipeline'))
        asking = client.as_session(bucket, session)
        checks.raises(f'{name}: token of another server', ServerError, lambda: asking.get_object('object'), **FOREIGN)
        checks.equal(f'{name}: link of another server', requests.get(asking.sign_url('GET', 'object', 600)).status_code, 403)


@contextmanager
def later(other, seconds):
    """The clocks of that server and of oss2 are fast by so much."""
    Path(other.clock_file).write_text(str(seconds))
    try:
        with shifted_clock(seconds / 60):
            yield
    finally:
        Path(other.clock_file).write_text('0')


def expired(checks, client):
    """At the server whose clock can be set: the same credentials before and after the end of their 900 seconds."""
    other = other_server()
    root = client.auth_with(other.access_key_id, other.access_key_secret)
    bucket = at_other(client, root, client.new_name('expiry'))
    bucket.create_bucket()
    bucket.put_object('object', b'body')
    session = assume_role(other.endpoint.removeprefix('http://'), user('pipeline'), duration=900)
    asking = at_other(client, client.as_session(bucket, session).auth, bucket.bucket_name)
    link = asking.sign_url('GET', 'object', 3600)
    checks.equal('before its end', asking.get_object('object').read(), b'body')
    checks.equal('before its end, link', requests.get(link).status_code, 200)
    with later(other, 901):
        checks.raises('after its end', ServerError, lambda: asking.get_object('object'), status=403, code='SecurityTokenExpired')
        answer = requests.get(link)
        checks.equal('after its end, link', (answer.status_code, '<Code>SecurityTokenExpired</Code>' in answer.text), (403, True))
        checks.equal('the account, at that time', bucket.get_object('object').read(), b'body')
