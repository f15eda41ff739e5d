package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// uploadListing: parts and uploads in progress, in pages (protocol reference §4.7).
func uploadListing(part *checks.Checks, c *client) {
	c.withBucket(part, "upload-listing", func(b bucket) {
		u := b.begin(part, "parts", checks.SM4)
		numbers := []int{1, 2, 9, 10, 100, 10_000}
		var expected []string
		for n, number := range numbers {
			last := numbers[len(numbers)-1-n]
			u.send(part, last, checks.Pattern(last))
			expected = append(expected, fmt.Sprint(number, number, checks.ETag(checks.Pattern(number))))
		}
		for _, size := range []int{1, 4, 1000} {
			part.Equal(fmt.Sprintf("parts in pages of %d", size), u.listParts(part, size), expected)
		}
		part.Need("Abort", b.AbortMultipartUpload(u.begun))
		uploadsInProgress(part, b)
	})
	_, err := c.bucket(c.newName("missing")).ListMultipartUploads()
	part.Refused("uploads of no bucket", err, checks.NoBucket)
}

func (u upload) listParts(part *checks.Checks, size int) []string {
	var came []string
	for marker, more := 0, true; more; {
		page, err := u.ListUploadedParts(u.begun, oss.MaxParts(size), oss.PartNumberMarker(marker))
		part.Need("ListParts", err)
		for _, found := range page.UploadedParts {
			came = append(came, fmt.Sprint(found.PartNumber, found.Size, found.ETag))
		}
		if more = page.IsTruncated; more {
			marker, err = strconv.Atoi(page.NextPartNumberMarker)
			part.Need("the marker", err)
		}
	}
	return came
}

func uploadsInProgress(part *checks.Checks, b bucket) {
	var begun []upload
	for _, key := range []string{"a/1", "a/2", "b c", "中文"} {
		begun = append(begun, b.begin(part, key, checks.AES256))
	}
	for _, prefix := range []string{"", "a/", "none"} {
		for _, size := range []int{1, 3, 1000} {
			var expected []string
			for _, u := range begun {
				if strings.HasPrefix(u.begun.Key, prefix) {
					expected = append(expected, u.begun.Key+" "+u.begun.UploadID)
				}
			}
			part.Equal(fmt.Sprintf("uploads under %q in pages of %d", prefix, size), b.listUploads(part, prefix, size), expected)
		}
	}
	for _, u := range begun {
		part.Equal("Abort", b.AbortMultipartUpload(u.begun), nil)
	}
}

func (b bucket) listUploads(part *checks.Checks, prefix string, size int) []string {
	var came []string
	for key, id, more := "", "", true; more; {
		page, err := b.ListMultipartUploads(oss.Prefix(prefix), oss.MaxUploads(size), oss.KeyMarker(key), oss.UploadIDMarker(id))
		part.Need("ListMultipartUploads", err)
		for _, found := range page.Uploads {
			came = append(came, found.Key+" "+found.UploadID)
		}
		key, id, more = page.NextKeyMarker, page.NextUploadIDMarker, page.IsTruncated
	}
	return came
}
