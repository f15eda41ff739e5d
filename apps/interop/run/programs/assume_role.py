"""Puts an object and gets it back with the credentials of a role: `assume_role.py role-arn [encryption]`."""

import json
import os
import sys

import oss2
from aliyunsdkcore.client import AcsClient
from aliyunsdksts.request.v20150401.AssumeRoleRequest import AssumeRoleRequest

client = AcsClient(os.environ['ALIBABA_CLOUD_ACCESS_KEY_ID'], os.environ['ALIBABA_CLOUD_ACCESS_KEY_SECRET'], 'cn-hangzhou')
request = AssumeRoleRequest()
request.set_RoleArn(sys.argv[1])
request.set_RoleSessionName('nightly')
assumed = json.loads(client.do_action_with_exception(request))
print('assumed:', assumed['AssumedRoleUser']['Arn'])

given = assumed['Credentials']
auth = oss2.StsAuth(given['AccessKeyId'], given['AccessKeySecret'], given['SecurityToken'])
bucket = oss2.Bucket(auth, 'https://oss-cn-hangzhou.aliyuncs.com', 'examplebucket')

headers = {'x-oss-server-side-encryption': sys.argv[2]} if len(sys.argv) > 2 else {}
bucket.put_object('greeting.txt', b'hello', headers=headers)

got = bucket.get_object('greeting.txt')
print('encryption:', got.headers.get('x-oss-server-side-encryption', 'none'))
print('content:', got.read().decode())
