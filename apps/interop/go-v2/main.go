// Everything that is checked with the vendor's second client for Go: `go run . [topic…]`, with the environment that the runner sets.
package main

import (
	"os"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

var topics = []checks.Topic[*client]{
	{Name: "buckets", Run: buckets},
	{Name: "bucket-rules", Run: bucketRules},
	{Name: "rule-precedence", Run: rulePrecedence},
	{Name: "objects", Run: objects},
	{Name: "names", Run: names},
	{Name: "listing", Run: listing},
	{Name: "refused-encryption", Run: refusedEncryption},
	{Name: "refused-requests", Run: refusedRequests},
	{Name: "multipart", Run: multipart},
	{Name: "refused-parts", Run: refusedParts},
	{Name: "upload-listing", Run: uploadListing},
	{Name: "part-copies", Run: partCopies},
	{Name: "transfers", Run: transfers},
	{Name: "copies", Run: copies},
	{Name: "appends", Run: appends},
	{Name: "presigned", Run: presigned},
	{Name: "batch-delete", Run: batchDelete},
	{Name: "versions", Run: versions},
	{Name: "bucket-documents", Run: bucketDocuments},
	{Name: "object-properties", Run: objectProperties},
	{Name: "addressing", Run: addressing},
	{Name: "permissions", Run: permissions},
}

func main() {
	server := checks.ServerFromEnvironment()
	all := checks.New("go-v2 "+oss.Version()+": ", refusalOf)
	os.Exit(checks.RunTopics(all, os.Args[1:], topics, func(way checks.Way) *client { return newClient(server, way) }))
}
