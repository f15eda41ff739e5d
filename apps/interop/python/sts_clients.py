"""Both of the vendor's STS clients for Python."""

import json

from aliyunsdkcore.client import AcsClient
from aliyunsdksts.request.v20150401.AssumeRoleRequest import AssumeRoleRequest
from alibabacloud_sts20150401.client import Client as StsClient
from alibabacloud_sts20150401.models import AssumeRoleRequest as AssumeRoleRequestV2
from alibabacloud_tea_openapi.utils_models import Config

from users import ROLE_ARN, Session


def assume_role(host, who, policy=None, role=ROLE_ARN, duration=900):
    """By aliyun-python-sdk-sts, which signs as RPC; `host` is a name or address with its port."""
    request = AssumeRoleRequest()
    request.set_endpoint(host)
    request.set_protocol_type('http')
    request.set_RoleArn(role)
    request.set_RoleSessionName('checks')
    request.set_DurationSeconds(duration)
    if policy is not None:
        request.set_Policy(policy)
    client = AcsClient(who.access_key_id, who.access_key_secret, 'cn-hangzhou')
    given = json.loads(client.do_action_with_exception(request))['Credentials']
    return Session(given['AccessKeyId'], given['AccessKeySecret'], given['SecurityToken'])


def assume_role_v2(host, who, policy=None, role=ROLE_ARN, duration=900):
    """By alibabacloud-sts20150401, which signs as ACS3."""
    asked = dict(role_arn=role, role_session_name='checks', policy=policy, duration_seconds=duration)
    given = sts_v2(host, who).assume_role(AssumeRoleRequestV2(**asked)).body.credentials
    return Session(given.access_key_id, given.access_key_secret, given.security_token)


def sts_v2(host, who):
    token = getattr(who, 'token', None)
    keys = dict(access_key_id=who.access_key_id, access_key_secret=who.access_key_secret, security_token=token)
    return StsClient(Config(**keys, endpoint=host, protocol='HTTP', region_id='cn-hangzhou'))


STS_CLIENTS = {'aliyun-python-sdk-sts': assume_role, 'alibabacloud-sts20150401': assume_role_v2}
