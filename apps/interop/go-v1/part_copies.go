package main

import (
	"fmt"
	"net/http"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// partCopies: parts that are ranges of objects, from every encryption into every other (protocol reference §2.5, §4.7).
func partCopies(part *checks.Checks, c *client) {
	c.withBucket(part, "part-copies", func(b bucket) {
		every := b.everyEncryption(part)
		body, pieces := checks.Pieces([]int{102_400, 150_001})
		for _, source := range every {
			u := b.begin(part, "source", source)
			u.finished(part, "source", []oss.UploadPart{u.send(part, 1, pieces[0]), u.send(part, 2, pieces[1])}, pieces)
			for _, target := range every {
				part.Section(fmt.Sprintf("%s to %s", source.Name, target.Name), func(part *checks.Checks) {
					copiedParts(part, b, body, target)
				})
			}
		}
	})
}

func copiedParts(part *checks.Checks, b bucket, body []byte, target checks.Encryption) {
	u := b.begin(part, "target", target)
	// The second crosses the parts of the source.
	ranges := []checks.Range{{First: 0, Last: 102_399}, {First: 16_385, Last: 120_000}, {First: len(body) - 9, Last: len(body) - 1}}
	var parts []oss.UploadPart
	var pieces [][]byte
	for n, r := range ranges {
		var reply http.Header
		piece := body[r.First : r.Last+1]
		done, err := b.UploadPartCopy(u.begun, b.BucketName, "source", int64(r.First), int64(len(piece)), n+1, oss.GetResponseHeader(&reply))
		part.Need("UploadPartCopy", err)
		part.Equal(fmt.Sprintf("%s says", r), done.ETag, checks.ETag(piece))
		parts = append(parts, done)
		pieces = append(pieces, piece)
	}
	u.finished(part, "copied parts", parts, pieces)
}
