package main

import (
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// rulePrecedence: a rule counts for later writes that ask for nothing; headers win (protocol reference §2.4).
func rulePrecedence(part *checks.Checks, c *client) {
	body := checks.Pattern(40_000)
	c.withBucket(part, "precedence", func(bucket string) {
		c.put(part, bucket, "before", body, checks.None)
		every := checks.EveryRule(c.server, c.defaultKey(part, bucket))
		for _, each := range every {
			part.Need("put the rule "+each.Name, c.putRule(bucket, each.Rule))
			done := c.put(part, bucket, each.Name, body, checks.None)
			part.Equal(each.Name+": a put without headers", checks.EchoOf(done.Headers), each.Echo)
			begun, err := c.InitiateMultipartUpload(ctx, &oss.InitiateMultipartUploadRequest{Bucket: &bucket, Key: &each.Name})
			part.Need("Initiate", err)
			part.Equal(each.Name+": Initiate without headers", checks.EchoOf(begun.Headers), each.Echo)
			_, err = c.AbortMultipartUpload(ctx, &oss.AbortMultipartUploadRequest{Bucket: &bucket, Key: &each.Name, UploadId: begun.UploadId})
			part.Equal(each.Name+": Abort", err, nil)
			won := c.put(part, bucket, "header", body, checks.AES256)
			part.Equal(each.Name+": headers win", checks.EchoOf(won.Headers), checks.AES256.Echo)
		}
		c.checkObject(part, "an object from before the rules", bucket, "before", body, checks.Echo{})
		part.Need("put a rule with a missing key", c.putRule(bucket, checks.Rule{Algorithm: "KMS", KeyID: "no-such-key"}))
		_, err := c.PutObject(ctx, putRequest(bucket, "never", body, checks.None))
		part.Refused("put under a rule with a missing key", err, checks.Refusal{Status: 404, Code: "KeyNotFound"})
		c.checkMissing(part, "and nothing is stored", bucket, "never")
		for _, each := range every {
			c.checkObject(part, "stored under "+each.Name, bucket, each.Name, body, each.Echo)
		}
	})
}
