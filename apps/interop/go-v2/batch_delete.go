package main

import (
	"slices"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// batchDelete: names of every kind, names that are missing, quietly (protocol reference §4.6).
func batchDelete(part *checks.Checks, c *client) {
	c.withBucket(part, "batch", func(bucket string) {
		for _, quiet := range []bool{false, true} {
			var wanted []oss.DeleteObject
			for _, name := range append([]string{"missing"}, checks.Names...) {
				if name != "missing" {
					c.put(part, bucket, name, []byte(name), checks.SM4)
				}
				wanted = append(wanted, oss.DeleteObject{Key: &name})
			}
			done, err := c.DeleteMultipleObjects(ctx, &oss.DeleteMultipleObjectsRequest{Bucket: &bucket, Objects: wanted, Quiet: quiet, EncodingType: oss.Ptr("url")})
			part.Need("delete", err)
			var deleted, expected []string
			for _, entry := range done.DeletedObjects {
				deleted = append(deleted, *entry.Key)
			}
			if !quiet {
				expected = append([]string{"missing"}, checks.Names...)
			}
			slices.Sort(deleted)
			slices.Sort(expected)
			part.Equal("the reply names what was deleted", deleted, expected)
			left, err := c.ListObjectsV2(ctx, &oss.ListObjectsV2Request{Bucket: &bucket})
			part.Need("list", err)
			part.Equal("nothing is left", keysOf(left.Contents), []string{})
		}
	})
	_, err := c.DeleteMultipleObjects(ctx, &oss.DeleteMultipleObjectsRequest{Bucket: oss.Ptr(c.newName("missing")), Objects: []oss.DeleteObject{{Key: oss.Ptr("x")}}})
	part.Refused("no bucket", err, checks.NoBucket)
}
