"""As assume_role.py, by the vendor's newer client for STS: `tea_assume_role.py role-arn [encryption]`."""

import os
import sys

import oss2
from alibabacloud_sts20150401.client import Client
from alibabacloud_sts20150401.models import AssumeRoleRequest
from alibabacloud_tea_openapi.utils_models import Config

config = Config(
    access_key_id=os.environ['ALIBABA_CLOUD_ACCESS_KEY_ID'],
    access_key_secret=os.environ['ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
    region_id='cn-hangzhou',
)
assumed = Client(config).assume_role(AssumeRoleRequest(role_arn=sys.argv[1], role_session_name='nightly')).body
print('assumed:', assumed.assumed_role_user.arn)

given = assumed.credentials
auth = oss2.StsAuth(given.access_key_id, given.access_key_secret, given.security_token)
bucket = oss2.Bucket(auth, 'https://oss-cn-hangzhou.aliyuncs.com', 'examplebucket')

headers = {'x-oss-server-side-encryption': sys.argv[2]} if len(sys.argv) > 2 else {}
bucket.put_object('greeting.txt', b'hello', headers=headers)

got = bucket.get_object('greeting.txt')
print('encryption:', got.headers.get('x-oss-server-side-encryption', 'none'))
print('content:', got.read().decode())
