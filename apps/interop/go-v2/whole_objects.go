package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

func putRequest(bucket, key string, body []byte, encryption checks.Encryption) *oss.PutObjectRequest {
	return &oss.PutObjectRequest{
		Bucket:                    &bucket,
		Key:                       &key,
		Body:                      bytes.NewReader(body),
		ServerSideEncryption:      text(encryption.Algorithm),
		ServerSideEncryptionKeyId: text(encryption.KeyID),
		ServerSideDataEncryption:  text(encryption.Data),
	}
}

// put stores an object that the following checks rest on.
func (c *client) put(part *checks.Checks, bucket, key string, body []byte, encryption checks.Encryption) *oss.PutObjectResult {
	done, err := c.PutObject(ctx, putRequest(bucket, key, body, encryption))
	part.Need("put "+key, err)
	return done
}

// defaultKey is the id of the key that KMS uses when none is named.
func (c *client) defaultKey(part *checks.Checks, bucket string) string {
	done := c.put(part, bucket, "default-key", nil, checks.KMS(""))
	_, err := c.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: &bucket, Key: oss.Ptr("default-key")})
	part.Need("delete default-key", err)
	return checks.EchoOf(done.Headers).KeyID
}

// everyEncryption asks the server for its default key.
func (c *client) everyEncryption(part *checks.Checks, bucket string) []checks.Encryption {
	return checks.EveryEncryption(c.server, c.defaultKey(part, bucket))
}

func readAll(part *checks.Checks, got *oss.GetObjectResult) []byte {
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	part.Need("read the body", err)
	return body
}

// get reads an object that must be there.
func (c *client) get(part *checks.Checks, request *oss.GetObjectRequest) (*oss.GetObjectResult, []byte) {
	got, err := c.GetObject(ctx, request)
	part.Need("get "+*request.Key, err)
	return got, readAll(part, got)
}

// checkObject: get and head must show this body, its checksum and this encryption.
func (c *client) checkObject(part *checks.Checks, what, bucket, key string, body []byte, echo checks.Echo) {
	got, came := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: &key})
	part.Same(what+": get gives the bytes", came, body)
	part.Equal(what+": get says", []any{checks.EchoOf(got.Headers), oss.ToString(got.HashCRC64)}, []any{echo, checks.CRC64(body)})
	head, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: &key})
	part.Need(what+": head", err)
	said := []any{checks.EchoOf(head.Headers), int(head.ContentLength), oss.ToString(head.ETag), oss.ToString(head.HashCRC64)}
	part.Equal(what+": head says", said, []any{echo, len(body), oss.ToString(got.ETag), checks.CRC64(body)})
}

// checkRanges: ranges across and beside each border must give their bytes and show this encryption.
func (c *client) checkRanges(part *checks.Checks, what, bucket, key string, body []byte, borders []int, echo checks.Echo) {
	for _, r := range checks.RangesAround(borders, len(body)) {
		got, came := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: &key, Range: oss.Ptr(r.String())})
		part.Same(fmt.Sprintf("%s: %s gives its bytes", what, r), came, body[r.First:r.Last+1])
		part.Equal(fmt.Sprintf("%s: %s says", what, r), []any{got.StatusCode, checks.EchoOf(got.Headers)}, []any{206, echo})
	}
}

// checkMissing: there is no such object.
func (c *client) checkMissing(part *checks.Checks, what, bucket, key string) {
	_, err := c.GetObject(ctx, &oss.GetObjectRequest{Bucket: &bucket, Key: &key})
	part.Refused(what, err, checks.NoKey)
}
