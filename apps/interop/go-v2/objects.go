package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"interop.test/checks"
)

// objects: put, get, range and head under every encryption, at sizes around the ends of chunks (protocol reference §2.1-2.3, §2.7).
func objects(part *checks.Checks, c *client) {
	c.withBucket(part, "objects", func(bucket string) {
		for _, encryption := range c.everyEncryption(part, bucket) {
			part.Section(encryption.Name, func(part *checks.Checks) {
				for _, size := range checks.Sizes {
					body := checks.Pattern(size)
					what := fmt.Sprintf("%d bytes", size)
					done := c.put(part, bucket, "object", body, encryption)
					said := []any{checks.EchoOf(done.Headers), oss.ToString(done.ETag), oss.ToString(done.HashCRC64), oss.ToString(done.ContentMD5)}
					part.Equal(what+": put says", said, []any{encryption.Echo, checks.ETag(body), checks.CRC64(body), checks.ContentMD5(body)})
					c.checkObject(part, what, bucket, "object", body, encryption.Echo)
				}
				c.checkRanges(part, "ranges", bucket, "object", checks.Pattern(1_048_579), []int{16_384, 500_000, 1_048_576}, encryption.Echo)
			})
		}
		alias := c.put(part, bucket, "alias", []byte("body"), checks.KMSWith("alias", c.server.KeyAlias, ""))
		part.Equal("an alias is shown as its key", checks.EchoOf(alias.Headers), checks.Echo{Algorithm: "KMS", KeyID: c.server.KeyID})
		described(part, c, bucket)
		conditions(part, c, bucket)
		streamed(part, c, bucket)
	})
}

func described(part *checks.Checks, c *client, bucket string) {
	request := putRequest(bucket, "described", []byte("body"), checks.SM4)
	request.ContentType = oss.Ptr("text/x-interop")
	request.CacheControl = oss.Ptr("no-store")
	request.ContentDisposition = oss.Ptr(`attachment; filename="a b"`)
	request.Metadata = map[string]string{"note": "kept"}
	_, err := c.PutObject(ctx, request)
	part.Need("put", err)
	head, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: &bucket, Key: oss.Ptr("described")})
	part.Need("head", err)
	said := []string{*head.ContentType, *head.CacheControl, *head.ContentDisposition, head.Metadata["note"], *head.ObjectType, *head.StorageClass}
	part.Equal("head shows what was said", said, []string{"text/x-interop", "no-store", `attachment; filename="a b"`, "kept", "Normal", "Standard"})
	got, _ := c.get(part, &oss.GetObjectRequest{Bucket: &bucket, Key: oss.Ptr("described"), ResponseContentType: oss.Ptr("text/x-other")})
	part.Equal("overridden type", *got.ContentType, "text/x-other")
	meta, err := c.GetObjectMeta(ctx, &oss.GetObjectMetaRequest{Bucket: &bucket, Key: oss.Ptr("described")})
	part.Need("object meta", err)
	part.Equal("object meta", []any{meta.ContentLength, *meta.ETag, checks.EchoOf(meta.Headers)}, []any{int64(4), checks.ETag([]byte("body")), checks.Echo{}})
	exists, err := c.IsObjectExist(ctx, bucket, "missing")
	part.Equal("IsObjectExist of a missing one", []any{exists, err}, []any{false, nil})
}

func conditions(part *checks.Checks, c *client, bucket string) {
	c.put(part, bucket, "conditions", []byte("body"), checks.AES256)
	etag := checks.ETag([]byte("body"))
	past, future := time.Unix(0, 0).UTC().Format(time.RFC1123), time.Unix(4_000_000_000, 0).UTC().Format(time.RFC1123)
	past, future = strings.Replace(past, "UTC", "GMT", 1), strings.Replace(future, "UTC", "GMT", 1)
	for what, each := range map[string]struct {
		request oss.GetObjectRequest
		status  int
	}{
		"If-Match":                   {oss.GetObjectRequest{IfMatch: &etag}, 200},
		"If-Match another":           {oss.GetObjectRequest{IfMatch: oss.Ptr(`"0"`)}, 412},
		"If-None-Match":              {oss.GetObjectRequest{IfNoneMatch: &etag}, 304},
		"If-Modified-Since past":     {oss.GetObjectRequest{IfModifiedSince: &past}, 200},
		"If-Modified-Since future":   {oss.GetObjectRequest{IfModifiedSince: &future}, 304},
		"If-Unmodified-Since past":   {oss.GetObjectRequest{IfUnmodifiedSince: &past}, 412},
		"If-Unmodified-Since future": {oss.GetObjectRequest{IfUnmodifiedSince: &future}, 200},
	} {
		each.request.Bucket, each.request.Key = &bucket, oss.Ptr("conditions")
		got, err := c.GetObject(ctx, &each.request)
		if each.status != 200 {
			part.Refused(what, err, checks.Refusal{Status: each.status})
			continue
		}
		part.Need(what, err)
		part.Same(what, readAll(part, got), []byte("body"))
	}
	put := putRequest(bucket, "conditions", []byte("other"), checks.AES256)
	put.ForbidOverwrite = oss.Ptr("true")
	_, err := c.PutObject(ctx, put)
	part.Refused("forbid overwrite", err, checks.Refusal{Status: 409, Code: "FileAlreadyExists"})
}

// streamed: a body whose length is not known before it ends, and the client's own file on an object.
func streamed(part *checks.Checks, c *client, bucket string) {
	body := checks.Pattern(3_000_000)
	request := putRequest(bucket, "streamed", nil, checks.KMS(""))
	request.Body = io.MultiReader(strings.NewReader(string(body[:1_000_001])), strings.NewReader(string(body[1_000_001:])))
	_, err := c.PutObject(ctx, request)
	part.Need("put, chunked", err)
	file, err := c.OpenFile(ctx, bucket, "streamed")
	part.Need("open", err)
	defer file.Close()
	_, err = file.Seek(2_000_000, io.SeekStart)
	part.Need("seek", err)
	rest, err := io.ReadAll(file)
	part.Need("read on", err)
	part.Same("read on from the middle of a chunked body", rest, body[2_000_000:])
}
