package main

import (
	"fmt"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// partCopies: parts that are ranges of objects, from every encryption into every other (protocol reference §2.5, §4.7).
func partCopies(part *checks.Checks, c *client) {
	c.withBucket(part, "part-copies", func(bucket string) {
		every := c.everyEncryption(part, bucket)
		body, pieces := checks.Pieces([]int{102_400, 150_001})
		for _, source := range every {
			u := c.begin(part, bucket, "source", source)
			u.finished(part, "source", []oss.UploadPart{u.send(part, 1, pieces[0]), u.send(part, 2, pieces[1])}, pieces)
			for _, target := range every {
				part.Section(fmt.Sprintf("%s to %s", source.Name, target.Name), func(part *checks.Checks) {
					copiedParts(part, c, bucket, body, target)
				})
			}
		}
	})
}

func copiedParts(part *checks.Checks, c *client, bucket string, body []byte, target checks.Encryption) {
	u := c.begin(part, bucket, "target", target)
	// The second crosses the parts of the source.
	ranges := []checks.Range{{First: 0, Last: 102_399}, {First: 16_385, Last: 120_000}, {First: len(body) - 9, Last: len(body) - 1}}
	var parts []oss.UploadPart
	var pieces [][]byte
	for n, r := range ranges {
		done, err := c.UploadPartCopy(ctx, &oss.UploadPartCopyRequest{
			Bucket: &bucket, Key: &u.key, UploadId: &u.id, PartNumber: int32(n + 1),
			SourceBucket: &bucket, SourceKey: oss.Ptr("source"), Range: oss.Ptr(r.String()),
		})
		part.Need("UploadPartCopy", err)
		piece := body[r.First : r.Last+1]
		part.Equal(fmt.Sprintf("%s says", r), []any{checks.EchoOf(done.Headers), *done.ETag}, []any{target.Echo, checks.ETag(piece)})
		parts = append(parts, oss.UploadPart{PartNumber: int32(n + 1), ETag: done.ETag})
		pieces = append(pieces, piece)
	}
	u.finished(part, "copied parts", parts, pieces)
}
