package main

import (
	"fmt"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// uploadListing: parts and uploads in progress, in pages (protocol reference §4.7).
func uploadListing(part *checks.Checks, c *client) {
	c.withBucket(part, "upload-listing", func(bucket string) {
		u := c.begin(part, bucket, "parts", checks.SM4)
		numbers := []int{1, 2, 9, 10, 100, 10_000}
		for n := range numbers {
			u.send(part, numbers[len(numbers)-1-n], checks.Pattern(numbers[len(numbers)-1-n]))
		}
		for _, size := range []int32{1, 4, 1000} {
			var came, expected []string
			for pages := c.NewListPartsPaginator(&oss.ListPartsRequest{Bucket: &bucket, Key: &u.key, UploadId: &u.id, MaxParts: size}); pages.HasNext(); {
				page, err := pages.NextPage(ctx)
				part.Need("ListParts", err)
				part.Equal("ListParts says", checks.EchoOf(page.Headers), u.echo)
				for _, found := range page.Parts {
					came = append(came, fmt.Sprint(found.PartNumber, found.Size, *found.ETag))
				}
			}
			for _, number := range numbers {
				expected = append(expected, fmt.Sprint(number, number, checks.ETag(checks.Pattern(number))))
			}
			part.Equal(fmt.Sprintf("parts in pages of %d", size), came, expected)
		}
		part.Need("Abort", u.abort())
		uploadsInProgress(part, c, bucket)
	})
	_, err := c.ListMultipartUploads(ctx, &oss.ListMultipartUploadsRequest{Bucket: oss.Ptr(c.newName("missing"))})
	part.Refused("uploads of no bucket", err, checks.NoBucket)
}

func uploadsInProgress(part *checks.Checks, c *client, bucket string) {
	keys := []string{"a/1", "a/2", "b c", "中文"}
	var begun []upload
	for _, key := range keys {
		begun = append(begun, c.begin(part, bucket, key, checks.AES256))
	}
	for _, prefix := range []string{"", "a/", "none"} {
		for _, size := range []int32{1, 3, 1000} {
			var came, expected []string
			request := &oss.ListMultipartUploadsRequest{Bucket: &bucket, Prefix: text(prefix), MaxUploads: size}
			for pages := c.NewListMultipartUploadsPaginator(request); pages.HasNext(); {
				page, err := pages.NextPage(ctx)
				part.Need("ListMultipartUploads", err)
				for _, found := range page.Uploads {
					came = append(came, *found.Key+" "+*found.UploadId)
				}
			}
			for _, u := range begun {
				if len(u.key) >= len(prefix) && u.key[:len(prefix)] == prefix {
					expected = append(expected, u.key+" "+u.id)
				}
			}
			part.Equal(fmt.Sprintf("uploads under %q in pages of %d", prefix, size), came, expected)
		}
	}
	for _, u := range begun {
		part.Equal("Abort", u.abort(), nil)
	}
}
