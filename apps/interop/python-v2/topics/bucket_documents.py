"""Documents of buckets: ACL, tags, CORS, lifecycle, logging, referer, website, request payment, public access block (observed behaviour 16-22)."""

import alibabacloud_oss_v2 as oss

from refusals import refused


def run(checks, access):
    client = access.oss
    checks.equal('a bucket that is missing', client.is_bucket_exist(access.new_name('missing')), False)
    with access.new_bucket('documents') as bucket:
        checks.equal('a bucket that is there', client.is_bucket_exist(bucket), True)
        for topic in (acl, tags, cors, lifecycle, logging, referer, website, switches):
            with checks.section(topic.__name__) as part:
                topic(part, client, bucket)


def acl(checks, client, bucket):
    shown = lambda: client.get_bucket_acl(oss.GetBucketAclRequest(bucket)).acl
    checks.equal('default', shown(), 'private')
    for wanted in ('public-read', 'public-read-write', 'private'):
        client.put_bucket_acl(oss.PutBucketAclRequest(bucket, acl=wanted))
        checks.equal(wanted, shown(), wanted)


def tags(checks, client, bucket):
    wanted = {'team': 'red', 'a b': '50%'}
    listed = oss.TagSet(tags=[oss.Tag(key=key, value=value) for key, value in wanted.items()])
    client.put_bucket_tags(oss.PutBucketTagsRequest(bucket, tagging=oss.Tagging(tag_set=listed)))
    shown = lambda: {tag.key: tag.value for tag in client.get_bucket_tags(oss.GetBucketTagsRequest(bucket)).tagging.tag_set.tags or []}
    checks.equal('shown', shown(), wanted)
    client.delete_bucket_tags(oss.DeleteBucketTagsRequest(bucket))
    checks.equal('deleted', shown(), {})


def cors(checks, client, bucket):
    shown = lambda: client.get_bucket_cors(oss.GetBucketCorsRequest(bucket)).cors_configuration
    refused(checks, 'none', shown, 404, 'NoSuchCORSConfiguration', message='The CORS Configuration does not exist.')
    rule = oss.CORSRule(
        allowed_origins=['http://a.test', 'http://b.test'],
        allowed_methods=['GET', 'PUT'],
        allowed_headers=['X-Upper'],
        expose_headers=['x-oss-request-id'],
        max_age_seconds=7,
    )
    client.put_bucket_cors(oss.PutBucketCorsRequest(bucket, oss.CORSConfiguration(cors_rules=[rule])))
    found = shown()
    first = found.cors_rules[0]
    came = (first.allowed_origins, first.allowed_methods, first.allowed_headers, first.max_age_seconds, found.response_vary)
    checks.equal('shown', came, (rule.allowed_origins, rule.allowed_methods, ['x-upper'], 7, False))
    ask = lambda origin: client.option_object(
        oss.OptionObjectRequest(bucket, 'object', origin=origin, access_control_request_method='PUT')
    )
    allowed = ask('http://b.test').headers
    checks.equal('preflight', allowed.get('Access-Control-Allow-Origin'), 'http://b.test')
    refused(checks, 'preflight of another origin', lambda: ask('http://c.test'), 403, 'AccessForbidden')
    client.delete_bucket_cors(oss.DeleteBucketCorsRequest(bucket))
    refused(checks, 'deleted', shown, 404, 'NoSuchCORSConfiguration')


def lifecycle(checks, client, bucket):
    shown = lambda: client.get_bucket_lifecycle(oss.GetBucketLifecycleRequest(bucket)).lifecycle_configuration.rules
    refused(checks, 'none', shown, 404, 'NoSuchLifecycle')
    expiration = oss.LifecycleRuleExpiration(days=3)

    def put(*rules):
        return client.put_bucket_lifecycle(oss.PutBucketLifecycleRequest(bucket, lifecycle_configuration=oss.LifecycleConfiguration(rules=list(rules))))

    put(oss.LifecycleRule(id='logs', prefix='logs/', status='Enabled', expiration=expiration))
    came = [(rule.id, rule.prefix, rule.status, rule.expiration.days) for rule in shown()]
    checks.equal('shown', came, [('logs', 'logs/', 'Enabled', 3)])
    wrong = oss.LifecycleRule(id='wrong', prefix='logs/', status='On', expiration=expiration)
    refused(checks, 'an unknown status', lambda: put(wrong), 400, 'MalformedXML')
    client.delete_bucket_lifecycle(oss.DeleteBucketLifecycleRequest(bucket))
    refused(checks, 'deleted', shown, 404, 'NoSuchLifecycle')


def logging(checks, client, bucket):
    shown = lambda: client.get_bucket_logging(oss.GetBucketLoggingRequest(bucket)).bucket_logging_status.logging_enabled
    put = lambda target: client.put_bucket_logging(
        oss.PutBucketLoggingRequest(
            bucket, oss.BucketLoggingStatus(logging_enabled=oss.LoggingEnabled(target_bucket=target, target_prefix='log-'))
        )
    )
    checks.equal('none', shown(), None)
    put(bucket)
    checks.equal('shown', (shown().target_bucket, shown().target_prefix), (bucket, 'log-'))
    refused(checks, 'a target that is missing', lambda: put(f'{bucket}-missing'), 400, 'InvalidTargetBucketForLogging')
    client.delete_bucket_logging(oss.DeleteBucketLoggingRequest(bucket))
    checks.equal('deleted', shown(), None)


def referer(checks, client, bucket):
    shown = lambda: client.get_bucket_referer(oss.GetBucketRefererRequest(bucket)).referer_configuration
    checks.equal('default', (shown().allow_empty_referer, shown().allow_truncate_query_string), (True, True))
    wanted = oss.RefererConfiguration(allow_empty_referer=False, referer_list=oss.RefererList(referers=['http://a.test', 'http://*.b.test']))
    client.put_bucket_referer(oss.PutBucketRefererRequest(bucket, wanted))
    checks.equal('shown', (shown().allow_empty_referer, shown().referer_list.referers), (False, wanted.referer_list.referers))
    open_again = oss.RefererConfiguration(allow_empty_referer=True, referer_list=oss.RefererList(referers=[]))
    client.put_bucket_referer(oss.PutBucketRefererRequest(bucket, open_again))
    checks.equal('open again', shown().allow_empty_referer, True)


def website(checks, client, bucket):
    shown = lambda: client.get_bucket_website(oss.GetBucketWebsiteRequest(bucket)).website_configuration
    refused(checks, 'none', shown, 404, 'NoSuchWebsiteConfiguration')
    wanted = oss.WebsiteConfiguration(
        index_document=oss.IndexDocument(suffix='index.html'), error_document=oss.ErrorDocument(key='error.html')
    )
    client.put_bucket_website(oss.PutBucketWebsiteRequest(bucket, wanted))
    checks.equal('shown', (shown().index_document.suffix, shown().error_document.key), ('index.html', 'error.html'))
    for what in ('deleted', 'deleted twice'):
        checks.equal(what, client.delete_bucket_website(oss.DeleteBucketWebsiteRequest(bucket)).status_code, 204)
    refused(checks, 'none again', shown, 404, 'NoSuchWebsiteConfiguration')


def switches(checks, client, bucket):
    payer = lambda: client.get_bucket_request_payment(oss.GetBucketRequestPaymentRequest(bucket)).request_payment_configuration.payer
    checks.equal('request payment', payer(), 'BucketOwner')
    for wanted in ('Requester', 'BucketOwner'):
        configuration = oss.RequestPaymentConfiguration(payer=wanted)
        client.put_bucket_request_payment(oss.PutBucketRequestPaymentRequest(bucket, configuration))
        checks.equal(f'request payment {wanted}', payer(), wanted)

    def blocked():
        found = client.get_bucket_public_access_block(oss.GetBucketPublicAccessBlockRequest(bucket))
        return found.public_access_block_configuration.block_public_access

    checks.equal('public access block', blocked(), False)
    wanted = oss.PublicAccessBlockConfiguration(block_public_access=True)
    client.put_bucket_public_access_block(oss.PutBucketPublicAccessBlockRequest(bucket, wanted))
    checks.equal('public access blocked', blocked(), True)
    client.delete_bucket_public_access_block(oss.DeleteBucketPublicAccessBlockRequest(bucket))
    checks.equal('public access block deleted', blocked(), False)
