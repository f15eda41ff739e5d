"""Users that may a part of everything and a session of a role, as the runner made them."""

import json
import os
from collections import namedtuple

User = namedtuple('User', 'id access_key_id access_key_secret')
Session = namedtuple('Session', 'access_key_id access_key_secret token')
# Another server, whose tokens are foreign to the one under test, with its root key pair.
OtherServer = namedtuple('OtherServer', 'endpoint clock_file access_key_id access_key_secret')

ROLE_ARN = os.environ['SSE_INTEROP_ROLE_ARN']


def user(name):
    return User(*os.environ['SSE_INTEROP_USER_' + name.upper().replace('-', '_')].split(' '))


def session():
    """Credentials of a session of the role `ci`, for programs without an STS client."""
    return Session(*os.environ['SSE_INTEROP_SESSION'].split(' '))


def other_server():
    pair = os.environ['SSE_INTEROP_OTHER_ACCESS_KEY'].split(' ')
    return OtherServer(os.environ['SSE_INTEROP_OTHER_ENDPOINT'], os.environ['SSE_INTEROP_OTHER_CLOCK'], *pair)


def policy_of(*statements):
    """Policy JSON of these statements; those that say no Effect allow, and those that say no Resource are about everything."""
    return json.dumps({'Version': '1', 'Statement': [{'Effect': 'Allow', 'Resource': ['*'], **each} for each in statements]})
