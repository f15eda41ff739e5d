// Everything that is checked with the vendor's first client for Go: `go run . [topic…]`, with the environment that the runner sets.
package main

import (
	"os"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

var topics = []checks.Topic[*client]{
	{Name: "buckets", Run: buckets},
	{Name: "bucket-rules", Run: bucketRules, InV2: true},
	{Name: "rule-precedence", Run: rulePrecedence},
	{Name: "objects", Run: objects, InV2: true},
	{Name: "names", Run: names, InV2: true},
	{Name: "listing", Run: listing, InV2: true},
	{Name: "refused-encryption", Run: refusedEncryption},
	{Name: "refused-requests", Run: refusedRequests, InV2: true},
	{Name: "multipart", Run: multipart, InV2: true},
	{Name: "refused-parts", Run: refusedParts},
	{Name: "upload-listing", Run: uploadListing},
	{Name: "part-copies", Run: partCopies},
	{Name: "transfers", Run: transfers},
	{Name: "copies", Run: copies, InV2: true},
	{Name: "appends", Run: appends},
	{Name: "presigned", Run: presigned, InV2: true},
	{Name: "batch-delete", Run: batchDelete},
	{Name: "versions", Run: versions},
	{Name: "bucket-documents", Run: bucketDocuments},
	{Name: "object-properties", Run: objectProperties},
	{Name: "addressing", Run: addressing},
	{Name: "permissions", Run: permissions, InV2: true},
}

func main() {
	server := checks.ServerFromEnvironment()
	all := checks.New("go-v1 "+oss.Version+": ", refusalOf)
	os.Exit(checks.RunTopics(all, os.Args[1:], topics, func(way checks.Way) *client { return newClient(server, way) }))
}
