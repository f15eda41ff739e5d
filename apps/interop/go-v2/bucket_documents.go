package main

import (
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// bucketDocuments: what a bucket says of itself besides its encryption: put, shown, deleted.
func bucketDocuments(part *checks.Checks, c *client) {
	c.withBucket(part, "documents", func(bucket string) {
		for _, each := range []struct {
			name string
			run  func(*checks.Checks, *client, string)
		}{
			{"tags", bucketTags}, {"cors", cors}, {"lifecycle", lifecycle}, {"referer", referer},
			{"website", website}, {"logging", logging}, {"request payment", requestPayment}, {"stat", stat}, {"acl", bucketACL},
		} {
			part.Section(each.name, func(part *checks.Checks) { each.run(part, c, bucket) })
		}
	})
}

func bucketTags(part *checks.Checks, c *client, bucket string) {
	tags := []oss.Tag{{Key: oss.Ptr("team"), Value: oss.Ptr("中文 a+b")}, {Key: oss.Ptr(c.way.Signature), Value: &bucket}}
	_, err := c.PutBucketTags(ctx, &oss.PutBucketTagsRequest{Bucket: &bucket, Tagging: &oss.Tagging{TagSet: &oss.TagSet{Tags: tags}}})
	part.Need("put", err)
	shown, err := c.GetBucketTags(ctx, &oss.GetBucketTagsRequest{Bucket: &bucket})
	part.Need("get", err)
	part.Equal("shown", tagsOf(shown.Tagging.TagSet.Tags), tagsOf(tags))
	found, err := c.ListBuckets(ctx, &oss.ListBucketsRequest{TagKey: &c.way.Signature, TagValue: &bucket})
	part.Need("list by tag", err)
	part.Equal("list by tag finds the bucket", len(found.Buckets) == 1 && *found.Buckets[0].Name == bucket, true)
	_, err = c.DeleteBucketTags(ctx, &oss.DeleteBucketTagsRequest{Bucket: &bucket, Tagging: oss.Ptr("team")})
	part.Need("delete one", err)
	shown, err = c.GetBucketTags(ctx, &oss.GetBucketTagsRequest{Bucket: &bucket})
	part.Need("get", err)
	part.Equal("the other is left", tagsOf(shown.Tagging.TagSet.Tags), tagsOf(tags[1:]))
	_, err = c.DeleteBucketTags(ctx, &oss.DeleteBucketTagsRequest{Bucket: &bucket})
	part.Equal("delete all", err, nil)
}

func cors(part *checks.Checks, c *client, bucket string) {
	none := checks.Refusal{Status: 404, Code: "NoSuchCORSConfiguration"}
	_, err := c.GetBucketCors(ctx, &oss.GetBucketCorsRequest{Bucket: &bucket})
	part.Refused("none", err, none)
	rule := oss.CORSRule{
		AllowedOrigins: []string{"https://*.example.com"}, AllowedMethods: []string{"PUT", "GET"}, AllowedHeaders: []string{"x-oss-*", "content-type"},
		ExposeHeaders: []string{"ETag"}, MaxAgeSeconds: oss.Ptr(int64(60)),
	}
	_, err = c.PutBucketCors(ctx, &oss.PutBucketCorsRequest{Bucket: &bucket, CORSConfiguration: &oss.CORSConfiguration{CORSRules: []oss.CORSRule{rule}}})
	part.Need("put", err)
	shown, err := c.GetBucketCors(ctx, &oss.GetBucketCorsRequest{Bucket: &bucket})
	part.Need("get", err)
	part.Equal("shown", shown.CORSConfiguration.CORSRules, []oss.CORSRule{rule})
	ask := &oss.OptionObjectRequest{
		Bucket: &bucket, Key: oss.Ptr("a b"), Origin: oss.Ptr("https://app.example.com"), AccessControlRequestMethod: oss.Ptr("PUT"),
		AccessControlRequestHeaders: oss.Ptr("x-oss-server-side-encryption"),
	}
	allowed, err := c.OptionObject(ctx, ask)
	part.Need("preflight", err)
	part.Equal("preflight allows the origin", oss.ToString(allowed.AccessControlAllowOrigin), "https://app.example.com")
	ask.Origin = oss.Ptr("https://other.example.org")
	_, err = c.OptionObject(ctx, ask)
	part.Refused("preflight of another origin", err, checks.Refusal{Status: 403})
	_, err = c.DeleteBucketCors(ctx, &oss.DeleteBucketCorsRequest{Bucket: &bucket})
	part.Equal("delete", err, nil)
	_, err = c.GetBucketCors(ctx, &oss.GetBucketCorsRequest{Bucket: &bucket})
	part.Refused("gone", err, none)
}

func lifecycle(part *checks.Checks, c *client, bucket string) {
	none := checks.Refusal{Status: 404, Code: "NoSuchLifecycle"}
	_, err := c.GetBucketLifecycle(ctx, &oss.GetBucketLifecycleRequest{Bucket: &bucket})
	part.Refused("none", err, none)
	rules := []oss.LifecycleRule{
		{ID: oss.Ptr("logs"), Prefix: oss.Ptr("logs/"), Status: oss.Ptr("Enabled"), Expiration: &oss.LifecycleRuleExpiration{Days: oss.Ptr(int32(30))}},
		{
			ID: oss.Ptr("uploads"), Prefix: oss.Ptr("up/"), Status: oss.Ptr("Disabled"),
			AbortMultipartUpload: &oss.LifecycleRuleAbortMultipartUpload{Days: oss.Ptr(int32(3))},
		},
	}
	_, err = c.PutBucketLifecycle(ctx, &oss.PutBucketLifecycleRequest{Bucket: &bucket, LifecycleConfiguration: &oss.LifecycleConfiguration{Rules: rules}})
	part.Need("put", err)
	shown, err := c.GetBucketLifecycle(ctx, &oss.GetBucketLifecycleRequest{Bucket: &bucket})
	part.Need("get", err)
	part.Equal("shown", shown.LifecycleConfiguration.Rules, rules)
	rules[0].Status = oss.Ptr("On")
	_, err = c.PutBucketLifecycle(ctx, &oss.PutBucketLifecycleRequest{Bucket: &bucket, LifecycleConfiguration: &oss.LifecycleConfiguration{Rules: rules}})
	part.Refused("a wrong status", err, checks.Refusal{Status: 400})
	_, err = c.DeleteBucketLifecycle(ctx, &oss.DeleteBucketLifecycleRequest{Bucket: &bucket})
	part.Equal("delete", err, nil)
	_, err = c.GetBucketLifecycle(ctx, &oss.GetBucketLifecycleRequest{Bucket: &bucket})
	part.Refused("gone", err, none)
}

func referer(part *checks.Checks, c *client, bucket string) {
	put := func(allowEmpty bool, list ...string) {
		_, err := c.PutBucketReferer(ctx, &oss.PutBucketRefererRequest{Bucket: &bucket, RefererConfiguration: &oss.RefererConfiguration{
			AllowEmptyReferer: &allowEmpty, RefererList: &oss.RefererList{Referers: list},
		}})
		part.Need("put", err)
	}
	put(true, "https://*.example.com")
	shown, err := c.GetBucketReferer(ctx, &oss.GetBucketRefererRequest{Bucket: &bucket})
	part.Need("get", err)
	said := []any{oss.ToBool(shown.RefererConfiguration.AllowEmptyReferer), shown.RefererConfiguration.RefererList.Referers}
	part.Equal("shown", said, []any{true, []string{"https://*.example.com"}})
	put(true)
}

func website(part *checks.Checks, c *client, bucket string) {
	none := checks.Refusal{Status: 404, Code: "NoSuchWebsiteConfiguration"}
	_, err := c.GetBucketWebsite(ctx, &oss.GetBucketWebsiteRequest{Bucket: &bucket})
	part.Refused("none", err, none)
	_, err = c.PutBucketWebsite(ctx, &oss.PutBucketWebsiteRequest{Bucket: &bucket, WebsiteConfiguration: &oss.WebsiteConfiguration{
		IndexDocument: &oss.IndexDocument{Suffix: oss.Ptr("index.html")}, ErrorDocument: &oss.ErrorDocument{Key: oss.Ptr("error.html")},
	}})
	part.Need("put", err)
	shown, err := c.GetBucketWebsite(ctx, &oss.GetBucketWebsiteRequest{Bucket: &bucket})
	part.Need("get", err)
	said := []string{*shown.WebsiteConfiguration.IndexDocument.Suffix, *shown.WebsiteConfiguration.ErrorDocument.Key}
	part.Equal("shown", said, []string{"index.html", "error.html"})
	for _, what := range []string{"delete", "delete again"} {
		_, err := c.DeleteBucketWebsite(ctx, &oss.DeleteBucketWebsiteRequest{Bucket: &bucket})
		part.Equal(what, err, nil)
	}
	_, err = c.GetBucketWebsite(ctx, &oss.GetBucketWebsiteRequest{Bucket: &bucket})
	part.Refused("gone", err, none)
}

func logging(part *checks.Checks, c *client, bucket string) {
	put := func(target string) error {
		_, err := c.PutBucketLogging(ctx, &oss.PutBucketLoggingRequest{Bucket: &bucket, BucketLoggingStatus: &oss.BucketLoggingStatus{
			LoggingEnabled: &oss.LoggingEnabled{TargetBucket: &target, TargetPrefix: oss.Ptr("logs-")},
		}})
		return err
	}
	part.Need("put", put(bucket))
	shown, err := c.GetBucketLogging(ctx, &oss.GetBucketLoggingRequest{Bucket: &bucket})
	part.Need("get", err)
	enabled := shown.BucketLoggingStatus.LoggingEnabled
	part.Equal("shown", []string{*enabled.TargetBucket, *enabled.TargetPrefix}, []string{bucket, "logs-"})
	part.Holds("into a bucket that is missing", put(c.newName("missing")) != nil, "accepted")
	_, err = c.DeleteBucketLogging(ctx, &oss.DeleteBucketLoggingRequest{Bucket: &bucket})
	part.Equal("delete", err, nil)
}

func requestPayment(part *checks.Checks, c *client, bucket string) {
	_, err := c.PutBucketRequestPayment(ctx, &oss.PutBucketRequestPaymentRequest{
		Bucket: &bucket, PaymentConfiguration: &oss.RequestPaymentConfiguration{Payer: oss.BucketOwner},
	})
	part.Need("put", err)
	shown, err := c.GetBucketRequestPayment(ctx, &oss.GetBucketRequestPaymentRequest{Bucket: &bucket})
	part.Need("get", err)
	part.Equal("shown", oss.ToString(shown.Payer), "BucketOwner")
}

func stat(part *checks.Checks, c *client, bucket string) {
	c.put(part, bucket, "counted", checks.Pattern(70_000), checks.AES256)
	u := c.begin(part, bucket, "uploading", checks.SM4)
	counted, err := c.GetBucketStat(ctx, &oss.GetBucketStatRequest{Bucket: &bucket})
	part.Need("stat", err)
	part.Equal("stat", []int64{counted.Storage, counted.ObjectCount, counted.MultipartUploadCount}, []int64{70_000, 1, 1})
	part.Equal("abort", u.abort(), nil)
}

func bucketACL(part *checks.Checks, c *client, bucket string) {
	for _, acl := range []oss.BucketACLType{oss.BucketACLPublicRead, oss.BucketACLPrivate} {
		_, err := c.PutBucketAcl(ctx, &oss.PutBucketAclRequest{Bucket: &bucket, Acl: acl})
		part.Need("put the bucket's ACL", err)
		shown, err := c.GetBucketAcl(ctx, &oss.GetBucketAclRequest{Bucket: &bucket})
		part.Need("get the bucket's ACL", err)
		part.Equal("the bucket's ACL", oss.ToString(shown.ACL), string(acl))
	}
	exists, err := c.IsBucketExist(ctx, bucket)
	part.Equal("IsBucketExist", []any{exists, err}, []any{true, nil})
	exists, err = c.IsBucketExist(ctx, c.newName("missing"))
	part.Equal("IsBucketExist of a missing one", []any{exists, err}, []any{false, nil})
}
