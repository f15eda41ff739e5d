package main

import (
	"fmt"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

var listed = []string{"a/1", "a/2", "a/deep/3", "b", "c/1", "d", "e"}

// listing: both versions, in pages, with prefix and delimiter (protocol reference §4.6).
func listing(part *checks.Checks, c *client) {
	c.withBucket(part, "listing", func(b bucket) {
		for _, key := range listed {
			b.put(part, key, []byte(key), checks.KMS(""))
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
			for _, size := range []int{1, 2, 3, 1000} {
				what := fmt.Sprintf("prefix %q, delimiter %q, pages of %d", each.prefix, each.delimiter, size)
				options := []oss.Option{oss.Prefix(each.prefix), oss.Delimiter(each.delimiter), oss.MaxKeys(size)}
				expected := fmt.Sprint(each.keys, each.folders)
				part.Equal("v1: "+what, b.listV1(part, options), expected)
				part.Equal("v2: "+what, b.listV2(part, options), expected)
			}
		}
		page, err := b.ListObjectsV2(oss.StartAfter("b"), oss.FetchOwner(true))
		part.Need("start after", err)
		part.Equal("start after", keysOf(page.Objects), listed[4:])
		entry := page.Objects[0]
		came := []any{entry.ETag, entry.Size, entry.Type, entry.StorageClass, entry.Owner.ID != ""}
		part.Equal("an entry", came, []any{checks.ETag([]byte("c/1")), int64(3), "Normal", "Standard", true})
		_, err = b.ListObjectsV2(oss.MaxKeys(1001))
		part.Refused("max-keys 1001", err, checks.Refusal{Status: 400, Code: "InvalidArgument"})
	})
	_, err := c.bucket(c.newName("missing")).ListObjects()
	part.Refused("no bucket", err, checks.NoBucket)
}

func (b bucket) listV1(part *checks.Checks, options []oss.Option) string {
	var keys, folders []string
	for marker, more := "", true; more; {
		page, err := b.ListObjects(append(options, oss.Marker(marker))...)
		part.Need("list", err)
		keys = append(keys, keysOf(page.Objects)...)
		folders = append(folders, page.CommonPrefixes...)
		marker, more = page.NextMarker, page.IsTruncated
	}
	return fmt.Sprint(keys, folders)
}

func (b bucket) listV2(part *checks.Checks, options []oss.Option) string {
	var keys, folders []string
	for token, more := "", true; more; {
		page, err := b.ListObjectsV2(append(options, oss.ContinuationToken(token))...)
		part.Need("list", err)
		keys = append(keys, keysOf(page.Objects)...)
		folders = append(folders, page.CommonPrefixes...)
		token, more = page.NextContinuationToken, page.IsTruncated
	}
	return fmt.Sprint(keys, folders)
}

func keysOf(entries []oss.ObjectProperties) []string {
	keys := []string{}
	for _, entry := range entries {
		keys = append(keys, entry.Key)
	}
	return keys
}
