package main

import (
	"strings"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// buckets: make, find, describe, list in pages, delete (protocol reference §4.5).
func buckets(part *checks.Checks, c *client) {
	var made []string
	for range 3 {
		bucket := c.newName("buckets")
		_, err := c.PutBucket(ctx, &oss.PutBucketRequest{Bucket: &bucket})
		part.Need("make a bucket", err)
		made = append(made, bucket)
	}
	first := made[0]
	_, err := c.PutBucket(ctx, &oss.PutBucketRequest{Bucket: &first})
	part.Equal("make again", err, nil)
	_, err = c.PutBucket(ctx, &oss.PutBucketRequest{Bucket: oss.Ptr("UPPER")})
	part.Holds("a bad name", err != nil, "made")

	location, err := c.GetBucketLocation(ctx, &oss.GetBucketLocationRequest{Bucket: &first})
	part.Need("location", err)
	part.Equal("location", *location.LocationConstraint, "oss-"+c.server.Region)
	info, err := c.GetBucketInfo(ctx, &oss.GetBucketInfoRequest{Bucket: &first})
	part.Need("info", err)
	said := []string{*info.BucketInfo.Name, *info.BucketInfo.Location, *info.BucketInfo.StorageClass, *info.BucketInfo.ExtranetEndpoint}
	endpoint := strings.TrimPrefix(c.server.EndpointOf(c.way), "http://")
	part.Equal("info", said, []string{first, "oss-" + c.server.Region, "Standard", endpoint})

	listBuckets(part, c, made)
	for _, bucket := range made {
		_, err := c.DeleteBucket(ctx, &oss.DeleteBucketRequest{Bucket: &bucket})
		part.Equal("delete", err, nil)
	}
	_, err = c.DeleteBucket(ctx, &oss.DeleteBucketRequest{Bucket: &first})
	part.Refused("delete again", err, checks.NoBucket)
	c.withBucket(part, "full", func(bucket string) {
		c.put(part, bucket, "object", []byte("body"), checks.AES256)
		_, err := c.DeleteBucket(ctx, &oss.DeleteBucketRequest{Bucket: &bucket})
		part.Refused("delete a bucket with an object", err, checks.Refusal{Status: 409, Code: "BucketNotEmpty", EC: "0015-00000301"})
	})
}

func listBuckets(part *checks.Checks, c *client, made []string) {
	prefix := made[0][:strings.LastIndex(made[0], "-")+1]
	for _, size := range []int32{1, 2, 100} {
		var found []string
		for pages := c.NewListBucketsPaginator(&oss.ListBucketsRequest{Prefix: &prefix, MaxKeys: size}); pages.HasNext(); {
			page, err := pages.NextPage(ctx)
			part.Need("list buckets", err)
			for _, bucket := range page.Buckets {
				found = append(found, *bucket.Name)
			}
		}
		for _, bucket := range made {
			part.Holds("every bucket is listed", strings.Contains(strings.Join(found, " ")+" ", bucket+" "), found)
		}
	}
}
