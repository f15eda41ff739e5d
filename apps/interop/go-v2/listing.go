package main

import (
	"fmt"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

var listed = []string{"a/1", "a/2", "a/deep/3", "b", "c/1", "d", "e"}

// listing: both versions, in pages, with prefix and delimiter (protocol reference §4.6).
func listing(part *checks.Checks, c *client) {
	c.withBucket(part, "listing", func(bucket string) {
		for _, key := range listed {
			c.put(part, bucket, key, []byte(key), checks.KMS(""))
		}
		for _, each := range []struct {
			prefix, delimiter string
			keys, folders     []string
		}{
			{"", "", listed, nil},
			{"a/", "", listed[:3], nil},
			{"", "/", []string{"b", "d", "e"}, []string{"a/", "c/"}},
			{"a/", "/", listed[:2], []string{"a/deep/"}},
			{"none", "/", nil, nil},
		} {
			for _, size := range []int32{1, 2, 3, 1000} {
				what := fmt.Sprintf("prefix %q, delimiter %q, pages of %d", each.prefix, each.delimiter, size)
				expected := fmt.Sprint(each.keys, each.folders)
				part.Equal("v1: "+what, c.listV1(part, &oss.ListObjectsRequest{
					Bucket: &bucket, Prefix: text(each.prefix), Delimiter: text(each.delimiter), MaxKeys: size,
				}), expected)
				part.Equal("v2: "+what, c.listV2(part, &oss.ListObjectsV2Request{
					Bucket: &bucket, Prefix: text(each.prefix), Delimiter: text(each.delimiter), MaxKeys: size,
				}), expected)
			}
		}
		page, err := c.ListObjectsV2(ctx, &oss.ListObjectsV2Request{Bucket: &bucket, StartAfter: oss.Ptr("b"), FetchOwner: true})
		part.Need("start after", err)
		part.Equal("start after", keysOf(page.Contents), listed[4:])
		entry := page.Contents[0]
		came := []any{*entry.ETag, entry.Size, *entry.Type, *entry.StorageClass, entry.Owner != nil}
		part.Equal("an entry", came, []any{checks.ETag([]byte("c/1")), int64(3), "Normal", "Standard", true})
		_, err = c.ListObjectsV2(ctx, &oss.ListObjectsV2Request{Bucket: &bucket, MaxKeys: 1001})
		part.Refused("max-keys 1001", err, checks.Refusal{Status: 400, Code: "InvalidArgument"})
	})
	_, err := c.ListObjects(ctx, &oss.ListObjectsRequest{Bucket: oss.Ptr(c.newName("missing"))})
	part.Refused("no bucket", err, checks.NoBucket)
}

func (c *client) listV1(part *checks.Checks, request *oss.ListObjectsRequest) string {
	var keys, folders []string
	for pages := c.NewListObjectsPaginator(request); pages.HasNext(); {
		page, err := pages.NextPage(ctx)
		part.Need("list", err)
		keys = append(keys, keysOf(page.Contents)...)
		folders = append(folders, prefixesOf(page.CommonPrefixes)...)
	}
	return fmt.Sprint(keys, folders)
}

func (c *client) listV2(part *checks.Checks, request *oss.ListObjectsV2Request) string {
	var keys, folders []string
	for pages := c.NewListObjectsV2Paginator(request); pages.HasNext(); {
		page, err := pages.NextPage(ctx)
		part.Need("list", err)
		part.Equal("KeyCount", page.KeyCount, len(page.Contents)+len(page.CommonPrefixes))
		keys = append(keys, keysOf(page.Contents)...)
		folders = append(folders, prefixesOf(page.CommonPrefixes)...)
	}
	return fmt.Sprint(keys, folders)
}

func prefixesOf(prefixes []oss.CommonPrefix) []string {
	var found []string
	for _, prefix := range prefixes {
		found = append(found, *prefix.Prefix)
	}
	return found
}
