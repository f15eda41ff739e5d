package main

import (
	"slices"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// names: whatever UTF-8 gives, through paths, listings and signatures (protocol reference §4.6).
func names(part *checks.Checks, c *client) {
	c.withBucket(part, "names", func(bucket string) {
		for _, name := range checks.Names {
			c.put(part, bucket, name, []byte(name), checks.AES256)
			c.checkObject(part, name, bucket, name, []byte(name), checks.AES256.Echo)
		}
		listed, err := c.ListObjects(ctx, &oss.ListObjectsRequest{Bucket: &bucket, EncodingType: oss.Ptr("url")})
		part.Need("list", err)
		part.Equal("list has all names in byte order", keysOf(listed.Contents), checks.Names)
		for _, name := range checks.Names {
			_, err := c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: &name})
			part.Equal("delete "+name, err, nil)
			c.checkMissing(part, "after the deletion of "+name, bucket, name)
		}
		for _, name := range []string{"/slash", "\\backslash"} {
			_, err := c.PutObject(ctx, putRequest(bucket, name, []byte("body"), checks.None))
			part.Refused("put "+name, err, checks.Refusal{Status: 400, Code: "InvalidObjectName"})
		}
	})
}

func keysOf(entries []oss.ObjectProperties) []string {
	keys := []string{}
	for _, entry := range entries {
		keys = append(keys, *entry.Key)
	}
	return slices.Clip(keys)
}
