package main

import (
	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// bucketDocuments: what a bucket says of itself besides its encryption: put, shown, deleted.
func bucketDocuments(part *checks.Checks, c *client) {
	c.withBucket(part, "documents", func(b bucket) {
		for _, each := range []struct {
			name string
			run  func(*checks.Checks, *client, bucket)
		}{
			{"tags", bucketTags}, {"cors", cors}, {"lifecycle", lifecycle}, {"referer", referer},
			{"website", website}, {"logging", logging}, {"request payment", requestPayment}, {"stat", stat}, {"acl", bucketACL},
		} {
			part.Section(each.name, func(part *checks.Checks) { each.run(part, c, b) })
		}
	})
}

func bucketTags(part *checks.Checks, c *client, b bucket) {
	tags := []oss.Tag{{Key: "team", Value: "中文 a+b"}, {Key: c.way.Signature, Value: b.BucketName}}
	part.Need("put", c.SetBucketTagging(b.BucketName, oss.Tagging{Tags: tags}))
	shown, err := c.GetBucketTagging(b.BucketName)
	part.Need("get", err)
	part.Equal("shown", tagsOf(shown.Tags), tagsOf(tags))
	found, err := c.ListBuckets(oss.TagKey(c.way.Signature), oss.TagValue(b.BucketName))
	part.Need("list by tag", err)
	part.Equal("list by tag finds the bucket", len(found.Buckets) == 1 && found.Buckets[0].Name == b.BucketName, true)
	part.Equal("delete one", c.DeleteBucketTagging(b.BucketName, oss.AddParam("tagging", "team")), nil)
	shown, err = c.GetBucketTagging(b.BucketName)
	part.Need("get", err)
	part.Equal("the other is left", tagsOf(shown.Tags), tagsOf(tags[1:]))
	part.Equal("delete all", c.DeleteBucketTagging(b.BucketName), nil)
}

func cors(part *checks.Checks, c *client, b bucket) {
	none := checks.Refusal{Status: 404, Code: "NoSuchCORSConfiguration"}
	_, err := c.GetBucketCORS(b.BucketName)
	part.Refused("none", err, none)
	rule := oss.CORSRule{
		AllowedOrigin: []string{"https://*.example.com"}, AllowedMethod: []string{"PUT", "GET"},
		AllowedHeader: []string{"x-oss-*", "content-type"}, ExposeHeader: []string{"ETag"}, MaxAgeSeconds: 60,
	}
	part.Need("put", c.SetBucketCORS(b.BucketName, []oss.CORSRule{rule}))
	shown, err := c.GetBucketCORS(b.BucketName)
	part.Need("get", err)
	came := shown.CORSRules[0]
	came.XMLName = rule.XMLName
	part.Equal("shown", came, rule)
	origin := "https://app.example.com"
	asked := []oss.Option{oss.ACReqMethod("PUT"), oss.ACReqHeaders(checks.SSEHeader)}
	allowed, err := b.OptionsMethod("a b", append(asked, oss.Origin(origin))...)
	part.Need("preflight", err)
	part.Equal("preflight allows the origin", allowed.Get("Access-Control-Allow-Origin"), origin)
	_, err = b.OptionsMethod("a b", append(asked, oss.Origin("https://other.example.org"))...)
	part.Refused("preflight of another origin", err, checks.Refusal{Status: 403})
	part.Equal("delete", c.DeleteBucketCORS(b.BucketName), nil)
	_, err = c.GetBucketCORS(b.BucketName)
	part.Refused("gone", err, none)
}

func lifecycle(part *checks.Checks, c *client, b bucket) {
	none := checks.Refusal{Status: 404, Code: "NoSuchLifecycle"}
	_, err := c.GetBucketLifecycle(b.BucketName)
	part.Refused("none", err, none)
	part.Need("put", c.SetBucketLifecycle(b.BucketName, []oss.LifecycleRule{
		oss.BuildLifecycleRuleByDays("logs", "logs/", true, 30),
		{ID: "uploads", Prefix: "up/", Status: "Disabled", AbortMultipartUpload: &oss.LifecycleAbortMultipartUpload{Days: 3}},
	}))
	shown, err := c.GetBucketLifecycle(b.BucketName)
	part.Need("get", err)
	first, second := shown.Rules[0], shown.Rules[1]
	said := []any{first.ID, first.Prefix, first.Status, first.Expiration.Days, second.ID, second.Status, second.AbortMultipartUpload.Days}
	part.Equal("shown", said, []any{"logs", "logs/", "Enabled", 30, "uploads", "Disabled", 3})
	part.Equal("delete", c.DeleteBucketLifecycle(b.BucketName), nil)
	_, err = c.GetBucketLifecycle(b.BucketName)
	part.Refused("gone", err, none)
}

// referer: a list also keeps others out, here of a URL.
func referer(part *checks.Checks, c *client, b bucket) {
	b.put(part, "object", []byte("body"), checks.AES256)
	part.Need("put", c.SetBucketReferer(b.BucketName, []string{"https://*.example.com"}, false))
	shown, err := c.GetBucketReferer(b.BucketName)
	part.Need("get", err)
	part.Equal("shown", []any{shown.AllowEmptyReferer, shown.RefererList}, []any{false, []string{"https://*.example.com"}})
	url := b.url(part, "object", oss.HTTPGet)
	for from, status := range map[string]int{"https://app.example.com/page": 200, "https://other.example.org/": 403} {
		got, err := checks.Fetch("GET", url, map[string]string{"Referer": from}, nil)
		part.Need("get", err)
		part.Equal("a URL followed from "+from, got.Status, status)
	}
	part.Need("put none", c.SetBucketReferer(b.BucketName, nil, true))
	part.Need("delete", b.DeleteObject("object"))
}

func website(part *checks.Checks, c *client, b bucket) {
	none := checks.Refusal{Status: 404, Code: "NoSuchWebsiteConfiguration"}
	_, err := c.GetBucketWebsite(b.BucketName)
	part.Refused("none", err, none)
	part.Need("put", c.SetBucketWebsite(b.BucketName, "index.html", "error.html"))
	shown, err := c.GetBucketWebsite(b.BucketName)
	part.Need("get", err)
	part.Equal("shown", []string{shown.IndexDocument.Suffix, shown.ErrorDocument.Key}, []string{"index.html", "error.html"})
	part.Equal("delete", c.DeleteBucketWebsite(b.BucketName), nil)
	part.Equal("delete again", c.DeleteBucketWebsite(b.BucketName), nil)
	_, err = c.GetBucketWebsite(b.BucketName)
	part.Refused("gone", err, none)
}

func logging(part *checks.Checks, c *client, b bucket) {
	part.Need("put", c.SetBucketLogging(b.BucketName, b.BucketName, "logs-", true))
	shown, err := c.GetBucketLogging(b.BucketName)
	part.Need("get", err)
	part.Equal("shown", []string{shown.LoggingEnabled.TargetBucket, shown.LoggingEnabled.TargetPrefix}, []string{b.BucketName, "logs-"})
	part.Holds("into a bucket that is missing", c.SetBucketLogging(b.BucketName, c.newName("missing"), "logs-", true) != nil, "accepted")
	part.Equal("delete", c.DeleteBucketLogging(b.BucketName), nil)
}

func requestPayment(part *checks.Checks, c *client, b bucket) {
	part.Need("put", c.SetBucketRequestPayment(b.BucketName, oss.RequestPaymentConfiguration{Payer: string(oss.BucketOwner)}))
	shown, err := c.GetBucketRequestPayment(b.BucketName)
	part.Equal("shown", []any{shown.Payer, err}, []any{"BucketOwner", nil})
}

func stat(part *checks.Checks, c *client, b bucket) {
	b.put(part, "counted", checks.Pattern(70_000), checks.AES256)
	u := b.begin(part, "uploading", checks.SM4)
	counted, err := c.GetBucketStat(b.BucketName)
	part.Need("stat", err)
	part.Equal("stat", []int64{counted.Storage, counted.ObjectCount, counted.MultipartUploadCount}, []int64{70_000, 1, 1})
	part.Equal("abort", b.AbortMultipartUpload(u.begun), nil)
}

func bucketACL(part *checks.Checks, c *client, b bucket) {
	for _, acl := range []oss.ACLType{oss.ACLPublicRead, oss.ACLPrivate} {
		part.Need("put", c.SetBucketACL(b.BucketName, acl))
		shown, err := c.GetBucketACL(b.BucketName)
		part.Equal("shown", []any{shown.ACL, err}, []any{string(acl), nil})
	}
}
