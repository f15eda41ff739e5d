package main

import (
	"bytes"
	"io"
	"time"

	"github.com/aliyun/aliyun-oss-go-sdk/oss"
	"interop.test/checks"
)

// presigned: URLs that a plain HTTP client and the vendor's own fetch: as they are, changed, expired (protocol reference §3.2, §3.4).
func presigned(part *checks.Checks, c *client) {
	c.withBucket(part, "presigned", func(b bucket) {
		body := checks.Pattern(40_000)
		for _, encryption := range b.everyEncryption(part) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				const key = "a b+中.txt"
				put := b.url(part, key, oss.HTTPPut, encrypt(encryption)...)
				sent, err := checks.Fetch("PUT", put, encryption.Headers(), body)
				part.Need("put", err)
				part.Equal("put says", []any{sent.Status, checks.EchoOf(sent.Headers)}, []any{200, encryption.Echo})
				get := b.url(part, key, oss.HTTPGet)
				got, err := checks.Fetch("GET", get, nil, nil)
				part.Need("get", err)
				part.Equal("get says", []any{got.Status, checks.EchoOf(got.Headers)}, []any{200, encryption.Echo})
				part.Same("get gives the bytes", got.Body, body)
				ranged, err := checks.Fetch("GET", get, map[string]string{"Range": "bytes=16380-16390"}, nil)
				part.Need("get of a range", err)
				part.Same("get of a range", ranged.Body, body[16_380:16_391])
				own(part, b, encryption, body[1:])
			})
		}
		refusedURLs(part, b)
	})
}

func (b bucket) url(part *checks.Checks, key string, method oss.HTTPMethod, options ...oss.Option) string {
	signed, err := b.SignURL(key, method, 300, options...)
	part.Need("presign", err)
	return signed
}

// own: the vendor's functions for URLs.
func own(part *checks.Checks, b bucket, encryption checks.Encryption, body []byte) {
	put := b.url(part, "own", oss.HTTPPut, encrypt(encryption)...)
	part.Need("PutObjectWithURL", b.PutObjectWithURL(put, bytes.NewReader(body), encrypt(encryption)...))
	got, err := b.GetObjectWithURL(b.url(part, "own", oss.HTTPGet))
	part.Need("GetObjectWithURL", err)
	defer got.Close()
	came, err := io.ReadAll(got)
	part.Need("read", err)
	part.Same("GetObjectWithURL", came, body)
	b.checkObject(part, "PutObjectWithURL", "own", body, encryption.Echo)
}

func refusedURLs(part *checks.Checks, b bucket) {
	put := b.url(part, "never", oss.HTTPPut, encrypt(checks.AES256)...)
	for what, headers := range map[string]map[string]string{
		"without its header":   {},
		"with another header":  {checks.SSEHeader: "SM4"},
		"with one header more": {checks.SSEHeader: "AES256", "x-oss-meta-note": "x"},
	} {
		sent, err := checks.Fetch("PUT", put, headers, []byte("body"))
		part.Need("put", err)
		part.Equal("put "+what, sent.Status, 403)
	}
	b.checkMissing(part, "nothing is stored", "never")
	changed, err := checks.Fetch("GET", b.url(part, "own", oss.HTTPGet)+"&versionId=x", nil, nil)
	part.Need("get", err)
	part.Equal("a URL that was changed", changed.Status, 403)
	expired, err := b.SignURL("own", oss.HTTPGet, 1)
	part.Need("presign", err)
	time.Sleep(2100 * time.Millisecond)
	late, err := checks.Fetch("GET", expired, nil, nil)
	part.Need("get", err)
	part.Equal("a URL that has expired", late.Status, 403)
}
