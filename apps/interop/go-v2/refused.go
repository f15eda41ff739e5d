package main

import (
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
	"interop.test/checks"
)

// refusedEncryption: encryption that is refused, each with its code, and nothing stored (protocol reference §1.5, §2.2).
func refusedEncryption(part *checks.Checks, c *client) {
	c.withBucket(part, "refused", func(bucket string) {
		c.put(part, bucket, "kept", []byte("the former object"), checks.AES256)
		for _, each := range checks.RefusedEncryptions(c.server) {
			_, err := c.PutObject(ctx, putRequest(bucket, "refused", []byte("body"), each.Encryption))
			part.Refused("put with "+each.What, err, each.Refusal)
			_, err = c.PutObject(ctx, putRequest(bucket, "kept", []byte("body"), each.Encryption))
			part.Refused("overwrite with "+each.What, err, each.Refusal)
		}
		c.checkMissing(part, "nothing is stored", bucket, "refused")
		sse := headers(checks.AES256.Headers())
		_, err := c.GetObject(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("kept"), RequestCommon: sse})
		part.Refused("get with the header", err, checks.NotSupported)
		_, err = c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: oss.Ptr("kept"), RequestCommon: sse})
		part.Refused("head with the header", err, checks.NotSupported)
		_, err = c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: oss.Ptr("kept"), RequestCommon: sse})
		part.Refused("delete with the header", err, checks.NotSupported)
		_, err = c.ListObjectsV2(ctx, &oss.ListObjectsV2Request{Bucket: &bucket, RequestCommon: sse})
		part.Refused("list with the header", err, checks.NotSupported)
		c.checkObject(part, "after all that", bucket, "kept", []byte("the former object"), checks.AES256.Echo)
	})
}

// refusedRequests: who may not ask, and for what there is not (protocol reference §3, §4.1).
func refusedRequests(part *checks.Checks, c *client) {
	c.withBucket(part, "requests", func(bucket string) {
		c.put(part, bucket, "object", []byte("body"), checks.AES256)
		stranger := func(id, secret string) *client {
			return c.with(func(config *oss.Config) {
				config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(id, secret)).WithRetryMaxAttempts(1)
			})
		}
		wrongSecret := checks.Refusal{Status: 403, Code: "SignatureDoesNotMatch"}
		unknownKey := checks.Refusal{Status: 403, Code: "InvalidAccessKeyId", EC: "0002-00000902"}
		for _, each := range []struct {
			what    string
			client  *client
			refusal checks.Refusal
		}{
			{"a wrong secret", stranger(c.server.AccessKeyID, "wrong"), wrongSecret},
			{"an unknown key", stranger("LTAIunknown", c.server.AccessKeySecret), unknownKey},
		} {
			_, err := each.client.GetObject(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("object")})
			part.Refused(each.what+": get", err, each.refusal)
			_, err = each.client.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: oss.Ptr("missing")})
			part.Refused(each.what+": head", err, each.refusal)
			_, err = each.client.PutObject(ctx, putRequest(bucket, "never", checks.Pattern(100_000), checks.AES256))
			part.Refused(each.what+": put", err, each.refusal)
		}
		c.checkMissing(part, "a missing key", bucket, "missing")
		c.checkMissing(part, "refused puts store nothing", bucket, "never")
		_, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: oss.Ptr("missing")})
		part.Refused("head of a missing key", err, checks.NoKey)
	})
	missing := c.newName("missing")
	_, err := c.GetObject(ctx, &oss.GetObjectRequest{Bucket: &missing, Key: oss.Ptr("object")})
	part.Refused("get, no bucket", err, checks.NoBucket)
	_, err = c.PutObject(ctx, putRequest(missing, "object", []byte("body"), checks.AES256))
	part.Refused("put, no bucket", err, checks.NoBucket)
	_, err = c.Presign(ctx, &oss.GetObjectRequest{Bucket: &missing, Key: oss.Ptr("object")}, oss.PresignExpires(time.Minute))
	part.Equal("a URL needs no server", err, nil)
}
