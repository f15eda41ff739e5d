package main

import (
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// presigned: URLs that a plain HTTP client fetches: as they are, changed, expired (protocol reference §3.2, §3.4).
func presigned(part *checks.Checks, c *client) {
	c.withBucket(part, "presigned", func(bucket string) {
		body := checks.Pattern(40_000)
		for _, encryption := range c.everyEncryption(part, bucket) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				put := c.url(part, putRequest(bucket, "a b+中.txt", nil, encryption))
				sent, err := checks.Fetch("PUT", put.URL, put.SignedHeaders, body)
				part.Need("put", err)
				part.Equal("put says", []any{sent.Status, checks.EchoOf(sent.Headers)}, []any{200, encryption.Echo})
				get := c.url(part, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("a b+中.txt")})
				got, err := checks.Fetch("GET", get.URL, nil, nil)
				part.Need("get", err)
				part.Equal("get says", []any{got.Status, checks.EchoOf(got.Headers)}, []any{200, encryption.Echo})
				part.Same("get gives the bytes", got.Body, body)
				ranged, err := checks.Fetch("GET", get.URL, map[string]string{"Range": "bytes=16380-16390"}, nil)
				part.Need("get of a range", err)
				part.Same("get of a range", ranged.Body, body[16_380:16_391])
				head := c.url(part, &oss.HeadObjectRequest{Bucket: &bucket, Key: oss.Ptr("a b+中.txt")})
				shown, err := checks.Fetch("HEAD", head.URL, nil, nil)
				part.Need("head", err)
				part.Equal("head says", []any{shown.Status, checks.EchoOf(shown.Headers)}, []any{200, encryption.Echo})
			})
		}
		presignedUpload(part, c, bucket)
		refusedURLs(part, c, bucket)
	})
}

func (c *client) url(part *checks.Checks, request any) *oss.PresignResult {
	signed, err := c.Presign(ctx, request, oss.PresignExpires(5*time.Minute))
	part.Need("presign", err)
	return signed
}

// presignedUpload sends parts by URLs.
func presignedUpload(part *checks.Checks, c *client, bucket string) {
	_, pieces := checks.Pieces([]int{102_400, 9})
	u := c.begin(part, bucket, "upload", checks.KMSWith("KMS", c.server.KeyID, "SM4"))
	var parts []oss.UploadPart
	for n, piece := range pieces {
		signed := c.url(part, &oss.UploadPartRequest{Bucket: &bucket, Key: &u.key, UploadId: &u.id, PartNumber: int32(n + 1)})
		sent, err := checks.Fetch("PUT", signed.URL, signed.SignedHeaders, piece)
		part.Need("part", err)
		part.Equal("part says", []any{sent.Status, checks.EchoOf(sent.Headers)}, []any{200, u.echo})
		parts = append(parts, oss.UploadPart{PartNumber: int32(n + 1), ETag: oss.Ptr(sent.Headers.Get("ETag"))})
	}
	u.finished(part, "parts by URLs", parts, pieces)
}

func refusedURLs(part *checks.Checks, c *client, bucket string) {
	put := c.url(part, putRequest(bucket, "never", nil, checks.AES256))
	for what, headers := range map[string]map[string]string{
		"without its header":   {},
		"with another header":  {checks.SSEHeader: "SM4"},
		"with one header more": {checks.SSEHeader: "AES256", "x-oss-meta-note": "x"},
	} {
		for name, value := range put.SignedHeaders {
			if _, set := headers[name]; !set && name != "X-Oss-Server-Side-Encryption" && name != checks.SSEHeader {
				headers[name] = value
			}
		}
		sent, err := checks.Fetch("PUT", put.URL, headers, []byte("body"))
		part.Need("put", err)
		part.Equal("put "+what, sent.Status, 403)
	}
	c.checkMissing(part, "nothing is stored", bucket, "never")
	get := c.url(part, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("upload")})
	changed, err := checks.Fetch("GET", get.URL+"&versionId=x", nil, nil)
	part.Need("get", err)
	part.Equal("a URL that was changed", changed.Status, 403)
	expired, err := c.Presign(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("upload")}, oss.PresignExpiration(time.Now().Add(time.Second)))
	part.Need("presign", err)
	time.Sleep(2100 * time.Millisecond)
	late, err := checks.Fetch("GET", expired.URL, nil, nil)
	part.Need("get", err)
	part.Equal("a URL that has expired", late.Status, 403)
}
